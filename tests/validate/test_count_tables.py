"""Count tables that break a rule are refused by table, column, line, rule and remedy."""

from pathlib import Path

import pandas as pd
import pytest

from cohorts import cohort, patients, study
from low_values import low_values
from low_values import plan as low_plan
from random_counts import plan, random_cohort
from rtxoutcomes.analysis.counted import count
from rtxoutcomes.count_tables import Counts
from rtxoutcomes.errors import TableError, UsageFault, Violation
from rtxoutcomes.intake import read_counts

PLAN = plan()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    count(random_cohort(5, days=False), PLAN).write(tmp_path)
    return tmp_path


def edited(folder: Path, table: str, old: str, new: str) -> list[Violation]:
    """The faults after one replacement in a file."""
    file = folder / f"{table}.csv"
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new, 1))
    with pytest.raises(TableError) as refused:
        read_counts(folder, PLAN)
    return list(refused.value.violations)


def lines(folder: Path, table: str) -> list[str]:
    return (folder / f"{table}.csv").read_text().splitlines()


@pytest.mark.parametrize("seed", range(4))
def test_what_was_written_is_read(seed: int, tmp_path: Path) -> None:
    made = count(random_cohort(seed, days=bool(seed % 2)), PLAN)
    made.write(tmp_path)

    again = read_counts(tmp_path, PLAN)

    assert (again.unit, again.origin, again.form) == (made.unit, made.origin, made.form)
    assert list(again.tables) == list(made.tables)
    for name, table in made.tables.items():
        pd.testing.assert_frame_equal(again.tables[name], table, check_dtype=False)


def test_a_cohort_with_groups_alone_is_read(tmp_path: Path) -> None:
    count(cohort(patients([("P1", "A", 12.0)])), study()).write(tmp_path)

    assert read_counts(tmp_path, study()).relapses is None


def test_values_below_the_limit_of_quantification_are_read(tmp_path: Path) -> None:
    made: Counts = count(low_values(), low_plan())
    made.write(tmp_path)

    again = read_counts(tmp_path, low_plan())

    pd.testing.assert_frame_equal(again.pairs, made.pairs, check_dtype=False)


@pytest.mark.parametrize(
    ("cell", "rule"),
    [("-3", "number.range"), ("2.5", "number.whole"), ("1e3", "number.whole")],
)
def test_a_count_that_is_no_whole_number_is_named_by_its_line(
    folder: Path, cell: str, rule: str
) -> None:
    second = lines(folder, "groups")[1]
    group, _, origin = second.split(",")

    (fault,) = edited(folder, "groups", second, f"{group},{cell},{origin}")

    assert (fault.table, fault.column, fault.line, fault.rule) == ("groups", "patients", 2, rule)
    assert fault.remedy


@pytest.mark.parametrize(
    ("old", "new", "column"), [("edss", "edsx", "score"), (",last,", ",first,", "visit")]
)
def test_a_name_that_the_study_does_not_have_is_refused(
    folder: Path, old: str, new: str, column: str
) -> None:
    (fault,) = edited(folder, "pairs", old, new)

    assert (fault.rule, fault.column, fault.line) == ("value.allowed", column, 2)


def test_a_value_that_is_not_on_the_scale_is_refused(folder: Path) -> None:
    parts = lines(folder, "pairs")[1].split(",")
    wrong = ",".join([*parts[:3], "3.3", *parts[4:]])

    (fault,) = edited(folder, "pairs", ",".join(parts), wrong)

    assert (fault.rule, fault.column) == ("score.on_scale", "before")


def test_a_pair_has_both_values_or_neither(folder: Path) -> None:
    parts = lines(folder, "pairs")[1].split(",")
    wrong = ",".join([*parts[:4], "", *parts[5:]])

    (fault,) = edited(folder, "pairs", ",".join(parts), wrong)

    assert (fault.rule, fault.column) == ("score.on_scale", "after")


def test_a_column_that_is_missing_or_unknown_is_named(folder: Path) -> None:
    faults = edited(folder, "times", "censored", "ended")

    assert [(f.rule, f.table) for f in faults] == [
        ("column.missing", "times"),
        ("column.unknown", "times"),
    ]


def test_a_row_that_is_counted_twice_is_named(folder: Path) -> None:
    second = lines(folder, "pairs")[1]

    faults = edited(folder, "pairs", second, f"{second}\n{second}")

    assert ("row.repeated", 3) in [(f.rule, f.line) for f in faults]


@pytest.mark.parametrize("table", ["groups", "pairs", "relapses", "times"])
def test_totals_that_disagree_are_refused(folder: Path, table: str) -> None:
    second = lines(folder, table)[1].split(",")
    more = [*second[:-2], str(int(second[-2]) + 1), second[-1]]

    faults = edited(folder, table, ",".join(second), ",".join(more))

    assert {fault.rule for fault in faults} == {"count.total"}
    assert table == "groups" or {(f.table, f.line) for f in faults} >= {(table, 2)}
    assert all("must add up to" in fault.must for fault in faults)


def test_ends_of_follow_up_that_disagree_are_refused(folder: Path) -> None:
    own = next(line for line in lines(folder, "times")[1:] if line.split(",")[3] != "0")
    group, time, *rest = own.split(",")

    faults = edited(folder, "times", own, ",".join([group, f"{int(time)}99", *rest]))

    assert {(f.rule, f.column) for f in faults} == {("count.total", "time")}


@pytest.mark.parametrize("gone", ["groups", "times"])
def test_a_table_that_is_missing_is_named(folder: Path, gone: str) -> None:
    (folder / f"{gone}.csv").unlink()

    with pytest.raises(TableError) as refused:
        read_counts(folder, PLAN)

    assert [(f.table, f.rule) for f in refused.value.violations] == [(gone, "table.missing")]


def test_a_header_that_cannot_be_used_is_named_by_its_keys(folder: Path) -> None:
    header = folder / "counts.toml"
    header.write_text(header.read_text().replace("0.1 month", "week"))

    with pytest.raises(TableError) as refused:
        read_counts(folder, PLAN)

    (fault,) = refused.value.violations
    assert (fault.table, fault.column, fault.rule) == ("counts.toml", "time_unit", "count.header")


def test_counts_of_another_study_are_refused(folder: Path) -> None:
    with pytest.raises(UsageFault, match="not of study trial as it is now"):
        read_counts(folder, plan(relapse={"merge_days": 45}))
