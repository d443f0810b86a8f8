"""Rosters: who is who, and since when."""
