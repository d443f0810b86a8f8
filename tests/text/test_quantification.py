"""Sentences on values below the limit of quantification."""

import math
from functools import cache

import pytest

from low_values import IGG, low_values, plan
from rtxoutcomes.analysis.change.scores import change_rows
from rtxoutcomes.disclose import Released, internal
from rtxoutcomes.results.collection import CURVE_COLUMNS, DISTRIBUTION_COLUMNS, Results, joined
from rtxoutcomes.results.frame import estimates_frame
from rtxoutcomes.results.method import MethodKey
from rtxoutcomes.text.draft import draft
from rtxoutcomes.text.fill import fill
from rtxoutcomes.text.findings import findings
from rtxoutcomes.text.limitations import limitations_template
from rtxoutcomes.text.references import references
from tables.made_up import released_of, row

Pairs = tuple[tuple[float, float], ...]
SOME = tuple(IGG)
MOST: Pairs = tuple((9.0 + k, 0.2) for k in range(8))
NONE: Pairs = tuple((9.0 + k, 8.0 + k / 2) for k in range(8))


@cache
def released(pairs: Pairs) -> Released:
    study, made = plan(), low_values(*pairs)
    results = Results(
        estimates=estimates_frame(change_rows(made, study, study.score("igg"))),
        curves=joined([], CURVE_COLUMNS),
        distributions=joined([], DISTRIBUTION_COLUMNS),
        origin="synthetic",
        study=study,
    )
    return internal(results)


def filled(template: str, made: Released) -> str:
    return fill(template, "f.md", references(made, draft(made).named)).markdown


def found(pairs: Pairs) -> str:
    return filled(findings(draft(released(pairs)), {}), released(pairs))


def limits(pairs: Pairs) -> str:
    made = released(pairs)
    return filled(limitations_template(draft(made)), made)


def test_the_ratio_says_how_many_values_are_analysed_as_censored() -> None:
    text = found(SOME)

    assert (
        "; three of eight patients had a value below the limit of quantification, analysed as "
        "censored."
    ) in text
    # A mean with some values at the limit is not what the ratio compares.
    assert "from a mean of" not in text


def test_without_such_values_the_sentence_is_that_of_any_score() -> None:
    assert "quantification" not in found(NONE)
    assert "at baseline and" in found(NONE)


def test_a_ratio_that_was_not_estimated_is_not_printed() -> None:
    text = found(MOST)

    assert (
        "In patients with first, the ratio of geometric means was not estimated, because eight of "
        "eight patients had a value below the limit of quantification; the 95% CI of the median "
        "ratio had the upper "
        "limit 0.06 and no lower limit."
    ) in text
    assert "no interval" not in text


@pytest.mark.parametrize(
    ("ci", "words"),
    [
        ((0.2, 0.9), "; the 95% CI of the median ratio was 0.20 to 0.90."),
        ((0.2, math.nan), "; the 95% CI of the median ratio had the lower limit 0.20 and no upper"),
        ((math.nan, math.nan), "a value below the limit of quantification."),
    ],
)
def test_the_limits_that_there_are_are_named(ci: tuple[float, float], words: str) -> None:
    made = released_of(
        row(
            "change/igg/RRMS/geometric_mean_ratio",
            ci=ci,
            method_key=MethodKey.CENSORED_BOUND,
            status="bound_only",
            note="below_quantification",
        ),
        row("change/igg/RRMS/below_quantification", estimate=8, events=8, n=9, role="alternative"),
    )

    assert words in filled(findings(draft(made), {}), made)


def test_the_limitations_count_the_values_below_once() -> None:
    text = limits(SOME)

    assert (
        "Values were below the limit of quantification in three of eight patients with first (IgG)."
        in text
    )
    assert text.count("below the limit of quantification") == 1
    assert "quantification" not in limits(NONE)
