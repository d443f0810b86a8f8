"""A clinic's dated, named tables into a cohort: months, keyed pseudonyms, and nothing else kept."""
