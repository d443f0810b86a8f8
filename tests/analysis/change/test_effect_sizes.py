"""Effect sizes, steps that count, and what p could be had."""

from typing import Any

import numpy as np
import pytest

from analysis.small import full
from cohorts import cohort, patients, study, visits
from rtxoutcomes.analysis.change.scores import change_rows
from rtxoutcomes.cohort import Cohort
from rtxoutcomes.estimate.paired.change import rank_biserial, standardised_mean_change
from rtxoutcomes.results import estimates_frame

HALVES = np.array([-2, -1, 0, 1, -3, 2] * 2)


def rows(made: Cohort, score: str = "edss", role: str = "beside") -> Any:
    frame = estimates_frame(change_rows(made, study(), study().score(score)))
    return frame[frame["role"] == role].set_index(["endpoint", "group", "term"])


def changed(*changes: float) -> Cohort:
    people = patients([(f"P{k}", "A", 12.0) for k in range(len(changes))])
    seen = [(f"P{k}", m, 4.0 + d * (m > 0)) for k, d in enumerate(changes) for m in (0.0, 12.0)]
    return cohort(people, visits=visits(*seen))


def test_effect_sizes_are_those_of_the_changes() -> None:
    told = rows(full())

    dz = standardised_mean_change(HALVES / 2)
    assert told.loc[("edss", "A", "standardised_change"), "estimate"] == pytest.approx(dz.estimate)
    expected = rank_biserial(HALVES).estimate
    assert told.loc[("edss", "A", "rank_biserial"), "estimate"] == pytest.approx(expected)
    pratt = rows(full(), role="sensitivity").loc[("edss", "A", "rank_biserial"), "estimate"]
    assert pratt == pytest.approx(rank_biserial(HALVES, "pratt").estimate)


def test_effect_sizes_of_a_ratio_are_those_of_logarithms_and_of_ratios() -> None:
    told = rows(full(), "igg")

    before = 10 + 0.1 * np.arange(12)
    dz = standardised_mean_change(np.log((before - 1) / before))
    assert told.loc[("igg", "A", "standardised_change"), "estimate"] == pytest.approx(dz.estimate)
    assert told.loc[("igg", "A", "rank_biserial"), "estimate"] == -1


def test_net_benefit_by_steps_counts_those_who_passed_one() -> None:
    told = rows(full()).loc[("edss", "A", "net_benefit_by_step")]

    # From 3 a whole point counts: four improved by that, two worsened.
    assert told["estimate"] == pytest.approx((4 - 2) / 12)
    assert told["method"].endswith("by the study's steps")


@pytest.mark.parametrize(
    ("changes", "least", "note"),
    [
        ((-0.5, -1.0, -1.5, 0.5, 0.0, 0.0), 0.125, "p_out_of_reach"),
        ((-0.5, -1.0, -1.5, 0.5, 1.0, 0.0), 0.0625, "p_out_of_reach"),
        ((-0.5, -1.0, -1.5, 0.5, 1.0, 1.5), 0.03125, ""),
    ],
)
def test_the_smallest_p_says_when_0_05_is_out_of_reach(
    changes: tuple[float, ...], least: float, note: str
) -> None:
    told = rows(changed(*changes)).loc[("edss", "A", "smallest_p")]

    assert (told["estimate"], told["note"], told["status"]) == (least, note, "ok")
    assert told["events"] == sum(change != 0 for change in changes)


@pytest.mark.parametrize(("group", "note"), [("A", "all_zero_diff"), ("B", "group_absent")])
def test_where_nobody_changed_there_is_no_smallest_p(group: str, note: str) -> None:
    told = rows(changed(0.0, 0.0)).loc[("edss", group, "smallest_p")]

    assert (told["status"], told["note"]) == ("not_estimable", note)
