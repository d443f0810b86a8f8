"""How far the results depend on missing values and on declared choices."""
