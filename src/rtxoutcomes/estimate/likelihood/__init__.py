"""Regression models: penalised and ordinary likelihoods, profiles and least squares."""
