"""Raw tables under their map."""

from dataclasses import replace
from datetime import date

from pseudonymise.small import ATTACKS, PATIENTS, RELAPSES, plan_of, raw_of, table
from rtxoutcomes.errors import Rule
from rtxoutcomes.pseudonymise.plan import Source
from rtxoutcomes.pseudonymise.raw import Raw, plain_number

PLACE = ("attacks.csv", "")
RULE = Rule("rule", "must be", "do")


def test_words_for_missing_and_spaces_are_cut_from_cells() -> None:
    raw = raw_of(plan_of(PATIENTS, RELAPSES), attacks=["no,onset", " 1 ,NA"])

    (row,) = raw.rows(PLACE, ["no", "onset"])

    assert (row.number, row.line, row.cells) == (0, 2, {"no": "1", "onset": ""})
    assert raw.day(PLACE, row, Source(months="onset")) is None


def test_what_the_file_types_as_a_date_is_gregorian() -> None:
    plan = plan_of(PATIENTS, RELAPSES)
    typed = table(
        "attacks.csv",
        ["no,onset", "1,2020-03-01T10:00:00", "1,01/03/2020"],
        {"onset": frozenset({0})},
    )
    raw = Raw({**raw_of(plan).tables, PLACE: typed}, plan)

    one, other = raw.rows(PLACE, ["onset"])

    assert raw.day(PLACE, one, Source(months="onset", calendar="jalali", order="dmy")) == date(
        2020, 3, 1
    )
    assert raw.day(PLACE, other, Source(months="onset", calendar="gregorian", order="dmy")) == date(
        2020, 3, 1
    )
    assert isinstance(raw.day(PLACE, other, Source(months="onset")), Rule)


def test_the_calendar_and_order_of_a_column_replace_those_of_the_map() -> None:
    raw = raw_of(plan_of(PATIENTS, RELAPSES), attacks=["no,onset", "1,11/03/1403"])

    (row,) = raw.rows(PLACE, ["onset"])

    assert raw.day(PLACE, row, Source(months="onset", calendar="jalali", order="dmy")) == date(
        2024, 5, 31
    )
    assert isinstance(raw.day(PLACE, row, Source(months="onset", order="dmy")), Rule)


def test_the_first_infusion_is_the_earliest_of_a_patient() -> None:
    drug = ["no,given", "1,2020-01-01", "\u06f1,2019-12-20", "2,later", ",2018-01-01", "3,"]

    starts = raw_of(plan_of(PATIENTS), drug=drug).first_infusions()

    assert starts.days == {"1": date(2019, 12, 20)}
    assert starts.doubtful == {"2"}
    assert [(v.table, v.column, v.line, v.rule, v.value) for v in starts.findings] == [
        ("drug.csv", "given", 4, "date.shape", "[date, 5 characters]")
    ]


def test_a_finding_in_a_workbook_names_the_cell() -> None:
    plan = plan_of(PATIENTS, RELAPSES)
    sheet = replace(
        table("attacks.csv", ATTACKS), counted="cells", sheet="2", letters={"onset": "C"}
    )
    raw = Raw({**raw_of(plan).tables, PLACE: sheet}, plan)

    violation = raw.finding(PLACE, 7, "onset", RULE, "")

    assert violation.address == "sheet 2, cell C7"


def test_a_finding_names_the_file_unless_its_name_may_identify_somebody() -> None:
    plan = plan_of(PATIENTS, RELAPSES)
    names = ("attacks.csv", "", "dr_rezaei.csv")
    raw = Raw({(name, ""): table("attacks.csv", ATTACKS) for name in names}, plan)

    places = [(name, "") for name in names]

    findings = [raw.finding(place, 7, "onset", RULE, "") for place in places]
    assert [finding.table for finding in findings] == ["attacks.csv", "the file", "a file"]


def test_numbers_of_persian_keyboards_are_plain_numbers() -> None:
    assert plain_number("\u06f3\u066b\u06f5") == "3.5"
    assert plain_number("-2.5") == "-2.5"
