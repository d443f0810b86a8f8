"""Confirmed worsening and improvement of scores, their relation to relapses, and NEDA."""
