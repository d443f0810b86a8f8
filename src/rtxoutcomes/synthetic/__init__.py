"""Synthetic cohorts with the margins that a study file states."""

from rtxoutcomes.synthetic.cohort import files, synthesise

__all__ = ["files", "synthesise"]
