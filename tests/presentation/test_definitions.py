"""What each number is, in a sentence."""

import pytest

from clinic import ASTHMA
from released import bundled, small
from rtxoutcomes.presentation.definitions import (
    choice_definition,
    choice_definitions,
    definition,
    definition_key,
    quantity_definitions,
)
from rtxoutcomes.results.endpoints import KEYS
from rtxoutcomes.results.quantity import Choice, Quantity

PLAN = bundled().study


@pytest.mark.parametrize(
    ("analysis", "quantity", "words"),
    [
        ("change", Quantity.MEAN_CHANGE, "Mean of follow-up minus baseline"),
        ("change", Quantity.BELOW_LIMIT, "clinical limit"),
        ("time_to_relapse", Quantity.SURVIVAL, "no relapse by that month"),
        ("relapse", Quantity.BETWEEN_GROUPS, "whether the diagnoses differ"),
        ("engagement", Quantity.PLANNING_VALUE, "not a property of the result"),
        ("contrast", Quantity.RATE_RATIO, "Relapses per person-year in the first group"),
        ("before_after", Quantity.RATE_RATIO, "within each patient"),
        ("engagement", Quantity.HAZARD_RATIO, "per doubling"),
        ("contrast", Quantity.HAZARD_RATIO, "in the first group"),
        ("sensitivity", Quantity.RATE, "Relapses per person-year"),
        ("safety", Quantity.RATE, "Adverse events per person-year"),
        ("flow", Quantity.NO_BASELINE_VALUE, "excluded from a change"),
    ],
)
def test_a_quantity_is_what_its_analysis_makes_of_it(
    analysis: str, quantity: Quantity, words: str
) -> None:
    assert words in definition(PLAN, analysis, quantity)


def test_every_quantity_and_choice_has_its_definition_and_nothing_else_has() -> None:
    assert set(quantity_definitions()) == set(Quantity)
    assert set(choice_definitions()) == set(Choice) - {Choice.NONE}


def test_every_number_that_a_report_holds_has_a_definition() -> None:
    for made in (bundled(), small()):
        rows = made.estimates
        for analysis, name in set(zip(rows["analysis"], rows["quantity"], strict=True)):
            assert definition(PLAN, analysis, Quantity(name))


def test_a_definition_of_its_own_is_for_an_analysis_that_exists() -> None:
    for own in quantity_definitions().values():
        assert "any" in own
        assert set(own) - {"any"} <= set(KEYS)


def test_each_is_a_sentence() -> None:
    sentences = [
        *(definition(PLAN, "change", quantity) for quantity in Quantity),
        *(choice_definition(PLAN, choice) for choice in Choice if choice),
    ]

    assert len(sentences) == len(set(sentences))
    assert all(s[0].isupper() and s.endswith(".") and "{" not in s for s in sentences)


def test_the_event_is_called_what_the_study_calls_it() -> None:
    assert ASTHMA.relapse.label == "Exacerbation"
    assert "with an exacerbation" in definition(ASTHMA, "contrast", Quantity.PROPORTION_RATIO)
    assert "Exacerbations per" in definition(ASTHMA, "contrast", Quantity.RATE_RATIO)


def test_the_key_names_the_analysis_only_where_it_matters() -> None:
    assert definition_key("safety", Quantity.RATE) == ("rate", "safety")
    assert definition_key("relapse", Quantity.RATE) == ("rate", "any")
