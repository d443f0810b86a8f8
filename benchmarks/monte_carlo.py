"""Percentages of simulated samples, with their Monte Carlo error."""

import math


def proportion_error(share: float, samples: int) -> float:
    """Standard error of a proportion of independent samples."""
    return math.sqrt(share * (1 - share) / samples)


def percent(share: float, samples: int) -> str:
    """A proportion in percent, its Monte Carlo standard error in brackets."""
    return f"{100 * share:.1f} ({100 * proportion_error(share, samples):.1f})"
