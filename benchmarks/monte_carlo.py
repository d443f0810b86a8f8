"""Percentages of simulated samples with their Monte Carlo error, and the text around them."""

import math
import textwrap


def proportion_error(share: float, samples: int) -> float:
    """Standard error of a proportion of independent samples."""
    return math.sqrt(share * (1 - share) / samples)


def percent(share: float, samples: int) -> str:
    """A proportion in percent, its Monte Carlo standard error in brackets."""
    return f"{100 * share:.1f} ({100 * proportion_error(share, samples):.1f})"


def paragraph(text: str) -> str:
    """The words of a text in lines of at most 100 characters."""
    return textwrap.fill(" ".join(text.split()), 100, break_long_words=False)


def table(head: str, rows: list[str], words: int = 0) -> str:
    """A Markdown table of rows; the first `words` columns are words, the others numbers."""
    columns = head.count("|") + 1
    rule = " | ".join("---" if k < words else "---:" for k in range(columns))
    return "\n".join([f"| {head} |", f"| {rule} |", *rows])
