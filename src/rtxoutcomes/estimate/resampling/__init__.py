"""Many fits of one model at once, for permuted data."""
