import math
from typing import Any

import pytest

from rtxoutcomes.presentation.printed import level_text, with_limits
from rtxoutcomes.presentation.rows import index
from rtxoutcomes.presentation.words import (
    an_event,
    exposure_label,
    group_label,
    group_or_contrast,
    model_label,
    outcome_label,
    quantity_label,
    score_label,
    short_label,
    words_of,
)
from rtxoutcomes.results.number import Number
from rtxoutcomes.results.quantity import Choice, Model
from rtxoutcomes.study.blocks import RelapseRule
from tables.made_up import PLAN, released_of, row, session

NAN = math.nan


def number(key: str, **values: Any) -> Number:
    return index(released_of(row(key, estimate=0.1, **values))).rows[0]


@pytest.mark.parametrize(
    ("name", "words"), [("prior_treatment", "Prior treatment"), ("MS only", "MS only"), ("", "")]
)
def test_a_fixed_name_becomes_words(name: str, words: str) -> None:
    assert words_of(name) == words


@pytest.mark.parametrize(
    ("group", "label"), [("RRMS", "Relapsing-remitting MS"), ("all", "All patients")]
)
def test_a_group_has_the_label_of_the_study(group: str, label: str) -> None:
    assert group_label(PLAN, group) == label


def test_a_group_that_the_study_does_not_know_is_refused() -> None:
    with pytest.raises(KeyError, match="no diagnosis 'MOGAD'"):
        group_label(PLAN, "MOGAD")


@pytest.mark.parametrize(
    ("endpoint", "month", "label"),
    [
        ("edss", NAN, "EDSS, points"),
        ("edss", 12.0, "EDSS, points, at the fixed time"),
        ("relapse", 12.0, "Relapse"),
        ("age_years", NAN, "Age, years"),
    ],
)
def test_an_outcome_has_the_label_of_the_study_and_its_unit(
    endpoint: str, month: float, label: str
) -> None:
    assert outcome_label(PLAN, endpoint, month) == label


def test_a_score_has_a_label_without_its_unit() -> None:
    assert score_label(PLAN, "edss") == "EDSS"
    assert score_label(PLAN, "edss", 12.0) == "EDSS, at the fixed time"
    assert score_label(PLAN, "relapse") == ""


def test_an_exposure_has_the_label_of_its_channel() -> None:
    assert exposure_label(PLAN, "whatsapp", "message") == "WhatsApp message"
    assert exposure_label(PLAN, "skype", "session", plural=True) == "Skype sessions"


@pytest.mark.parametrize(
    ("quantity", "values", "label"),
    [
        ("risk", {"month": 12.0}, "Risk at 12 months"),
        ("survival", {"month": 7.5}, "Free of relapse at 7.5 months"),
        ("mean", {}, "Mean"),
        ("follow_up_ended", {"level": "lost"}, "Follow-up ended: lost"),
        ("onsets_merged", {}, "Relapses merged with the one before"),
        ("limit_nearest_no_change", {}, "Confidence limit nearest to no change"),
        ("rate", {"choice": Choice.WASHOUT, "level": "30"}, "Rate: washout of 30 days"),
        ("transition", {"level": "0", "against": "1-5"}, "Transition: 0 to 1-5"),
    ],
)
def test_a_quantity_is_words_with_its_month_level_and_choice(
    quantity: str, values: dict[str, Any], label: str
) -> None:
    assert quantity_label(PLAN, number(f"relapse/relapse/RRMS/{quantity}", **values)) == label


def test_a_contrast_names_both_groups_and_a_transition_its_group() -> None:
    risk = number("contrast/relapse/SPMS/proportion_difference", against="RRMS")
    ratio = number("contrast/relapse/SPMS/odds_ratio", against="RRMS")
    test = number("contrast/relapse/SPMS/between_groups", against="RRMS")
    moved = number("transition/edss/SPMS/transition", level="0", against="1-5")

    labels = [group_or_contrast(PLAN, made) for made in (risk, ratio, test, moved)]

    both = "SPMS vs RRMS"
    assert labels == ["SPMS minus RRMS", both, both, "SPMS"]


def test_a_model_of_confirmed_relapses_is_named_in_the_plural() -> None:
    made = session(
        "engagement/relapse/all/hazard_ratio", model=Model.LANDMARK_CONFIRMED, estimate=1.0
    )

    assert model_label(PLAN, index(released_of(made)).rows[0]) == "Confirmed relapses only"


def test_a_level_is_named_only_where_it_is_one() -> None:
    limited = number("relapse/relapse/RRMS/rate", ci=(0.05, 0.2))
    without = number("relapse/relapse/RRMS/rate")

    assert level_text([limited, without]) == "95% CI"
    assert level_text([without]) == level_text([]) == "CI"


def test_a_rate_is_multiplied_before_it_is_rounded() -> None:
    # A hundredfold of this double, as a double, would round to 0.1.
    made = row("relapse/relapse/RRMS/rate", estimate=0.0352, ci=(0.0015, 0.2))
    rate = index(released_of(made)).rows[0]

    assert with_limits(rate, 1, shift=2) == "3.5 (0.2 to 20.0)"


def test_a_short_name_is_that_of_narrow_columns() -> None:
    assert (short_label(PLAN, "RRMS"), short_label(PLAN, "all")) == ("RRMS", "All patients")


def test_one_event_has_the_article_of_its_name() -> None:
    exacerbation = PLAN.model_copy(update={"relapse": RelapseRule(label="Exacerbation")})

    assert (an_event(PLAN), an_event(exacerbation)) == ("a relapse", "an exacerbation")
