"""What missing values could do to a result: bounds, tipping points and imputation."""
