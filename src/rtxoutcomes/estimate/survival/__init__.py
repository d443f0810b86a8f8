"""Time to an event without covariates: curves, limits, restricted means and rank tests."""
