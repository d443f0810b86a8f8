"""Lists of attendance."""
