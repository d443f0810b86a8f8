"""The pairs of values of a score, and which way each went."""

import dataclasses
import math

import pandas as pd
import pytest

from cohorts import study
from released import bundled, small
from rtxoutcomes.figures.pairs import LOOKS, pairs_of
from rtxoutcomes.results.quantity import Quantity


@pytest.mark.parametrize(
    ("higher_is", "directions", "labels"),
    [
        ("worse", ["better", "same", "worse"], ("better", "worse")),
        ("better", ["worse", "same", "better"], ("better", "worse")),
        ("neither", ["better", "same", "worse"], ("fall", "rise")),
    ],
)
def test_the_study_says_which_way_is_worse(
    higher_is: str, directions: list[str], labels: tuple[str, str]
) -> None:
    change = {"higher_is": higher_is, "worsening": {}}
    score = study().score("edss").model_copy(update=change)
    plan = study().model_copy(update={"scores": (score,)})
    pairs = pairs_of(dataclasses.replace(small(), study=plan), "edss")

    assert pairs.directions(pd.Series([-1.0, 0.0, 2.0])) == directions
    assert pairs.direction_labels == labels


def test_each_way_looks_different_by_itself_in_colour_dash_and_marker() -> None:
    looks = list(LOOKS.values())

    assert len({look.colour for look in looks}) == 3
    assert len({str(look.dash) for look in looks}) == 3
    assert len({look.marker for look in looks}) == 3


def test_pairs_are_those_of_one_score_at_one_visit() -> None:
    last, fixed_time = pairs_of(bundled(), "edss"), pairs_of(bundled(), "edss", 12.0)

    assert (last.counts["count"].sum(), fixed_time.counts["count"].sum()) == (99, 98)
    assert (last.visit, fixed_time.visit) == ("last visit", "fixed time")
    rows = [pairs.row("RRMS", Quantity.MEAN_CHANGE) for pairs in (last, fixed_time)]
    assert [row.n for row in rows if row is not None] == [42, 41]
    with pytest.raises(KeyError, match="no score 'sdmt'"):
        pairs_of(bundled(), "sdmt")


def test_words_and_effect_follow_from_the_study() -> None:
    edss, igg = pairs_of(small(), "edss", math.nan), pairs_of(small(), "igg")

    assert (edss.axis_label, igg.axis_label) == ("EDSS, points", "IgG, g/L")
    assert (edss.effect, edss.effect_label) == (Quantity.MEAN_CHANGE, "mean change")
    assert (igg.effect, igg.effect_label) == (Quantity.GEOMETRIC_MEAN_RATIO, "ratio")
