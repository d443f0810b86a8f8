"""The trace of a report read back: every numeral of its text, and what explains it."""

from collections.abc import Hashable, Mapping
from pathlib import Path

import pandas as pd

from rtxoutcomes.errors import UsageFault
from rtxoutcomes.publish.writing import TRACE

WORDS = {
    "row": "from the results",
    "study": "from the study file",
    "structure": "of tables, figures, citations and definitions",
    "authors": "vouched for by the authors",
    "unexplained": "that no result explains",
    "unused": "reported results that the text does not use",
}


def read_trace(out: str | Path = "reports") -> pd.DataFrame:
    """The trace of the text of a report, a row a numeral.

    Columns are `kind` (row, study, structure, authors, unexplained; unused for a reported result
    that no reference means), `place`, `numeral`, `reference` (for an unexplained numeral those that
    would print the same), `row` (the results behind it), `context`, and `key`, which joins the
    column `key` of results.csv.

    Raises
    ------
    UsageFault
        The folder holds no report.
    """
    path = Path(out) / TRACE
    try:
        # Opened here: pandas would take `~` in a path for the home folder.
        with path.open(encoding="utf-8", newline="") as file:
            frame = pd.read_csv(file, dtype=str, keep_default_na=False)
    except OSError:
        raise UsageFault(f"{Path(out).name}: holds no {TRACE}; write a report first") from None
    return frame.drop(columns="origin")


def count_trace(trace: pd.DataFrame) -> dict[str, int]:
    """How many numerals are explained how, in the order of `WORDS`."""
    return {kind: int((trace["kind"] == kind).sum()) for kind in WORDS}


def trace_lines(trace: pd.DataFrame) -> str:
    """The trace for reading: a heading a kind, a line a numeral."""
    parts = []
    for kind, words in WORDS.items():
        own = trace[trace["kind"] == kind]
        parts.append(f"{len(own)} {'' if kind == 'unused' else 'numerals '}{words}")
        parts += [_line(kind, row) for row in own.to_dict("records")]
    return "\n".join(parts)


def _line(kind: str, row: Mapping[Hashable, str]) -> str:
    numeral, place, reference = row["numeral"], row["place"], row["reference"]
    if kind == "unused":
        return f"  {reference}"
    if kind == "unexplained":
        guess = f"; prints as {reference}" if reference else ""
        return f"  {numeral} ({place}: ... {row['context']} ...){guess}"
    source = f" <- {row['row']}" if row["row"] else ""
    return f"  {numeral} ({place}) {{{{ {reference} }}}}{source}"
