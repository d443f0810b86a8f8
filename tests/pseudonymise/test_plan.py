"""The map as data."""

import pytest

from raw_clinic import Style, map_text
from rtxoutcomes.errors import MapError
from rtxoutcomes.pseudonymise.plan import parse_plan

TEXT = map_text(Style("jalali", "ymd"), 'file = "{}.csv"')
HEAD = '{}calendar = "jalali"\norder = "ymd"\n'
REST = (
    '[first_infusion]\nid = "a"\ndate = "b"\n[[tables]]\ntable = "patients"\nid = "a"\n'
    '[tables.columns]\nsex = "s"\n'
)


def problems(text: str) -> list[tuple[str, str]]:
    with pytest.raises(MapError) as caught:
        parse_plan(text.encode(), "map.toml")
    assert caught.value.exit_code == 4
    assert str(caught.value).startswith("map.toml: ")
    return [(p.path, p.must) for p in caught.value.problems]


def test_a_name_is_short_for_its_column() -> None:
    plan = parse_plan(TEXT.encode(), "map.toml")

    visits = plan.tables[1]
    assert (visits.table, visits.columns["edss"].column) == ("visits", "EDSS")
    assert visits.columns["month"].date_column == "Date"


def test_sources_and_declared_columns_are_each_reported_once() -> None:
    plan = parse_plan(TEXT.encode(), "map.toml")

    assert plan.sources() == tuple(
        (f"{n}.csv", "") for n in ("people", "clinic", "attacks", "drug", "harm")
    )
    assert plan.declared("drug.csv", "") == ("File No", "Given", "mg")
    assert plan.declared("people.csv", "") == ("File No", "Dx", "Sex", "DOB", "Last seen")


def test_a_column_may_have_its_own_calendar() -> None:
    text = REST.replace('sex = "s"', 'follow_up_months = { months = "s", calendar = "jalali" }')

    plan = parse_plan(('calendar = "gregorian"\norder = "dmy"\n' + text).encode(), "m")

    assert plan.tables[0].columns["follow_up_months"].calendar == "jalali"


def test_faults_of_the_map_are_listed_one_by_one() -> None:
    text = HEAD.format('pseudonym = "P # #"\n') + REST.replace("patients", "visits")

    assert [path for path, _ in problems(text)] == ["map", "map", "map"]


def test_a_list_whose_only_item_is_faulty_is_one_fault() -> None:
    text = HEAD.format("") + REST.replace('sex = "s"', "sex = { column = 1 }")

    assert [path for path, _ in problems(text)] == ["tables.patients.columns.sex.column"]


@pytest.mark.parametrize(
    ("text", "path", "words"),
    [
        ("\xff", "file", ""),
        ("= 1", "file", "must be TOML"),
        ('order = "ymd"\n' + REST, "calendar", "is missing"),
        (HEAD.format("colour = 1\n") + REST, "colour", "is not a key of a map"),
        (HEAD.format('pseudonym = "P # # #"\n') + REST, "map", "may hold letters"),
        (HEAD.format('pseudonym = "P##"\n') + REST, "map", "at least 3"),
        (HEAD.format("") + REST.replace("patients", "visits"), "map", "must be patients"),
        (
            HEAD.format("") + REST.replace('sex = "s"', 'sex = { column = "s", value = "x" }'),
            "tables.patients.columns.sex",
            "exactly one",
        ),
        (
            HEAD.format("")
            + REST.replace('sex = "s"', 'sex = { value = "x", recode = { a = "b" } }'),
            "tables.patients.columns.sex",
            "recode needs column",
        ),
        (
            HEAD.format("") + REST.replace('sex = "s"', 'sex = { value = "x", factor = 2 }'),
            "tables.patients.columns.sex",
            "factor needs column",
        ),
        (
            HEAD.format("")
            + REST
            + REST.partition("[[")[1]
            + REST.partition("[[")[2].replace("patients", "one_table"),
            "map",
            "one_table must be the only one",
        ),
    ],
)
def test_each_fault_has_the_path_of_its_key(text: str, path: str, words: str) -> None:
    if text == "\xff":
        with pytest.raises(MapError, match="UTF-8"):
            parse_plan(b"\xff", "map.toml")
        return

    listed = problems(text)

    assert [p for p, _ in listed] == [path]
    assert words in listed[0][1]


def test_one_table_alone_is_a_map() -> None:
    text = HEAD.format("") + REST.replace("patients", "one_table")

    plan = parse_plan(text.encode(), "map.toml")

    assert [block.table for block in plan.tables] == ["one_table"]
