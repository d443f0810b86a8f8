"""Relapses: how many, how often, how soon, and contrasts between diagnoses."""
