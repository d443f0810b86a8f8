"""The table of subgroups."""

from functools import cache

from analysis.many import many, plan
from rtxoutcomes.analysis.pipeline import analyse
from rtxoutcomes.disclose import Released, internal
from rtxoutcomes.tables import all_tables
from rtxoutcomes.tables.subgroups import subgroups


@cache
def released() -> Released:
    return internal(analyse(many(200), plan()))


def lines() -> list[list[str]]:
    return [list(row) for row in subgroups(released()).rows]


def test_each_outcome_of_a_subgroup_has_its_section() -> None:
    headings = [row[0] for row in lines() if not any(row[1:])]

    assert headings == [
        "AQP4-IgG: Relapse, risk at 12 months",
        "AQP4-IgG: EDSS, points, mean change",
    ]


def test_levels_have_counts_and_interactions_the_contrast() -> None:
    body = [row for row in lines() if any(row[1:])]

    assert [row[:2] for row in body] == [
        *(["neg", "A"], ["neg", "B"], ["pos", "A"], ["pos", "B"]),
        ["Interaction, pos", "B vs A"],
        *(["neg", "A"], ["neg", "B"], ["pos", "A"], ["pos", "B"]),
        ["Interaction, pos", "B minus A"],
    ]
    assert all(row[2].isdigit() for row in body)
    # Events are those of relapses.
    assert [row[3].isdigit() for row in body] == [True] * 5 + [False] * 5


def test_the_foot_says_what_an_interaction_is_and_that_nothing_was_tested() -> None:
    notes = " ".join(subgroups(released()).footnotes)

    assert "Exploratory; no P values were computed." in notes
    assert "in a level by the month of the risk, in an interaction during follow-up" in notes
    assert "the contrast of two diagnoses in this level differs from that in the first" in notes


def test_its_rows_are_in_no_other_table() -> None:
    shown = [table.key for table in all_tables(released())]

    assert "subgroups" in shown
    # The planning value alone.
    (rest,) = (t for t in all_tables(released()) if t.key == "further_subgroup")
    assert len([row for row in rest.rows if any(row[1:])]) == 1


def test_without_subgroups_there_is_no_table() -> None:
    none = internal(analyse(many(40), plan(variables=[])))

    assert subgroups(none).rows == ()
    assert "subgroups" not in [table.key for table in all_tables(none)]
