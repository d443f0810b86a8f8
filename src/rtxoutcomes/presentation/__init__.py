"""Presentation of results: one index of the rows, one set of words, one way to print a number."""
