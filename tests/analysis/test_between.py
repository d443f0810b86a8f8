"""Does change differ between diagnoses?"""

import numpy as np
import pandas as pd
import pytest
from statsmodels.formula.api import ols

from cohorts import study, table
from rtxoutcomes.analysis.between import (
    adjusted_differences,
    between_diagnoses,
    indicators,
    on_scale,
)

EDSS = study().score("edss")
PAIRS = table(
    "diagnosis before after",
    *[("A", 2.0 + k % 4, 2.0 + (k * 3) % 5) for k in range(9)],
    *[("B", 3.0 + k % 3, 1.0 + (k * 2) % 4) for k in range(7)],
    ("A", 3.0, np.nan),
)


def test_it_is_the_robust_joint_test_of_diagnosis_given_baseline() -> None:
    told = between_diagnoses(PAIRS, study(), EDSS)

    complete = PAIRS.dropna().assign(change=lambda d: d["after"] - d["before"])
    fit = ols("change ~ C(diagnosis) + before", complete).fit(cov_type="HC3", use_t=True)
    expected = fit.f_test("C(diagnosis)[T.B] = 0")
    assert told.p_value == pytest.approx(float(expected.pvalue), rel=1e-9)
    assert (told.n, told.dropped) == (16, 1)


def test_one_diagnosis_alone_cannot_differ() -> None:
    told = between_diagnoses(PAIRS[PAIRS["diagnosis"] == "A"], study(), EDSS)

    assert (told.status, told.note) == ("not_attempted", "group_absent")


def test_scores_on_the_log_scale_are_compared_as_logarithms() -> None:
    values = pd.Series([1.0, np.e])

    assert on_scale(values, study().score("igg")).tolist() == pytest.approx([0.0, 1.0])
    assert on_scale(values, EDSS).tolist() == pytest.approx([1.0, np.e])


def test_there_is_an_indicator_for_each_diagnosis_but_the_first() -> None:
    diagnosis = pd.Series(["A", "C", "B"])

    assert indicators(diagnosis, ["A", "B", "C"]).tolist() == [[0, 0], [0, 1], [1, 0]]
    assert indicators(diagnosis, ["A"]).shape == (3, 0)


def test_a_difference_of_two_diagnoses_is_the_coefficient_of_the_model() -> None:
    told = dict(adjusted_differences(PAIRS, study(), EDSS))

    complete = PAIRS.dropna().assign(change=lambda d: d["after"] - d["before"])
    fit = ols("change ~ C(diagnosis, Treatment('B')) + before", complete).fit(
        cov_type="HC3", use_t=True
    )
    value = told["adjusted_change:A minus B"]
    assert value.estimate == pytest.approx(fit.params.iloc[1])
    assert [value.conf_low, value.conf_high] == pytest.approx(fit.conf_int().iloc[1].tolist())
    # One difference and the joint test of it alone are one test.
    joint = between_diagnoses(PAIRS, study(), EDSS)
    assert value.p_value == pytest.approx(joint.p_value)
    assert (value.n, value.dropped) == (16, 1)


def test_on_the_log_scale_it_is_a_ratio_of_ratios() -> None:
    told = dict(adjusted_differences(PAIRS, study(), study().score("igg")))

    logs = PAIRS.assign(before=np.log(PAIRS["before"]), after=np.log(PAIRS["after"]))
    (ratio,), (difference,) = (
        list(told.values()),
        list(dict(adjusted_differences(logs, study(), EDSS)).values()),
    )
    assert ratio.estimate == pytest.approx(np.exp(difference.estimate))
    assert ratio.p_value == pytest.approx(difference.p_value)


def test_a_pair_of_which_one_is_absent_keeps_its_row() -> None:
    plan = study(diagnoses=[{"code": c, "label": c} for c in "ABC"])

    told = dict(adjusted_differences(PAIRS, plan, EDSS))

    names = ["A minus B", "A minus C", "B minus C"]
    assert list(told) == [f"adjusted_change:{name}" for name in names]
    assert [value.note for value in told.values()] == ["", "group_absent", "group_absent"]
