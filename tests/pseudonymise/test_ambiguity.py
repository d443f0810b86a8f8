"""Columns in which some dates may not be those that were typed."""

from collections.abc import Sequence

from pseudonymise.small import PATIENTS, VISITS, plan_of, raw_of, table
from rtxoutcomes.errors import Violation
from rtxoutcomes.pseudonymise.ambiguity import mixed_dates
from rtxoutcomes.pseudonymise.raw import Raw

DMY = VISITS.replace('"day" }', '"day", order = "dmy" }')


def mixed(block: str, lines: Sequence[str], *typed: int) -> list[Violation]:
    plan = plan_of(PATIENTS, block)
    clinic = table("clinic.csv", lines, {"day": frozenset(typed)})
    return mixed_dates(Raw({**raw_of(plan).tables, ("clinic.csv", ""): clinic}, plan))


def test_dates_of_the_spreadsheet_mixed_with_text_are_refused_once_a_column() -> None:
    lines = ["no,day,edss", "1,2020-05-03,3", "1,25/05/2020,3", "1,26/05/2020,3"]

    (violation,) = mixed(DMY, lines, 0)

    assert (violation.rule, violation.line, violation.value) == (
        "date.mixed",
        3,
        "1 dates, 2 texts",
    )


def test_one_kind_alone_or_years_that_come_first_are_fine() -> None:
    lines = ["no,day,edss", "1,2020-05-03,3", "1,,3", "1,NA,3"]
    first = ["no,day,edss", "1,2020-05-03,3", "1,2020-05-25,3"]

    assert mixed(DMY, lines, 0) == []
    assert mixed(DMY, ["no,day,edss", "1,25/05/2020,3"]) == []
    assert mixed(VISITS, first, 0) == []
