"""Engagement and what came after it: description, models, and their permutation checks."""
