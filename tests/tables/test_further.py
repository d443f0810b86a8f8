from dataclasses import replace
from typing import Any

import pytest

from released import bundled
from rtxoutcomes.presentation.rows import index
from rtxoutcomes.results.measure import Measure
from rtxoutcomes.results.method import MethodKey
from rtxoutcomes.results.quantity import Choice
from rtxoutcomes.tables.further import GROUP_OR_CONTRAST, analyses, further
from tables.made_up import NAN, released, released_of, row, session


def lines(analysis: str) -> list[str]:
    return [" | ".join(line) for line in further(released(), analysis).rows]


def test_other_intervals_and_zero_rules_stand_with_their_methods() -> None:
    assert "Proportion | RRMS | 42 | 19% (<1 to 34) | – | Clopper-Pearson" in (lines("relapse"))
    assert "Signed-rank test | RRMS | 42 | – | 0.080 | exact signed rank, Pratt" in lines("change")
    assert "Free of relapse at 12 months | RRMS | 42 | 86% (70 to 95) | – | beta product" in lines(
        "time_to_relapse"
    )


def test_hodges_lehmann_stands_here_with_its_missing_limit_and_note() -> None:
    assert (
        "Hodges-Lehmann change | RRMS | 42 | −0.25 (−0.50 to no limit) | – | "
        "Hodges-Lehmann, all Walsh averages" in lines("change")
    )


def test_what_a_main_table_shows_is_not_repeated() -> None:
    assert not any("Wilson" in line for line in lines("relapse"))
    # The test of all groups is a footnote of the main table: here it has its row.
    assert any(line.startswith("Test between diagnoses") for line in lines("relapse"))


def test_one_quantity_of_all_groups_stands_together() -> None:
    names = [line.split(" | ")[0] for line in lines("relapse")]

    assert names == sorted(names, key=names.index)


def test_a_quantity_that_no_table_knows_has_its_row_here() -> None:
    table = further(released_of(row("relapse/relapse/all/tipping_shift", estimate=2.0)), "relapse")

    assert table.rows == (
        ("Relapse", "", "", "", ""),
        ("Tipping shift", "All patients", "42", "2.00", "made up"),
    )


def test_an_endpoint_without_tables_of_its_own_is_shown_in_full() -> None:
    released = released_of(row("recurrent/relapse/RRMS/mean_events", month=12.0, estimate=2.0))

    table = further(released, "recurrent")

    assert (table.key, table.title) == ("further_recurrent", "Repeated relapses")
    assert table.rows[1][0] == "Mean number of relapses by 12 months"


def test_analyses_are_in_the_order_of_the_registry() -> None:
    rows = [row(f"{key}/relapse/all/rate", estimate=1.0) for key in ("missing", "flow", "relapse")]

    assert analyses(released_of(*rows)) == ("flow", "relapse", "missing")


def test_an_analysis_that_the_registry_does_not_know_is_refused() -> None:
    with pytest.raises(KeyError, match="no endpoint 'new_thing'"):
        analyses(released_of(row("new_thing/edss/RRMS/mean", estimate=2.0)))


def test_a_contrast_names_its_groups_and_the_header_its_direction() -> None:
    key = "contrast/relapse/SPMS/"
    table = further(
        released_of(
            row(key + "survival_difference", against="RRMS", estimate=0.04),
            row(
                key + "odds_ratio",
                against="RRMS",
                estimate=1.28,
                unit="odds ratio",
                role="alternative",
                choice=Choice.IMPUTED,
            ),
        ),
        "contrast",
    )

    assert table.header[1] == GROUP_OR_CONTRAST
    assert [line[:2] for line in table.rows[1:]] == [
        ("Survival difference", "SPMS minus RRMS"),
        ("Odds ratio: imputed", "SPMS vs RRMS"),
    ]
    assert further(released(), "relapse").header[1] == "Group"


@pytest.mark.parametrize(
    ("quantity", "values", "label"),
    [
        ("rate", {"unit": "per person-year"}, "Rate, per person-year"),
        ("geometric_mean_ratio", {"unit": "ratio"}, "Geometric mean ratio"),
        (
            "geometric_mean_ratio",
            {"unit": "ratio", "choice": Choice.IMPUTED},
            "Geometric mean ratio: imputed",
        ),
        # A unit of one letter is no word of the label.
        ("mean_change", {"unit": "m"}, "Mean change, m"),
        ("mean_change", {"unit": "%"}, "Mean change, %"),
    ],
)
def test_a_unit_follows_the_quantity_unless_it_repeats_it(
    quantity: str, values: dict[str, Any], label: str
) -> None:
    made = row(f"recurrent/edss/RRMS/{quantity}", estimate=1.0, **values)

    assert further(released_of(made), "recurrent").rows[1][0] == label


def test_a_visit_is_in_the_heading_and_another_month_in_the_quantity() -> None:
    table = further(
        released_of(
            row("missing/edss/RRMS/missing", month=12.0, estimate=1.0),
            row("missing/edss/RRMS/missing", estimate=1.0),
            row("missing/relapse/RRMS/risk", month=12.0, estimate=0.1),
        ),
        "missing",
    )

    assert [line[0] for line in table.rows] == [
        *("EDSS, points, at the fixed time", "Missing", "EDSS, points", "Missing"),
        *("Relapse", "Risk at 12 months"),
    ]


def test_a_model_of_engagement_is_named_before_its_quantity() -> None:
    table = further(
        released_of(
            session(
                "engagement/relapse/all/engagement_groups",
                n=5,
                estimate=5.0,
                unit="groups",
                role="alternative",
            )
        ),
        "engagement",
    )

    assert [line[0] for line in table.rows] == [
        "Engagement: Relapse",
        "Skype session: Landmark, month 3: Engagement groups",
    ]


def test_the_grid_of_choices_stays_in_the_results_file() -> None:
    key = "sensitivity/relapse/all/hazard_ratio"
    smallest = session(key, month=NAN, choice=Choice.SMALLEST, estimate=0.8)

    assert further(released_of(smallest), "sensitivity").rows == ()


@pytest.mark.parametrize(
    ("measure", "text"),
    [
        (Measure.COUNT, "3"),
        (Measure.PROPORTION, "269%"),
        (Measure.PROPORTION_DIFFERENCE, "269%"),
        (Measure.DESCRIPTION, "2.7"),
        (Measure.DURATION, "2.7"),
        (Measure.VALUE, "2.69"),
        (Measure.RATE, "2.69"),
        (Measure.STANDARDISED_DIFFERENCE, "2.69"),
        (Measure.HAZARD_RATIO, "2.69"),
    ],
)
def test_the_measure_alone_decides_how_a_number_is_printed(measure: Measure, text: str) -> None:
    made = row("competing/relapse/RRMS/rate", measure=measure, estimate=2.689)

    assert further(released_of(made), "competing").rows[1][3] == text


@pytest.mark.parametrize(
    ("analysis", "quantity"),
    [("competing", "competing_incidence"), ("safety", "serious"), ("relapse", "risk")],
)
def test_analyses_set_the_measure_of_a_proportion(analysis: str, quantity: str) -> None:
    rows = [r for r in index(bundled()).of(analysis) if r.quantity == quantity]

    assert rows
    assert {r.measure for r in rows} == {Measure.PROPORTION}


def test_rates_of_adverse_events_are_per_hundred_years_as_in_their_table() -> None:
    rate = row(
        "safety/adverse_events/all/rate_before",
        measure=Measure.RATE,
        estimate=0.0352,
        unit="per person-year",
        role="alternative",
    )

    table = further(released_of(rate), "safety")

    assert table.rows[1][0] == "Rate before, per 100 person-years"
    assert table.rows[1][3] == "3.5"


def test_a_statistic_has_its_column_with_its_degrees_of_freedom() -> None:
    tested = row("relapse/relapse/all/between_groups", p=0.5, method="t")
    keys = MethodKey.WILSON, MethodKey.PAIRED_T, MethodKey.COX, MethodKey.LINEAR
    values: list[dict[str, Any]] = [
        {"statistic": 2.345, "df": 3.0},
        {"statistic": 2.345, "df": 3.25},
        {"statistic": 2.345},
        {},
    ]

    table = further(
        released_of(
            *(
                replace(tested, value=replace(tested.value, method_key=key, **value))
                for key, value in zip(keys, values, strict=True)
            )
        ),
        "relapse",
    )

    # Without an estimate there is no column for one.
    assert table.header[3] == "Statistic (df)"
    assert [line[3] for line in table.rows[1:]] == ["2.35 (3)", "2.35 (3.3)", "2.35", "–"]


def test_a_single_statistic_among_many_rows_is_part_of_its_method() -> None:
    shown = row("relapse/relapse/all/rate_before", estimate=0.5, role="alternative", method="t")
    tested = replace(shown, value=replace(shown.value, statistic=2.345, df=3.0))
    others = [
        replace(shown, value=replace(shown.value, method_key=key))
        for key in (MethodKey.WILSON, MethodKey.COX)
    ]

    table = further(released_of(tested, *others), "relapse")

    assert [line[-1] for line in table.rows[1:]] == ["t; test statistic (df) 2.35 (3)", "t", "t"]
    assert not any("statistic" in note for note in (*table.lettered, *table.footnotes))
