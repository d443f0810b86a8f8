"""Write docs/simulation.md from the parts that the simulations of this folder wrote.

python benchmarks/simulation_page.py
"""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "simulation.md"
PARTS = (
    "survival_intervals",
    "restricted_mean",
    "rate_intervals",
    "left_censored",
    "coverage",
    "engagement_simulation",
)
HEAD = """\
# Simulation

How often the intervals hold the true value, and how often the tests reject where nothing is to be
found. Each part is the output of a script in `benchmarks/` with a fixed seed, which its first lines
name; it is not part of the test suite, and is run again when its estimators change. Each figure has
its Monte Carlo standard error, in brackets or in the text above the table: another seed gives
another figure within about two of them. `python benchmarks/simulation_page.py` puts this page
together. [Validation](validation.md) compares single numbers with other software.
"""


def page() -> str:
    """The text of the page."""
    files = (ROOT / "benchmarks" / f"{name}.md" for name in PARTS)
    parts = [file.read_text(encoding="utf-8").rstrip() + "\n" for file in files if file.exists()]
    return "\n".join([HEAD, *parts])


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8", newline="\n")
