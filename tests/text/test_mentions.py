"""The order of first mention."""

from dataclasses import replace

from released import bundled
from rtxoutcomes.publish.writing import by_mention
from rtxoutcomes.tables.manuscript import all_tables
from rtxoutcomes.text.mentions import figures_by_mention, tables_by_mention

TABLES = all_tables(bundled())


def test_tables_of_the_supplement_are_numbered_as_they_are_first_named() -> None:
    named = ("figure.flow", "table.transitions", "table.flow", "table.safety")

    numbers = {table.key: table.number for table in tables_by_mention(TABLES, named)}

    assert (numbers["transitions"], numbers["flow"], numbers["safety"]) == ("S1", "S2", "5")
    assert sorted(numbers.values()) == sorted(table.number for table in TABLES)


def test_a_figure_is_not_taken_for_the_table_of_its_name() -> None:
    numbers = {"engagement": "1", "paired": "S1", "oldham": "S2"}

    assert figures_by_mention(numbers, ("table.paired", "figure.oldham")) == {
        "engagement": "1",
        "oldham": "S1",
        "paired": "S2",
    }


def test_every_table_of_the_supplement_is_named_in_the_texts() -> None:
    unnumbered = [replace(table, number=table.number) for table in TABLES]

    tables, _ = by_mention(bundled(), unnumbered, {})

    assert {table.key for table in tables} == {table.key for table in TABLES}
    # The Results name the contrasts before the supplement names anything.
    assert next(t for t in tables if t.number == "S1").key == "event_contrasts"
