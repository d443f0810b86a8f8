"""Confirmed worsening and improvement of a score, their relation to relapses, and NEDA."""
