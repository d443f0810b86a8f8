"""Sentences on two diagnoses: their direction is that of the rows."""

import math
import re
from typing import Any

import numpy as np
import pytest

from released import bundled
from rtxoutcomes.disclose import Released
from rtxoutcomes.presentation.rows import index
from rtxoutcomes.results.number import Number
from rtxoutcomes.results.quantity import Quantity
from rtxoutcomes.study import Study
from rtxoutcomes.tables.manuscript import all_tables
from rtxoutcomes.text.manuscript import setting
from tables.made_up import PLAN, released_of, row
from text.filled import filled, text

DIFFERENCE = "contrast/relapse/{}/proportion_difference"
ADJUSTED = "contrast/edss/{}/adjusted_difference"
RANDOM = PLAN.model_copy(
    update={
        "study": PLAN.study.model_copy(update={"allocation": "random", "reference_group": "RRMS"})
    }
)


def markdown(*rows: Any, plan: Study = PLAN) -> str:
    made = released_of(*rows, study=plan)
    return filled(setting(made, all_tables(made), {})).markdown


def proportion(group: str, against: str, estimate: float, ci: tuple[float, float]) -> Any:
    key = DIFFERENCE.format(group)
    return row(key, against=against, n=50, estimate=estimate, ci=ci, p=0.2)


def adjusted(group: str, against: str, estimate: float, **more: Any) -> Any:
    limits = (estimate - 0.5, estimate + 0.5)
    key = ADJUSTED.format(group)
    return row(key, against=against, estimate=estimate, ci=limits, p=0.2, **more)


def test_the_largest_difference_of_proportions_is_named_with_its_direction_and_without_p() -> None:
    result = markdown(
        proportion("SPMS", "RRMS", 0.04, (-0.15, 0.24)),
        proportion("NMOSD", "SPMS", -0.16, (-0.35, 0.14)),
    )

    assert (
        "The largest difference in the proportion with at least one relapse, NMOSD minus SPMS, was "
        "−16 percentage points (95% CI −35 to 14); the data do not allow a conclusion about "
        "differences between diagnoses (Table S"
    ) in result
    assert "P = 0.2" not in result


@pytest.mark.parametrize(
    ("plan", "caution"),
    [(PLAN, "diagnoses were not randomised"), (RANDOM, "the comparison is unadjusted")],
)
def test_a_single_difference_that_excludes_none_has_its_caution(plan: Study, caution: str) -> None:
    result = markdown(proportion("SPMS", "RRMS", 0.4, (0.1, 0.6)), plan=plan)

    assert (
        "The difference in the proportion with at least one relapse, SPMS minus RRMS, was 40 "
        f"percentage points (95% CI 10 to 60); {caution} (Table S"
    ) in result


def test_what_one_pair_shows_is_not_denied_because_of_the_largest_difference() -> None:
    result = markdown(
        proportion("SPMS", "RRMS", 0.2, (0.02, 0.37)),
        proportion("NMOSD", "SPMS", -0.25, (-0.5, 0.1)),
    )

    assert "NMOSD minus SPMS, was −25 percentage points (95% CI −50 to 10); diagnoses" in result
    assert "do not allow a conclusion" not in result


def test_adjusted_changes_are_given_for_each_pair_with_what_adjustment_does_not_do() -> None:
    apart: Any = {"note": "baselines_apart"}

    result = markdown(
        adjusted("SPMS", "RRMS", 0.67, **apart), adjusted("NMOSD", "RRMS", -0.21), plan=PLAN
    )

    assert (
        "Adjusted for baseline, the difference in the change in EDSS was 0.67 points (95% CI 0.17 "
        "to 1.17) for SPMS minus RRMS and −0.21 points (95% CI −0.71 to 0.29) for NMOSD minus "
        "RRMS (Table S2). For SPMS minus RRMS, adjusted and unadjusted differences answer "
        "different questions; mean values at baseline differ by more than one standard deviation, "
        "so that the adjusted difference rests on extrapolation. Diagnoses were not randomised, "
        "and adjustment for baseline does not make them comparable."
    ) in result


def test_of_random_allocation_nothing_is_said_of_comparability() -> None:
    result = markdown(adjusted("SPMS", "RRMS", 0.67), plan=RANDOM)

    assert "(95% CI 0.17 to 1.17) for SPMS minus RRMS (Table S" in result
    assert "not randomised" not in result
    assert "extrapolation" not in result


def test_a_ratio_of_changes_is_over_the_earlier_group() -> None:
    ratio = row(
        "contrast/igg/SPMS/adjusted_ratio", against="RRMS", estimate=0.94, ci=(0.89, 0.99), p=0.02
    )

    assert (
        "Adjusted for baseline, the ratio of the changes (follow-up over baseline) in serum IgG "
        "was 0.94 (95% CI 0.89 to 0.99) for SPMS vs RRMS (Table S"
    ) in markdown(ratio)


def test_what_is_not_given_or_not_reported_has_no_sentence() -> None:
    gone: Any = {"status": "not_estimable", "note": "group_absent"}
    result = markdown(
        row(DIFFERENCE.format("NMOSD"), against="RRMS", **gone),
        row(DIFFERENCE.format("SPMS"), against="RRMS", estimate=0.1, role="alternative"),
        row(ADJUSTED.format("NMOSD"), against="RRMS", **gone),
    )

    assert "difference in the proportion" not in result
    assert "Adjusted for baseline" not in result


def contrasts(released: Released) -> dict[tuple[str, str], list[Number]]:
    """The contrasts of risk and rate, in which more is worse, by their pair."""
    quantities = (
        *(Quantity.PROPORTION_DIFFERENCE, Quantity.PROPORTION_RATIO, Quantity.ODDS_RATIO),
        *(Quantity.RATE_RATIO, Quantity.HAZARD_RATIO),
    )
    pairs: dict[tuple[str, str], list[Number]] = {}
    for number in index(released).of("contrast"):
        if number.quantity in quantities:
            pairs.setdefault((number.group, number.against), []).append(number)
    return pairs


def test_difference_ratio_hazard_ratio_and_text_of_a_pair_have_one_sign() -> None:
    pairs = contrasts(bundled())

    assert list(pairs) == [("SPMS", "RRMS"), ("NMOSD", "RRMS"), ("NMOSD", "SPMS")]
    signs = {}
    for pair, numbers in pairs.items():
        kinds = {number.quantity for number in numbers}
        assert {Quantity.PROPORTION_DIFFERENCE, Quantity.ODDS_RATIO, Quantity.HAZARD_RATIO} <= kinds
        effects = [
            n.estimate if n.quantity is Quantity.PROPORTION_DIFFERENCE else math.log(n.estimate)
            for n in numbers
        ]
        assert len(set(np.sign(effects))) == 1, pair
        signs[pair] = np.sign(effects[0])
    said = re.search(r"(\w+) minus (\w+), was (−?)\d+ percentage points", text("bundled").markdown)
    assert said is not None
    assert signs[said[1], said[2]] == (-1 if said[3] else 1)
