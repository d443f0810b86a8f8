"""Event counts over person-time: rates, their ratios and count regressions."""
