"""Change of scores within patients and over the months."""
