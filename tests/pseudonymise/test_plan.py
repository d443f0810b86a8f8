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
    with pytest.raises(MapError) as told:
        parse_plan(text.encode(), "map.toml")
    assert told.value.exit_code == 4
    assert str(told.value).startswith("map.toml: ")
    return [(p.path, p.must) for p in told.value.problems]


def test_a_name_is_short_for_its_column() -> None:
    plan = parse_plan(TEXT.encode(), "map.toml")

    visits = plan.tables[1]
    assert (visits.table, visits.columns["edss"].column) == ("visits", "EDSS")
    assert visits.columns["month"].date_column == "Date"
    assert plan.jalali


def test_sources_and_declared_columns_are_each_told_once() -> None:
    plan = parse_plan(TEXT.encode(), "map.toml")

    assert plan.sources() == tuple(
        (f"{n}.csv", "") for n in ("people", "clinic", "attacks", "drug", "harm")
    )
    assert plan.declared("drug.csv", "") == ("File No", "Given", "mg")
    assert plan.declared("people.csv", "") == ("File No", "Dx", "Sex", "DOB", "Last seen")


def test_a_calendar_of_one_column_is_seen() -> None:
    text = REST.replace('sex = "s"', 'follow_up_months = { months = "s", calendar = "jalali" }')

    assert parse_plan(('calendar = "gregorian"\norder = "dmy"\n' + text).encode(), "m").jalali
    assert not parse_plan(('calendar = "gregorian"\norder = "dmy"\n' + REST).encode(), "m").jalali


@pytest.mark.parametrize(
    ("text", "path", "words"),
    [
        ("\xff", "file", ""),
        ("= 1", "file", "must be TOML"),
        ('order = "ymd"\n' + REST, "calendar", "is missing"),
        (HEAD.format("colour = 1\n") + REST, "colour", "is not a key of a map"),
        (HEAD.format('pseudonym = "P # #"\n') + REST, "map", "may hold letters"),
        (HEAD.format('pseudonym = "P##"\n') + REST, "map", "at least 3"),
        (HEAD.format("") + REST.replace("patients", "visits"), "map", "must be patients"),
        (
            HEAD.format("") + REST.replace('sex = "s"', 'sex = { column = "s", value = "x" }'),
            "tables[0].columns.sex",
            "exactly one",
        ),
        (
            HEAD.format("")
            + REST.replace('sex = "s"', 'sex = { value = "x", recode = { a = "b" } }'),
            "tables[0].columns.sex",
            "recode needs column",
        ),
        (
            HEAD.format("")
            + REST
            + REST.partition("[[")[1]
            + REST.partition("[[")[2].replace("patients", "one_table"),
            "map",
            "one_table stands alone",
        ),
    ],
)
def test_each_fault_has_the_path_of_its_key(text: str, path: str, words: str) -> None:
    if text == "\xff":
        with pytest.raises(MapError, match="UTF-8"):
            parse_plan(b"\xff", "map.toml")
        return

    found = problems(text)

    assert [p for p, _ in found] == [path]
    assert words in found[0][1]
