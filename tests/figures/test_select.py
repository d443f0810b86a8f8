"""Rows for figures, and words for them."""

import math

import pandas as pd
import pytest

from released import small
from rtxoutcomes.figures.select import (
    diagnoses,
    enrolled,
    interval,
    is_ratio,
    label,
    limits,
    one,
    p_words,
    rows,
    short,
    with_unit,
)


def test_rows_are_the_reported_ones_of_an_analysis() -> None:
    told = rows(small(), "relapse", term="proportion")

    assert set(told["role"]) == {"reported"}
    assert told["group"].tolist() == ["A", "B", "all"]


def test_a_row_that_is_not_there_is_none() -> None:
    assert one(small(), "relapse", term="nothing") is None


def test_diagnoses_keep_the_order_of_the_study() -> None:
    assert diagnoses(small()) == ["A", "B"]
    assert (enrolled(small()), enrolled(small(), "A"), enrolled(small(), "C")) == (16, 12, 0)


@pytest.mark.parametrize(
    ("p_value", "words"), [(0.0609, "P = 0.061"), (0.0001, "P < 0.001"), (math.nan, "no test")]
)
def test_p_values_are_words(p_value: float, words: str) -> None:
    assert p_words(p_value) == words


@pytest.mark.parametrize(
    ("numbers", "words"),
    [
        ((-0.5, -1.0, 0.0), "\u22120.50 (\u22121.00 to 0.00)"),
        ((0.5, math.nan, 1.0), "0.50 (none to 1.00)"),
        ((0.5, math.nan, math.nan), "0.50"),
        ((math.nan, 0.0, 1.0), "not estimable"),
    ],
)
def test_an_interval_is_told_as_far_as_it_exists(
    numbers: tuple[float, float, float], words: str
) -> None:
    row = pd.Series(dict(zip(("estimate", "conf_low", "conf_high"), numbers, strict=True)))

    assert interval(row) == words
    assert short(math.nan) == ""


def test_a_score_has_the_study_s_words_its_unit_and_its_scale() -> None:
    told = small()

    assert label(told, "edss") == told.about["score.edss"]
    assert label(told, "edss_fixed_time") == f"{told.about['score.edss']} at the fixed time"
    assert with_unit(told, "edss") == f"{told.about['score.edss']}, {told.about['unit.edss']}"
    assert with_unit(told, "unheard_of") == "unheard_of"
    assert (is_ratio(told, "edss"), is_ratio(told, "igg")) == (False, True)


def test_clinical_limits_are_those_that_patients_were_counted_below() -> None:
    assert limits(small(), "igg") == [7.0]
    assert limits(small(), "edss") == []
