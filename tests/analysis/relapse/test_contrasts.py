"""Relapse between each two diagnoses."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binomtest

from analysis.selection import one, select
from analysis.small import against_b, bare, full
from cohorts import cohort, patients, study, table
from rtxoutcomes.analysis.relapse.contrasts import (
    UNADJUSTED,
    proportion_contrast_rows,
    rate_contrast_rows,
)
from rtxoutcomes.cohort import Cohort
from rtxoutcomes.estimate.proportions.contingency import freeman_halton
from rtxoutcomes.estimate.proportions.melded import risk_difference_melded
from rtxoutcomes.estimate.proportions.two_proportions import risk_difference_newcombe
from rtxoutcomes.results.frame import estimates_frame
from rtxoutcomes.study import Study

B_MINUS_A = {"group": "B", "against": "A"}
THREE = study(diagnoses=[{"code": c, "label": c} for c in "ABC"])


def rows(made: Cohort, plan: Study | None = None) -> pd.DataFrame:
    chosen = plan or study()
    return estimates_frame(
        [*proportion_contrast_rows(made, chosen), *rate_contrast_rows(made, chosen)]
    )


def with_onsets(codes: str, onsets: list[int]) -> Cohort:
    """One patient for each letter of `codes`, followed for two years, and their relapses."""
    people = patients([(f"P{k}", code, 24.0) for k, code in enumerate(codes)])
    months = [(f"P{k}", 2.0 + 3 * i) for k, number in enumerate(onsets) for i in range(number)]
    return cohort(people, relapses=table("patient_id month", *months))


def test_every_contrast_is_unadjusted_by_its_method_and_three_are_reported() -> None:
    frame = rows(full())

    contrasts = frame[frame["quantity"] != "dispersion"]
    assert contrasts["method"].str.endswith(UNADJUSTED).all()
    reported = select(contrasts, role="reported")
    assert set(reported["method_key"]) == {
        "risk_difference_melded",
        "conditional_odds_ratio",
        "quasi_poisson_ratio",
    }
    # Each has the P value that its interval inverts.
    assert (reported["p_pair"] == reported["method_key"]).all()
    assert set(contrasts["group"]) == {"B"}
    assert set(contrasts["against"]) == {"A"}


def test_proportions_are_those_of_the_later_diagnosis_minus_and_over_the_earlier() -> None:
    frame = select(rows(full()), **B_MINUS_A)

    differences = select(frame, quantity="proportion_difference").set_index("method_key")
    assert differences["estimate"].tolist() == pytest.approx([1 / 4 - 5 / 12] * 3)
    assert differences["role"].tolist() == ["reported", "alternative", "alternative"]
    melded, newcombe = risk_difference_melded(1, 4, 5, 12), risk_difference_newcombe(1, 4, 5, 12)
    for key, expected in (("risk_difference_melded", melded), ("newcombe", newcombe)):
        assert differences.loc[key, "conf_low"] == expected.conf_low
    ratios = select(frame, quantity="proportion_ratio")["estimate"]
    assert ratios.tolist() == pytest.approx([1 / 4 / (5 / 12)] * 2)
    assert one(frame, quantity="odds_ratio")["estimate"] < 1


def test_the_p_value_of_minimum_likelihood_has_a_row_of_its_own_in_the_supplement() -> None:
    test = one(rows(full()), quantity="between_groups", **B_MINUS_A)

    assert (test["role"], test["method_key"]) == ("alternative", "freeman_halton")
    assert test["p_value"] == freeman_halton([[1, 3], [5, 7]]).p_value
    assert np.isnan(test["conf_low"])


def test_rates_are_those_of_the_later_diagnosis_over_the_earlier() -> None:
    frame = select(rows(full()), quantity="rate_ratio", **B_MINUS_A)

    years_a, years_b = sum(10 + k for k in range(12)) / 12, 4 * 24 / 12
    keys = ("quasi_poisson_ratio", "poisson_regression", "exact_rate_ratio")
    reported, poisson, exact = (one(frame, method_key=key) for key in keys)
    expected = 1 / years_b / (6 / years_a)
    for row in (reported, poisson, exact):
        assert row["estimate"] == pytest.approx(expected)
        assert row["p_pair"] == row["method_key"]
        assert row["n"] == 16
    assert (reported["role"], exact["role"]) == ("reported", "alternative")
    assert exact["method"].startswith("conditional exact rate ratio, assumes independent events")
    tail = binomtest(1, 7, years_b / (years_a + years_b), alternative="less").pvalue
    assert exact["p_value"] == pytest.approx(min(1.0, 2 * tail))


def test_models_exclude_patients_without_follow_up_and_count_them() -> None:
    codes, ends = "A" * 8 + "B" * 8, [0.0] + [24.0] * 15
    people = patients([(f"P{k}", code, ends[k]) for k, code in enumerate(codes)])
    onsets = [(f"P{k}", 2.0 + k) for k in (1, 3, 5, 9, 12)]
    frame = rows(cohort(people, relapses=table("patient_id month", *onsets)))

    for key in ("poisson_regression", "negative_binomial"):
        ratio = one(frame, method_key=key, quantity="rate_ratio")
        assert (ratio["n"], ratio["dropped"]) == (15, 1), key


def test_two_diagnoses_have_the_negative_binomial_model() -> None:
    made = with_onsets("A" * 8 + "B" * 8, [0, 1, 0, 3, 5, 0, 0, 4, 0, 0, 1, 0, 2, 0, 0, 0])

    frame = rows(made)

    ratio = one(frame, method_key="negative_binomial", quantity="rate_ratio", **B_MINUS_A)
    # With the same follow-up of all, fitted means are those of the groups.
    assert ratio["estimate"] == pytest.approx((3 / 8) / (13 / 8), rel=1e-6)
    assert ratio["role"] == "sensitivity"
    assert one(frame, quantity="dispersion", group="all")["estimate"] > 0


def test_a_single_diagnosis_with_patients_has_no_model() -> None:
    frame = rows(with_onsets("A" * 6, [0, 1, 0, 3, 5, 0]))

    assert "negative_binomial" not in set(frame["method_key"])


def test_with_a_reference_group_others_are_compared_with_it() -> None:
    made = with_onsets("A" * 8 + "B" * 8, [0, 1, 0, 3, 5, 0, 0, 4, 0, 0, 1, 0, 2, 0, 0, 0])

    frame = rows(made, against_b())

    contrasts = frame[frame["quantity"] != "dispersion"]
    assert set(zip(contrasts["group"], contrasts["against"], strict=True)) == {("A", "B")}
    difference = one(frame, quantity="proportion_difference", role="reported")
    assert difference["estimate"] == pytest.approx(4 / 8 - 2 / 8)
    ratio = one(frame, method_key="negative_binomial", quantity="rate_ratio")
    assert ratio["estimate"] == pytest.approx(13 / 3, rel=1e-6)


def test_the_model_of_all_diagnoses_compares_those_that_have_patients() -> None:
    made = with_onsets("B" * 6 + "C" * 6, [0, 1, 0, 3, 0, 2, 0, 0, 1, 0, 2, 0])

    models = select(rows(made, THREE), method_key="negative_binomial", quantity="rate_ratio")

    assert list(zip(models["group"], models["against"], strict=True)) == [("C", "B")]


def test_the_model_of_all_diagnoses_compares_each_with_each_earlier_one() -> None:
    onsets = [0, 1, 0, 3, 0, 2, 0, 0, 1, 0, 2, 0, 1, 1, 0, 4, 0, 1]
    frame = rows(with_onsets("A" * 6 + "B" * 6 + "C" * 6, onsets), THREE)

    models = select(frame, method_key="negative_binomial", quantity="rate_ratio")
    ratios = models.set_index(["group", "against"])["estimate"]
    assert set(ratios.index) == {("B", "A"), ("C", "A"), ("C", "B")}
    # One model whichever group is its reference; the fits converge to a relative 1e-9 or so.
    assert ratios["C", "B"] == pytest.approx(ratios["C", "A"] / ratios["B", "A"], rel=1e-6)
    assert len(select(frame, quantity="dispersion")) == 1


def test_a_diagnosis_without_patients_keeps_its_contrasts() -> None:
    frame = rows(full("A"))

    assert set(frame["note"]) == {"group_absent"}
    quantities = set(select(frame, **B_MINUS_A)["quantity"])
    ratios = {"proportion_ratio", "odds_ratio", "rate_ratio"}
    assert quantities == {"proportion_difference", "between_groups"} | ratios


def test_relapses_that_were_not_collected_are_never_compared() -> None:
    frame = rows(bare())

    assert set(frame["status"]) == {"not_attempted"}
    assert frame["estimate"].isna().all()
    measures = dict(zip(frame["quantity"], frame["measure"], strict=True))
    assert measures == {
        "proportion_difference": "proportion_difference",
        "rate_ratio": "rate_ratio",
    }


def test_a_study_of_one_diagnosis_has_no_contrasts() -> None:
    alone = study(diagnoses=[{"code": "A", "label": "First"}])

    assert proportion_contrast_rows(full("A"), alone) == []
    assert rate_contrast_rows(full("A"), alone) == []


relapses = st.lists(st.integers(0, 4), min_size=2, max_size=8)


@given(relapses, relapses)
@settings(deadline=None, max_examples=25, derandomize=True)
def test_difference_and_ratios_of_a_pair_have_one_direction(a: list[int], b: list[int]) -> None:
    made = with_onsets("A" * len(a) + "B" * len(b), a + b)

    frame = select(rows(made), **B_MINUS_A)

    numbers = frame.set_index(["quantity", "method_key"])["estimate"]
    difference = numbers["proportion_difference", "newcombe"]
    for method in ("miettinen_nurminen", "risk_difference_melded"):
        assert numbers["proportion_difference", method] == difference
    for ratio in ("proportion_ratio", "odds_ratio"):
        for value in numbers[ratio].dropna():
            assert np.sign(np.log(np.maximum(value, 1e-300)).round(9)) == np.sign(difference)
    rates = np.sign(np.mean(b) - np.mean(a))
    for value in numbers["rate_ratio"].dropna():
        assert np.sign(np.log(np.maximum(value, 1e-300)).round(6)) == rates
