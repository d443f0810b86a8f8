"""Change of scores."""

from typing import Any

import numpy as np
import pytest
from scipy.stats import ttest_1samp

from analysis.small import bare, full
from cohorts import cohort, patients, study, visits
from rtxoutcomes.analysis.change.scores import change_rows, distributions, score_pairs
from rtxoutcomes.cohort import Cohort
from rtxoutcomes.results import DISTRIBUTION_COLUMNS, estimates_frame


def rows(made: Cohort, score: str = "edss", role: str = "reported") -> Any:
    frame = estimates_frame(change_rows(made, study(), study().score(score)))
    return frame[frame["role"] == role].set_index(["endpoint", "group", "term"])


def changes(made: Cohort) -> np.ndarray:
    pairs = score_pairs(made, study().score("edss"))["edss"]
    assert pairs is not None
    mine = pairs[pairs["diagnosis"] == "A"]
    return np.asarray(mine["after"] - mine["before"])


def test_mean_change_is_that_of_the_pairs() -> None:
    told = rows(full()).loc[("edss", "A", "mean_change")]

    expected = ttest_1samp(changes(full()), 0)
    assert told["estimate"] == pytest.approx(changes(full()).mean())
    assert told["p_value"] == pytest.approx(expected.pvalue)
    assert told["unit"] == "points"


def test_improved_unchanged_and_worsened_add_up() -> None:
    frame = rows(full())
    told = [frame.loc[("edss", "A", t), "events"] for t in ("improved", "unchanged", "worsened")]

    assert told == [6, 2, 4]
    assert frame.loc[("edss", "A", "net_benefit"), "estimate"] == pytest.approx(2 / 12)


def test_steps_that_count_are_those_of_the_baseline() -> None:
    frame = rows(full())

    # From a baseline of 3 a whole point counts: changes of -1, -1.5 and +1 do, halves do not.
    assert frame.loc[("edss", "A", "improved_by_step"), "events"] == 4
    assert frame.loc[("edss", "A", "worsened_by_step"), "events"] == 2


def test_a_score_of_which_more_is_better_turns_the_words_round() -> None:
    block = study().model_dump()["scores"][0] | {"higher_is": "better"}
    other = study(scores=[block])

    frame = estimates_frame(change_rows(full(), other, other.score("edss")))
    frame = frame[frame["role"] == "reported"].set_index(["endpoint", "group", "term"])

    assert frame.loc[("edss", "A", "improved"), "events"] == 4
    assert frame.loc[("edss", "A", "improved_by_step"), "events"] == 2


def test_a_score_on_the_log_scale_reports_a_ratio_with_the_raw_change_beside() -> None:
    reported, beside = rows(full(), "igg"), rows(full(), "igg", "beside")

    assert reported.loc[("igg", "A", "ratio"), "estimate"] < 1
    assert ("igg", "A", "mean_change") not in reported.index
    assert beside.loc[("igg", "A", "mean_change"), "estimate"] == pytest.approx(-1.0)
    assert reported.loc[("igg", "A", "decreased"), "events"] == 12


def test_lowest_values_are_counted_against_the_clinical_limits() -> None:
    told = rows(full(), "igg").loc[("igg", "A", "below_7")]

    assert (told["events"], told["n"], told["dropped"]) == (0, 12, 0)


def test_the_fixed_time_stands_beside_the_last_visit() -> None:
    frame = rows(full())

    assert ("edss_fixed_time", "A", "mean_change") in frame.index
    assert ("edss_fixed_time", "all", "between_groups") in frame.index


def test_a_diagnosis_without_patients_keeps_its_rows() -> None:
    frame = rows(full("A"))

    for term in ("mean_change", "signed_rank", "net_benefit", "improved", "hodges_lehmann"):
        assert frame.loc[("edss", "B", term), "note"] == "group_absent"


def test_a_score_that_was_not_collected_is_not_attempted() -> None:
    frame = rows(bare())

    assert set(frame["status"]) == {"not_attempted"}
    assert ("edss", "A", "mean_change") in frame.index
    assert ("igg", "A", "ratio") in rows(bare(), "igg").index


def test_nobody_changed_is_a_status_and_not_a_p_of_one() -> None:
    people = patients([(f"P{k}", "A", 12.0) for k in range(3)])
    still = visits(*[(f"P{k}", m, 3.0) for k in range(3) for m in (0.0, 12.0)])

    frame = rows(cohort(people, visits=still))

    assert frame.loc[("edss", "A", "mean_change"), "note"] == "all_zero_diff"
    assert frame.loc[("edss", "A", "signed_rank"), "note"] == "all_zero_diff"


def test_distributions_hold_every_pair_once() -> None:
    frame = distributions(full(), study())

    mine = frame[(frame["endpoint"] == "edss") & (frame["group"] == "A")]
    assert tuple(frame.columns) == DISTRIBUTION_COLUMNS
    assert mine["count"].sum() == 12
    assert tuple(distributions(bare(), study()).columns) == DISTRIBUTION_COLUMNS
