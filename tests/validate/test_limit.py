"""How many faulty rows of a column are listed."""

from pathlib import Path

import pytest

from clinic import findings, folder, one_table
from rtxoutcomes.errors import Violation
from rtxoutcomes.validate import limit as subject
from rtxoutcomes.validate.limit import listed

ONE = Violation("visits", "edss", 2, "P01", "number.range", "must be", "11", "look", "", "C", "x")


def test_the_first_are_listed_and_the_others_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subject, "MOST_A_COLUMN", 3)

    assert listed(range(3), lambda _: ONE) == [ONE] * 3
    *first, counted = listed(range(2_000), lambda _: ONE)
    assert first == [ONE] * 3
    assert (counted.rule, counted.column, counted.letters) == ("column.many", "edss", "C")
    assert (counted.line, counted.patient, counted.choices) == (None, "", "")
    assert counted.value == "1,997 more cells that break number.range"
    assert listed([], lambda _: ONE) == []


def test_cells_of_a_column_are_listed_up_to_the_limit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(subject, "MOST_A_COLUMN", 2)
    header = "patient_id,diagnosis,follow_up_months,edss_baseline,relapse_month,relapsed"
    rows = [f"P{k},RRMS,9,{11 if k < 5 else 2},4,1" for k in range(12)]

    found = findings(one_table(tmp_path, [header, *rows]))

    assert [v.rule for v in found] == ["column.many", "number.range", "number.range"]
    assert found[0].value == "3 more cells that break number.range"


def test_rows_refused_beyond_the_limit_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A cell that is not listed is not judged again by a rule over rows."""
    monkeypatch.setattr(subject, "MOST_A_COLUMN", 1)
    header = "patient_id,diagnosis,follow_up_months,relapsed,relapse_count"
    rows = [f"P{k},RRMS,9,x,1" for k in range(4)]

    found = findings(one_table(tmp_path, [header, *rows, "P9,RRMS,9,0,0"]))

    assert [(v.rule, v.column) for v in found] == [
        ("column.many", "relapsed"),
        ("value.yes_no", "relapsed"),
    ]


def test_rules_over_rows_have_the_same_limit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(subject, "MOST_A_COLUMN", 2)

    def change(tables: dict[str, list[str]]) -> None:
        tables["visits"] += [f"Q{k},1,3," for k in range(4)]
        tables["infusions"] += [f"P03,{12.5 + k},500" for k in range(4)]

    found = findings(folder(tmp_path, change))

    assert [(v.table, v.rule) for v in found] == [
        ("visits", "column.many"),
        ("visits", "id.unknown"),
        ("visits", "id.unknown"),
        ("infusions", "column.many"),
        ("infusions", "time.after_follow_up"),
        ("infusions", "time.after_follow_up"),
    ]
