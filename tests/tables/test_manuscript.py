from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

import rtxoutcomes.tables as public
from released import bundled, nothing, one_diagnosis_empty, small
from rtxoutcomes.cohort import MARKS
from rtxoutcomes.disclose import Released
from rtxoutcomes.presentation.rows import WITHOUT_DATA, index
from rtxoutcomes.results.endpoints import KEYS
from rtxoutcomes.study import Study
from rtxoutcomes.tables.further import further
from rtxoutcomes.tables.manuscript import all_tables, is_supplementary
from rtxoutcomes.text.manuscript import setting
from tables.made_up import PLAN, change_rows, flow_rows, relapse_rows, released, released_of, row
from text.filled import filled


def test_tables_come_in_the_order_of_the_manuscript_with_their_numbers() -> None:
    assert [(table.number, table.key) for table in all_tables(released())] == [
        ("1", "baseline_characteristics"),
        ("2", "relapse_outcomes"),
        ("3", "score_change"),
        ("4", "engagement"),
        ("5", "safety"),
        ("S1", "not_identifiable"),
        ("S2", "flow"),
        ("S3", "missing_data"),
        ("S4", "time_to_relapse"),
        ("S5", "score_categories"),
        ("S6", "engagement_models"),
        ("S7", "further_relapse"),
        ("S8", "further_time_to_relapse"),
        ("S9", "further_change"),
    ]


def test_the_tables_of_the_manuscript_may_be_chosen_and_those_without_data_are_not_made() -> None:
    chosen = ("safety", "confirmed_change", "score_categories")
    plan = released().study
    report = plan.report.model_copy(update={"tables": chosen})
    made = replace(released(), study=plan.model_copy(update={"report": report}))

    numbers = {table.key: table.number for table in all_tables(made)}

    assert [numbers.get(key) for key in chosen] == ["1", None, "2"]
    assert numbers["relapse_outcomes"].startswith("S")


def test_each_table_is_named_as_the_function_that_makes_it() -> None:
    for table in all_tables(released()):
        name, _, analysis = table.key.partition("further_")
        made = further(released(), analysis) if analysis else getattr(public, name)(released())
        assert replace(made, number=table.number) == table


@pytest.mark.parametrize("made", [bundled, small, one_diagnosis_empty, nothing, released])
def test_every_row_of_the_results_stands_in_some_table(made: Callable[[], Released]) -> None:
    results = made()
    shown = {
        place
        for table in all_tables(results)
        for line in table.sources
        for cell in line
        for place in cell
    }

    # A row that is nothing but a test of no declared family stands in results.csv alone, as does
    # one of what was not collected, of a group without patients or of missing values where none
    # is missing, and the grid of choices.
    rows = [row for row in index(results).rows if row.analysis != "sensitivity"]
    absent = {group for group, n in index(results).enrolled.items() if n == 0}
    empty = {*WITHOUT_DATA, "none_missing"}
    printable = {r.place for r in rows if r.note not in empty and r.group not in absent}
    left = results.estimates.loc[sorted(printable - shown)]

    assert left.empty, left[["endpoint", "group", "quantity", "method"]].values.tolist()


def test_the_supplement_ends_with_further_tables_in_the_order_of_the_registry() -> None:
    exposure: dict[str, Any] = {"channel": "skype", "activity": "session"}
    rows = [
        row(f"{key}/relapse/all/rate", estimate=1.0, role="alternative", **exposure)
        for key in reversed(KEYS)
    ]

    keys = [table.key for table in all_tables(released_of(*rows))]

    # The tables of flow, baseline and sensitivity show these rows themselves, or leave them.
    expected = [f"further_{key}" for key in KEYS if key not in ("flow", "baseline", "sensitivity")]
    assert keys[-len(expected) :] == expected
    assert not any(key.startswith("further_") for key in keys[: -len(expected)])


def test_what_was_not_collected_has_no_table_and_no_row() -> None:
    tables = all_tables(nothing())

    assert [table.key for table in tables] == [
        *("baseline_characteristics", "not_identifiable", "flow", "missing_data"),
        "further_follow_up",
    ]
    assert not any("Not collected" in note for table in tables for note in table.footnotes)


def test_a_score_that_was_not_collected_has_no_section_among_others() -> None:
    absent: dict[str, Any] = {"n": 0, "status": "not_attempted", "note": "not_collected"}
    igg = ("change/igg/RRMS/geometric_mean_ratio", "change/igg/RRMS/signed_rank")
    edss = [r for r in change_rows() if r.endpoint == "edss"]
    results = released_of(*edss, *(row(key, **absent) for key in igg))

    tables = all_tables(results)
    text = [line[0] for table in tables for line in table.rows]
    written = filled(setting(results, tables, {})).markdown

    assert any("EDSS" in first for first in text)
    assert not any("IgG" in first for first in text)
    assert "Serum IgG was not collected. Details" not in written
    assert "Mean EDSS was" in written


def test_an_empty_table_takes_no_number() -> None:
    tables = all_tables(released_of(*relapse_rows(), *flow_rows()))

    assert [(t.number, t.key) for t in tables][:3] == [
        *(("1", "relapse_outcomes"), ("S1", "not_identifiable"), ("S2", "flow")),
    ]


def test_only_tables_of_the_supplement_have_a_letter() -> None:
    assert [is_supplementary(t) for t in all_tables(released())] == [False] * 5 + [True] * 9


@pytest.mark.parametrize("origin", list(MARKS))
def test_every_table_says_where_its_data_come_from(origin: str) -> None:
    for table in all_tables(released_of(*flow_rows(), origin=origin)):
        assert (table.origin, table.mark) == (origin, MARKS[origin])


def test_a_table_that_nothing_fills_is_omitted() -> None:
    assert [table.key for table in all_tables(released_of(*flow_rows()))] == [
        "not_identifiable",
        "flow",
        "missing_data",
    ]


def test_no_cell_shows_a_missing_number() -> None:
    for table in all_tables(released()):
        assert not any("nan" in cell.lower().split() for line in table.rows for cell in line)


def test_names_of_a_study_file_are_opaque() -> None:
    names = {
        "edss": "end_of_day_fatigue",
        "igg": "risk_ratio_12_months",
        "skype": "signal",
        "whatsapp": "signal_session",
        "RRMS": "level",
    }
    # Codes without an abbreviation are printed as they are.
    groups = tuple(
        group.model_copy(update={"abbreviation": group.label}) for group in PLAN.diagnoses
    )
    results = replace(released(), study=PLAN.model_copy(update={"diagnoses": groups}))
    text = results.study.model_dump_json(exclude={"multiplicity": {"family"}})
    for old, new in names.items():
        text = text.replace(f'"{old}', f'"{new}')
    other = replace(
        results, study=Study.model_validate_json(text), estimates=results.estimates.replace(names)
    )

    assert [(t.header, t.rows) for t in all_tables(other)] == [
        (t.header, t.rows) for t in all_tables(results)
    ]
