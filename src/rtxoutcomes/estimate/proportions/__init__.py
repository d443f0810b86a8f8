"""Proportions, two-by-two tables and their exact intervals."""
