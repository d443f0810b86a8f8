"""The table of confirmed changes."""

from released import bundled, small
from rtxoutcomes.tables.confirmed import confirmed_change


def test_each_definition_has_its_rows_and_each_group_its_column() -> None:
    table = confirmed_change(bundled())
    rows = {row[0]: row[1:] for row in table.rows[:12]}

    assert table.header == ("Outcome", "RRMS (n = 42)", "SPMS (n = 43)", "All patients (n = 99)")
    assert table.rows[0][0] == "EDSS worsening confirmed at 12 weeks"
    assert rows["With an event, n (%)"] == ("4 (10)", "13 (30)", "17/85 (20)")
    assert rows["Independent of relapse activity (PIRA), n"] == ("4", "11", "15")
    assert rows["Worse at the last visit, not confirmed, n"] == ("2", "5", "7")
    assert rows["Confirmed 168 days or more after onset, n/N (%)"][-1] == "13/17 (76)"
    assert "Undetermined, n" not in rows
    neda = {row[0]: row[1:] for row in table.rows if row[0].startswith("NEDA")}
    assert neda["NEDA-2 up to month 12, n/N (%)"] == ("36/42 (86)", "33/43 (77)", "69/85 (81)")
    assert not any("NEDA-3" in label for label in neda)
    assert any("no later visit could confirm" in note for note in table.footnotes)


def test_every_cell_with_a_number_has_its_row() -> None:
    table = confirmed_change(bundled())

    numbers = [
        (cell, places)
        for row, sources in zip(table.rows, table.sources, strict=True)
        for cell, places in zip(row[1:], sources[1:], strict=True)
        if any(map(str.isdigit, cell))
    ]
    assert len(numbers) > 30
    assert all(places for _, places in numbers)


def test_a_study_without_definitions_has_an_empty_table() -> None:
    table = confirmed_change(small())

    assert table.rows == ()
    assert not any("RAW" in note or "confirm" in note for note in table.footnotes)
