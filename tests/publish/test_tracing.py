from pathlib import Path

import pytest

from released import bundled
from rtxoutcomes.errors import UsageFault
from rtxoutcomes.publish.tracing import count_trace, read_trace, trace_lines
from rtxoutcomes.tables.write import frame_csv
from rtxoutcomes.text.trace import Numeral, trace, trace_frame
from text.filled import own, text

NUMERALS = [
    Numeral("row", "Results, paragraph 2", "42", "a.b.c.n", "a.b.c [t]", "n = 42 in", "a.b.c[t]"),
    Numeral("structure", "paragraph 3", "1", "cite.x", "", "[1]"),
    Numeral("unexplained", "paragraph 3", "7", "d.e.f", "", "7 days"),
    Numeral("unexplained", "paragraph 3", "8", "", "", "8 days"),
    Numeral("unused", "", "", "g.h.i", "", ""),
]


def test_a_trace_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    frame = trace_frame(NUMERALS)
    (tmp_path / "trace.csv").write_text(frame_csv(frame, "synthetic"), encoding="utf-8")

    assert read_trace(tmp_path).equals(frame)


def test_numerals_are_counted_by_what_explains_them() -> None:
    assert count_trace(trace_frame(NUMERALS)) == {
        "row": 1,
        "study": 0,
        "structure": 1,
        "authors": 0,
        "unexplained": 2,
        "unused": 1,
    }


def test_each_numeral_has_its_line() -> None:
    lines = trace_lines(trace_frame(NUMERALS)).splitlines()

    assert lines == [
        "1 numerals from the results",
        "  42 (Results, paragraph 2) {{ a.b.c.n }} <- a.b.c [t]",
        "0 numerals from the study file",
        "1 numerals of tables, figures, citations and definitions",
        "  1 (paragraph 3) {{ cite.x }}",
        "0 numerals vouched for by the authors",
        "2 numerals that no result explains",
        "  7 (paragraph 3: ... 7 days ...); prints as d.e.f",
        "  8 (paragraph 3: ... 8 days ...)",
        "1 reported results that the text does not use",
        "  g.h.i",
    ]


def test_each_number_of_the_text_joins_the_row_of_the_results_behind_it() -> None:
    draft, frame = own("bundled").draft, bundled().estimates
    numerals = trace_frame(trace(draft, text("bundled"), bundled().style))

    traced = numerals[numerals["kind"] == "row"]
    joined = traced.merge(frame, on="key", how="left", validate="many_to_one")

    assert len(traced) > 200
    assert joined["n"].notna().all()
    name = joined["endpoint"] + "." + joined["group"] + "." + joined["term"]
    assert (joined["row"] == name + " [" + joined["method"] + "]").all()
    unused = numerals.loc[numerals["kind"] == "unused", "key"]
    assert set(unused) <= set(frame.loc[frame["role"] == "reported", "key"])
    others = numerals[~numerals["kind"].isin(["row", "unused"])]
    assert (others["key"] == "").all()


def test_a_folder_without_a_report_has_no_trace(tmp_path: Path) -> None:
    with pytest.raises(UsageFault, match=r"holds no trace\.csv; write a report first"):
        read_trace(tmp_path)
