"""Characteristics of the patients and their follow-up."""
