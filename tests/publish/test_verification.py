"""A verification as lines and as data."""

from dataclasses import replace

from rtxoutcomes.publish.causes import Cause, Kind
from rtxoutcomes.publish.differing_numbers import Difference
from rtxoutcomes.publish.moved import Moved, Sentence
from rtxoutcomes.publish.printed_places import Places
from rtxoutcomes.publish.row_changes import RowChange
from rtxoutcomes.publish.verification import UNKNOWN, Verification

NUMBER = Difference("edss.A.mean_change[t]", "EDSS, A: Mean change", "reported", "n", "5", "6")
SAME = Verification("reports", "trial", "Synthetic data", 1234)
FOUND = replace(
    SAME,
    causes=(Cause(Kind.DATA, "visits", "visits: 5 rows, now 6"),),
    rows=(RowChange("visits", "patient P1, month 6", "added"),),
    numbers=(NUMBER,),
    places={NUMBER.key: Places(("Table 1. <Change>",), ("Results, paragraph 2",), ())},
    tables=(Moved("change", "Table 1. <Change>", 1),),
    sentences=(Sentence("manuscript.md", "It was 5.", ""),),
    figures=(Moved("course", "Figure 1. Course", 2),),
    files={"results.csv": "differs", "tables/change.csv": "differs", "a.svg": "is missing"},
    notes=("a note",),
)


def test_what_differs_is_listed_part_by_part() -> None:
    assert str(FOUND).splitlines() == [
        "reports: study trial, synthetic data",
        "1 number in 1 row differs from this run.",
        "",
        "Cause",
        "  data: visits: 5 rows, now 6",
        "",
        "Rows of the data",
        "  visits, patient P1, month 6: added",
        "",
        "Numbers",
        "  EDSS, A: Mean change [edss.A.mean_change[t]]: n 5, now 6",
        "",
        "Tables",
        "  Table 1. <Change> (change): 1 cell",
        "",
        "Sentences",
        "  manuscript.md: It was 5.",
        "    now: (nothing)",
        "",
        "Figures",
        "  Figure 1. Course (course): 2 values",
        "",
        "Files",
        "  differs: results.csv, tables/change.csv",
        "  is missing: a.svg",
        "",
        "Notes",
        "  a note",
    ]


def test_a_report_that_reproduces_has_two_lines() -> None:
    assert SAME.lines() == [
        "reports: study trial, synthetic data",
        "All 1,234 estimates equal those of this run, within 1e-9.",
    ]
    assert not SAME.differs


def test_an_edited_file_with_other_numbers_differs() -> None:
    edited = replace(SAME, edited_numbers=("manuscript.md",))

    assert edited.differs
    assert edited.verdict.endswith("But edited files print other numbers: manuscript.md.")


def test_numbers_without_a_cause_are_said_to_be_so() -> None:
    assert f"  {UNKNOWN}" in replace(SAME, cells={"curves.csv": 2}).lines()


def test_the_data_have_each_number_with_its_places() -> None:
    content = FOUND.to_dict()

    assert (content["version"], content["same"]) == ("1", False)
    (number,) = content["numbers"]  # type: ignore[misc]
    assert (number["old"], number["tables"]) == ("5", ("Table 1. <Change>",))  # type: ignore[has-type]
    assert "places" not in content
