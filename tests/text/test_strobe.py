from dataclasses import replace

import pytest

from released import bundled
from rtxoutcomes.results.endpoints import ENDPOINTS
from rtxoutcomes.tables.manuscript import all_tables
from rtxoutcomes.tables.model import Table
from rtxoutcomes.text.strobe import checklist, items
from text.filled import COHORTS, FIGURES, filled, own, setting_of, text


def made(name: str = "bundled") -> dict[str, tuple[str, ...]]:
    released = COHORTS[name]()
    return rows(checklist(released, own(name).known, all_tables(released), FIGURES, text(name)))


def rows(table: Table) -> dict[str, tuple[str, ...]]:
    return {line[0]: line[1:] for line in table.rows}


def test_every_item_of_the_statement_stands_once() -> None:
    numbers = [item.item for item in items()]

    assert len(numbers) == len(set(numbers))
    assert {number.rstrip("abcde") for number in numbers} == {str(k) for k in range(1, 23)}


def test_every_item_of_tidier_stands_once() -> None:
    assert [item.item for item in items("tidier.toml")] == [f"T{k}" for k in range(1, 13)]


def test_every_item_of_consort_stands_once_and_has_what_is_left() -> None:
    numbers = [item.item for item in items("consort.toml")]

    assert len(numbers) == len(set(numbers))
    assert {"C8a", "C9", "C11a", "C19", "C23"} <= set(numbers)
    assert all(item.lacks or item.shown for item in items("consort.toml"))


def of_design(**keys: object) -> Table:
    released = bundled()
    identity = released.study.study.model_copy(update=keys)
    changed = replace(released, study=released.study.model_copy(update={"study": identity}))
    return checklist(changed, own("bundled").known, all_tables(changed), FIGURES, text("bundled"))


@pytest.mark.parametrize(
    ("keys", "guideline"),
    [
        ({"design": "single-arm"}, "TREND"),
        ({"design": "randomised, two arms"}, "CONSORT"),
        ({"design": "cohort", "guideline": "CONSORT"}, "CONSORT"),
    ],
)
def test_a_guideline_whose_items_are_not_there_is_named_and_the_intervention_described(
    keys: dict[str, str], guideline: str
) -> None:
    table = of_design(**keys)

    notes = " ".join(table.footnotes)
    assert f"guideline for this study is {guideline}." in notes
    assert ("items of TREND alone remain to be reported" in notes) == (guideline == "TREND")
    assert ("C9" in rows(table)) == (guideline == "CONSORT")
    assert rows(table)["T1"][2:4] == ("Treatment. low-dose rituximab", "filled")


@pytest.mark.parametrize(
    ("keys", "notes"),
    [
        ({"design": "cohort"}, []),
        ({"design": ""}, ["The design is not declared; this checklist has the items of STROBE."]),
        ({"design": "", "guideline": "STROBE"}, []),
    ],
)
def test_under_strobe_only_an_undeclared_design_has_a_note(
    keys: dict[str, str], notes: list[str]
) -> None:
    table = of_design(**keys)

    usual = ("Filled: ", "Abbreviations: ")
    own = [note for note in table.footnotes if not note.startswith(usual)]
    assert own == notes
    assert "T1" not in rows(table)


def test_every_item_that_an_endpoint_answers_is_one_of_the_statement() -> None:
    numbers = {item.item for item in items()}

    for endpoint in ENDPOINTS:
        assert set(endpoint.items) <= numbers, endpoint.key


def test_what_the_report_answers_is_filled_with_its_place() -> None:
    result = made()

    assert result["14a"][2:4] == ("Table 1", "filled")
    assert result["13c"][2:4] == ("Figure 1", "filled")
    assert result["12a"][2:4] == ("Statistical analysis", "filled")
    assert "Median 18.0 months, 168.3 person-years" in result["14c"][2]


def test_what_only_others_know_is_theirs() -> None:
    result = made()

    assert result["22"][3:] == ("open", "authors: report funding and the role of the funders")
    assert result["13a"][3:] == ("partly", "data holders: numbers screened and eligible")
    assert result["19"][3] == "partly"


def test_data_that_were_not_collected_are_missing_and_whose_that_is() -> None:
    result = made("nothing")

    assert result["12e"][2:] == (
        "–",
        "missing",
        "data holders: the data were not collected",
    )


def test_a_section_the_authors_wrote_answers_its_item() -> None:
    template = "# T\n\n## Introduction\n\nKnown.\n\n## Declarations\n\nNobody paid.\n"
    fresh = setting_of(bundled(), template)

    result = rows(checklist(bundled(), fresh.known, all_tables(bundled()), FIGURES, filled(fresh)))

    assert result["2"][3] == "partly"
    assert result["22"][2:4] == ("Declarations", "partly")
    assert result["12a"][3:] == ("open", "authors: write Statistical analysis")


def test_numbers_of_the_checklist_come_from_rows() -> None:
    tables = all_tables(bundled())
    table = checklist(bundled(), own("bundled").known, tables, {}, text("bundled"))

    sources = {line[0]: cells[3] for line, cells in zip(table.rows, table.sources, strict=True)}
    assert len(sources["15"]) == 2
    assert replace(table, number="").label == ""


def test_what_the_results_cannot_say_is_left_out() -> None:
    assert "person-years" not in made("nothing")["14c"][2]
