"""Writing into folders of the user: only what a record names is ever replaced or removed."""
