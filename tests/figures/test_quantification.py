"""Captions of figures that draw values below the limit of quantification at the limit."""

from functools import cache

import pytest

from low_values import low_values, plan
from rtxoutcomes.analysis.pipeline import analyse
from rtxoutcomes.disclose import Released, internal
from rtxoutcomes.figures import oldham, paired

SENTENCE = "Values below the limit of quantification are drawn at the limit."
MOST = tuple((9.0 + k, 0.2 if k else 7.0) for k in range(8))


@cache
def released(limit: float) -> Released:
    return internal(analyse(low_values(*MOST), plan(quantification_limit=limit)))


@pytest.mark.parametrize("limit", [0.5, 0.15])
def test_a_caption_says_where_values_below_the_limit_are_drawn(limit: float) -> None:
    drawn = [module.draw(released(limit), "igg") for module in (oldham, paired)]

    assert [each is not None and SENTENCE in each.caption for each in drawn] == [limit == 0.5] * 2


def test_pairs_without_an_estimated_ratio_are_described() -> None:
    drawn = paired.draw(released(0.5), "igg")

    assert drawn is not None
    assert "A, 8 patients: mean 12.50 before and 1.31 after, ratio not estimable." in drawn.alt
