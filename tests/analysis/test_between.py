"""Differences of changes between diagnoses."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.formula.api import ols

from analysis.small import against_b
from cohorts import study, table
from rtxoutcomes.analysis.between import (
    adjusted_differences,
    between_diagnoses,
    indicators,
    with_baselines_note,
)
from rtxoutcomes.results.measure import Measure
from rtxoutcomes.study import Study

EDSS = study().score("edss")
PAIRS = table(
    "group before after",
    *[("A", 2.0 + k % 4, 2.0 + (k * 3) % 5) for k in range(9)],
    *[("B", 3.0 + k % 3, 1.0 + (k * 2) % 4) for k in range(7)],
    ("A", 3.0, np.nan),
)


def complete() -> pd.DataFrame:
    return PAIRS.dropna().assign(change=lambda frame: frame["after"] - frame["before"])


def test_the_test_is_the_robust_joint_test_of_diagnosis_given_baseline() -> None:
    value = between_diagnoses(PAIRS, study(), EDSS)

    fit = ols("change ~ C(group) + before", complete()).fit(cov_type="HC3", use_t=True)
    expected = fit.f_test("C(group)[T.B] = 0")
    assert value.p_value == pytest.approx(float(expected.pvalue), rel=1e-9)
    assert (value.n, value.dropped) == (16, 1)


def test_a_single_diagnosis_with_pairs_is_not_tested() -> None:
    value = between_diagnoses(PAIRS[PAIRS["group"] == "A"], study(), EDSS)

    assert (value.status, value.note) == ("not_attempted", "group_absent")
    assert (value.n, value.dropped) == (9, 1)


def test_there_is_an_indicator_for_each_diagnosis_but_the_first() -> None:
    diagnosis = pd.Series(["A", "C", "B"])

    assert indicators(diagnosis, ["A", "B", "C"]).tolist() == [[0, 0], [0, 1], [1, 0]]
    assert indicators(diagnosis, ["A"]).shape == (3, 0)


def test_a_difference_is_the_coefficient_of_the_later_diagnosis() -> None:
    ((later, earlier, value),) = adjusted_differences(PAIRS, study(), EDSS)

    fit = ols("change ~ C(group) + before", complete()).fit(cov_type="HC3", use_t=True)
    assert (later, earlier) == ("B", "A")
    assert value.estimate == pytest.approx(fit.params.iloc[1])
    assert [value.conf_low, value.conf_high] == pytest.approx(fit.conf_int().iloc[1].tolist())
    # One difference and the joint test of it alone are one test.
    joint = between_diagnoses(PAIRS, study(), EDSS)
    assert value.p_value == pytest.approx(joint.p_value)
    assert (value.n, value.dropped) == (16, 1)


def test_the_reference_group_is_the_earlier_one_of_its_pairs() -> None:
    ((_, _, difference),) = adjusted_differences(PAIRS, study(), EDSS)

    ((later, earlier, value),) = adjusted_differences(PAIRS, against_b(), EDSS)

    assert (later, earlier) == ("A", "B")
    assert value.estimate == pytest.approx(-difference.estimate)
    assert value.p_value == pytest.approx(difference.p_value)


def test_on_the_log_scale_a_difference_is_a_ratio_of_ratios() -> None:
    logs = PAIRS.assign(before=np.log(PAIRS["before"]), after=np.log(PAIRS["after"]))

    ((_, _, ratio),) = adjusted_differences(PAIRS, study(), study().score("igg"))
    ((_, _, difference),) = adjusted_differences(logs, study(), EDSS)

    assert ratio.measure is Measure.RATIO
    assert ratio.estimate == pytest.approx(np.exp(difference.estimate))
    assert ratio.p_value == pytest.approx(difference.p_value)


def test_a_pair_with_an_absent_diagnosis_keeps_its_row() -> None:
    plan = study(diagnoses=[{"code": c, "label": c} for c in "ABC"])

    differences = list(adjusted_differences(PAIRS, plan, EDSS))

    assert [(later, earlier, value.note) for later, earlier, value in differences] == [
        ("B", "A", ""),
        ("C", "A", "group_absent"),
        ("C", "B", "group_absent"),
    ]


def test_with_three_diagnoses_each_pair_is_the_difference_of_two_coefficients() -> None:
    third = PAIRS.assign(group="C", after=PAIRS["after"] + 1.5).iloc[::2]
    pairs = pd.concat([PAIRS, third], ignore_index=True)
    plan = study(diagnoses=[{"code": c, "label": c} for c in "ABC"])

    differences = {
        (later, earlier): value.estimate
        for later, earlier, value in adjusted_differences(pairs, plan, EDSS)
    }

    assert differences["C", "A"] - differences["B", "A"] == pytest.approx(differences["C", "B"])


values = st.lists(
    st.tuples(st.sampled_from("AB"), st.integers(2, 16), st.integers(2, 16)),
    min_size=6,
    max_size=14,
)


@given(values)
@settings(deadline=None, max_examples=60, derandomize=True)
def test_swapping_the_diagnoses_flips_the_difference(rows: list[tuple[str, int, int]]) -> None:
    pairs = pd.DataFrame(rows, columns=["group", "before", "after"]).astype(
        {"before": float, "after": float}
    )
    swapped = study(diagnoses=[{"code": code, "label": code} for code in "BA"])

    ((_, _, forward),) = adjusted_differences(pairs, study(), EDSS)
    ((later, earlier, backward),) = adjusted_differences(pairs, swapped, EDSS)

    assert (later, earlier) == ("A", "B")
    assert forward.status == backward.status
    limits = [forward.conf_low, forward.estimate, forward.conf_high]
    turned = [-backward.conf_high, -backward.estimate, -backward.conf_low]
    assert limits == pytest.approx(turned, rel=1e-9, abs=1e-9, nan_ok=True)


def single() -> tuple[pd.DataFrame, Study]:
    """The pairs of a cohort with one patient of a third diagnosis."""
    codes = [{"code": c, "label": c * 2, "abbreviation": f"Abb{c}"} for c in "ABC"]
    return pd.concat([PAIRS, table("group before after", ("C", 4.0, 9.0))]), study(diagnoses=codes)


SINGLE = table(
    "group before after",
    *[
        ("A", before, after)
        for before, after in (
            (2.5, 2.0),
            (5.0, 5.5),
            (2.0, 1.0),
            (4.0, 4.0),
            (2.5, 3.0),
            (5.0, 5.5),
            (2.5, 2.0),
            (5.0, 5.5),
            (2.0, 1.5),
            (5.0, 4.0),
            (2.0, 2.0),
            (4.0, 4.5),
        )
    ],
    *[
        ("B", before, after)
        for before, after in (
            (5.0, 5.5),
            (2.5, 2.5),
            (2.5, 3.0),
            (4.0, 4.0),
            (4.0, 4.0),
            (4.0, 3.5),
            (2.0, 2.0),
            (2.5, 2.5),
            (5.0, 4.0),
            (2.5, 2.5),
        )
    ],
    ("C", 2.0, 2.5),
)


def test_beside_a_diagnosis_of_one_patient_the_others_are_compared_as_by_r() -> None:
    _, plan = single()

    values = {(later, earlier): v for later, earlier, v in adjusted_differences(SINGLE, plan, EDSS)}

    # R 4.2.2 without the patient of C: coef and sqrt(diag(sandwich::vcovHC(f, "HC3"))) of
    # f <- lm(change ~ diagnosis + before).
    value = values["B", "A"]
    assert value.estimate == pytest.approx(0.03744388519, rel=1e-9)
    assert value.std_error == pytest.approx(0.2498608436, rel=1e-9)
    assert (value.n, value.dropped, value.df) == (22, 1, 19)


def test_a_diagnosis_of_one_patient_is_named_and_the_others_are_compared() -> None:
    pairs, plan = single()

    contrasts = {
        (later, earlier): v for later, earlier, v in adjusted_differences(pairs, plan, EDSS)
    }

    ((_, _, without),) = adjusted_differences(PAIRS, study(), EDSS)
    known, lone = contrasts["B", "A"], contrasts["C", "A"]
    np.testing.assert_allclose(
        [known.estimate, known.std_error, known.p_value],
        [without.estimate, without.std_error, without.p_value],
        rtol=1e-10,
    )
    assert (known.n, known.dropped) == (without.n, without.dropped + 1)
    assert known.method == (
        "difference of changes given baseline, HC3, t; excluded, each alone in a term of the "
        "model: one patient with AbbC"
    )
    assert (lone.status, lone.note) == ("not_estimable", "leverage_one")
    assert contrasts["C", "B"].note == "leverage_one"


def test_the_test_of_all_diagnoses_says_how_many_it_compares() -> None:
    pairs, plan = single()

    value = between_diagnoses(pairs, plan, EDSS)

    without = between_diagnoses(PAIRS, study(), EDSS)
    assert value.p_value == pytest.approx(without.p_value, rel=1e-10)
    assert (value.n, value.df) == (16, 1.0)
    assert value.method == (
        "joint Wald test, HC3, F on 1 and 13 df; compares two of three diagnoses; excluded, each "
        "alone in a term of the model: one patient with AbbC"
    )


def test_a_diagnosis_of_one_patient_is_not_compared_with_the_only_other() -> None:
    pairs, plan = single()

    value = between_diagnoses(pairs[pairs["group"] != "B"], plan, EDSS)

    assert (value.status, value.note) == ("not_estimable", "leverage_one")


def pairs_with(shift: float, spread: float = 1.0) -> pd.DataFrame:
    """Two groups of ten whose baselines have this spread and lie so far apart."""
    levels = np.tile([-1.0, 1.0], 5) * spread
    rows = [("A", 4 + level, 4 + level + k % 3 / 2) for k, level in enumerate(levels)]
    rows += [
        ("B", 4 + shift + level, 4 + shift + level - k % 4 / 2) for k, level in enumerate(levels)
    ]
    return table("group before after", *rows)


@pytest.mark.parametrize(
    ("shift", "note"),
    # The standard deviation of five values of -1 and five of 1 is the root of 10/9: 1.054.
    [(0.0, ""), (1.05, ""), (1.06, "baselines_apart"), (-1.06, "baselines_apart")],
)
def test_baselines_more_than_a_standard_deviation_apart_are_noted(shift: float, note: str) -> None:
    ((_, _, value),) = adjusted_differences(pairs_with(shift), study(), EDSS)

    assert (value.status, value.note) == ("ok", note)
    assert value.p_pair == value.method_key


def test_baselines_without_a_spread_that_differ_are_apart() -> None:
    values = list(adjusted_differences(pairs_with(1.0, spread=0.0), study(), EDSS))

    # Baseline and diagnosis are one variable there: that reason is kept.
    ((_, _, value),) = values
    assert (value.note, value.p_pair) == ("rank_deficient", "")
    given = with_baselines_note(replace(value, note="", status="ok", estimate=1.0), apart=True)
    assert given.note == "baselines_apart"
    assert with_baselines_note(value, apart=True) == value
