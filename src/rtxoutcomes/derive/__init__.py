"""From tables to a row a patient: what counts as a relapse, a baseline, an exposure."""
