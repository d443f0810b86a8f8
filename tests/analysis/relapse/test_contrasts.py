"""Relapse between each two diagnoses."""

from typing import Any

import pytest
from scipy.stats import binomtest

from analysis.small import bare, full
from cohorts import study
from rtxoutcomes.analysis.relapse.contrasts import (
    UNADJUSTED,
    proportion_contrast_rows,
    rate_contrast_rows,
)
from rtxoutcomes.cohort import Cohort
from rtxoutcomes.estimate.proportions.contingency import risk_difference_newcombe
from rtxoutcomes.results import estimates_frame


def rows(made: Cohort) -> Any:
    return estimates_frame(
        [*proportion_contrast_rows(made, study()), *rate_contrast_rows(made, study())]
    )


def test_every_contrast_says_that_it_is_unadjusted_and_none_is_reported() -> None:
    told = rows(full())

    contrasts = told[told["term"] != "dispersion"]
    assert contrasts["method"].str.endswith(UNADJUSTED).all()
    assert set(told["role"]) == {"beside", "sensitivity"}
    assert set(told["group"]) == {"all"}


def test_proportions_set_the_earlier_diagnosis_against_the_later() -> None:
    told = rows(full())

    one = told[(told["term"] == "difference:A minus B") & (told["role"] == "beside")].iloc[0]
    expected = risk_difference_newcombe(5, 12, 1, 4)
    assert one["estimate"] == pytest.approx(5 / 12 - 1 / 4)
    assert one["conf_low"] == expected.conf_low
    ratio = told[told["term"] == "ratio:A vs B"]["estimate"]
    assert ratio.tolist() == pytest.approx([5 / 12 * 4, 5 / 12 * 4])
    assert (told["term"] == "odds_ratio:A vs B").sum() == 1


def test_rates_set_the_later_diagnosis_over_the_earlier() -> None:
    told = rows(full())

    years_a, years_b = sum(10 + k for k in range(12)) / 12, 4 * 24 / 12
    rates = told[told["term"] == "rate_ratio:B vs A"].set_index("method")["estimate"]
    assert rates.iloc[:2].tolist() == pytest.approx([1 / years_b / (6 / years_a)] * 2)
    exact = told[told["method"].str.startswith("exact rate ratio")].iloc[0]
    tail = binomtest(1, 7, years_b / (years_a + years_b), alternative="less").pvalue
    assert exact["p_value"] == pytest.approx(min(1.0, 2 * tail))


def test_a_diagnosis_without_patients_keeps_its_contrasts() -> None:
    told = rows(full("A"))

    assert set(told["note"]) == {"group_absent"}
    assert {"difference:A minus B", "rate_ratio:B vs A"} <= set(told["term"])


def test_what_was_not_collected_is_never_compared() -> None:
    told = rows(bare())

    assert set(told["status"]) == {"not_attempted"}
    assert told["estimate"].isna().all()


def test_one_diagnosis_has_nobody_to_be_compared_with() -> None:
    alone = study(diagnoses=[{"code": "A", "label": "First"}])

    assert proportion_contrast_rows(full("A"), alone) == []
    assert rate_contrast_rows(full("A"), alone) == []
