"""Which way a pair of values went."""

import dataclasses

import pandas as pd
import pytest

from released import bundled
from rtxoutcomes.figures.pairs import LOOKS, directions, names, of_endpoint, reads_as


@pytest.mark.parametrize(
    ("kind", "told", "called"),
    [
        ("worse", ["better", "same", "worse"], ("better", "worse")),
        ("better", ["worse", "same", "better"], ("better", "worse")),
        ("neither", ["better", "same", "worse"], ("fall", "rise")),
    ],
)
def test_the_study_says_which_way_is_worse(
    kind: str, told: list[str], called: tuple[str, str]
) -> None:
    about = dict(bundled().about) | {"better.edss": kind}
    released = dataclasses.replace(bundled(), about=about)

    assert directions(released, "edss", pd.Series([-1.0, 0.0, 2.0])) == told
    assert names(released, "edss_fixed_time") == called
    assert f"hatched bars, {called[1]}" in reads_as(released, "edss")


def test_each_way_looks_different_by_itself_in_colour_dash_and_marker() -> None:
    looks = list(LOOKS.values())

    assert len({look.colour for look in looks}) == 3
    assert len({str(look.dash) for look in looks}) == 3
    assert len({look.marker for look in looks}) == 3


def test_pairs_are_those_of_one_score() -> None:
    assert of_endpoint(bundled(), "edss")["count"].sum() == 99
    assert of_endpoint(bundled(), "sdmt").empty
