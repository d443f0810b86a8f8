"""From which value to which."""

import dataclasses

import numpy as np
import pandas as pd
import pytest
from matplotlib.collections import PatchCollection

from figures.artists import need, words
from released import bundled, nothing, one_diagnosis_empty, small
from rtxoutcomes.disclose import Released
from rtxoutcomes.figures.drawn import Drawn
from rtxoutcomes.figures.transitions import draw


def cells(drawn: Drawn, panel: int) -> list[tuple[float, float]]:
    """Middles of the cells of one panel."""
    found = []
    for collection in drawn.figure.axes[panel].collections:
        if isinstance(collection, PatchCollection):
            for path in collection.get_paths():
                box = path.get_extents()
                found.append((round((box.x0 + box.x1) / 2, 6), round((box.y0 + box.y1) / 2, 6)))
    return sorted(found)


def test_every_pair_of_the_twin_is_a_cell_and_numbers_are_their_counts() -> None:
    drawn = need(draw(bundled(), "edss"))

    part = drawn.data[drawn.data["group"] == "RRMS"]
    assert cells(drawn, 0) == sorted(zip(part["before"], part["after"], strict=True))
    several = sorted(str(count) for count in part["count"] if count > 1)
    inside = [t for t in drawn.figure.axes[0].texts if t.get_fontsize() == 6.0]
    assert sorted(text.get_text() for text in inside) == several


def test_worse_is_hatched_and_better_is_not() -> None:
    drawn = need(draw(bundled(), "edss"))

    hatches = [c.get_hatch() for c in drawn.figure.axes[0].collections[:3]]
    assert hatches == [None, None, "////"]
    assert "RRMS, 42 patients: 21 better, 10 unchanged, 11 worse." in drawn.alt


def test_a_score_of_many_values_is_shown_by_the_bands_between_its_limits() -> None:
    drawn = need(draw(bundled(), "igg"))

    cells_ = drawn.data[drawn.data["group"] == "SPMS"].set_index(["before", "after"])["count"]
    pairs = bundled().distributions
    pairs = pairs[(pairs["endpoint"] == "igg") & (pairs["group"] == "SPMS") & pairs["month"].isna()]
    fell = pairs[(pairs["before"] >= 7) & (pairs["after"] < 7)]["count"].sum()
    assert cells_.to_dict()[(2.0, 1.0)] == fell
    assert cells_.sum() == pairs["count"].sum()
    assert {"< 4", "4-7", "\u2265 7"} <= set(words(drawn.figure.axes[0]))


def without_limits(released: Released) -> Released:
    scores = tuple(score.model_copy(update={"low": ()}) for score in released.study.scores)
    return dataclasses.replace(released, study=released.study.model_copy(update={"scores": scores}))


def test_a_score_of_many_values_without_limits_has_no_figure() -> None:
    assert draw(without_limits(bundled()), "igg") is None
    assert draw(nothing(), "edss") is None


def test_a_diagnosis_without_patients_has_an_empty_panel() -> None:
    drawn = need(draw(one_diagnosis_empty(), "edss"))

    assert cells(drawn, 1) == []
    assert "B: no pairs." in drawn.alt


@pytest.mark.parametrize("pairs", [[(3.0, 3.0)], [(2.0, 4.0), (4.0, 2.0)]])
def test_few_values_are_drawn_too(pairs: list[tuple[float, float]]) -> None:
    frame = pd.DataFrame(pairs, columns=["before", "after"])
    frame = frame.assign(endpoint="edss", group="A", count=1, month=np.nan)
    drawn = need(draw(dataclasses.replace(small(), distributions=frame), "edss"))

    assert cells(drawn, 0) == sorted(pairs)


@pytest.mark.parametrize(("values", "numbers"), [(5, 5), (6, 0)])
def test_a_count_of_one_is_printed_only_where_values_are_few(values: int, numbers: int) -> None:
    steps = [2.0 + k for k in range(values)]
    frame = pd.DataFrame({"before": steps, "after": steps})
    frame = frame.assign(endpoint="edss", group="A", count=1, month=np.nan)

    drawn = need(draw(dataclasses.replace(small(), distributions=frame), "edss"))

    inside = [t for t in drawn.figure.axes[0].texts if t.get_fontsize() == 6.0]
    assert [text.get_text() for text in inside] == ["1"] * numbers


def test_a_value_at_a_limit_is_in_the_band_above_it() -> None:
    values = [*np.arange(2.0, 10.0, 0.1).round(1)]
    frame = pd.DataFrame({"before": values, "after": 7.0})
    frame = frame.assign(endpoint="igg", group="SPMS", count=1, month=np.nan)

    drawn = need(draw(dataclasses.replace(bundled(), distributions=frame), "igg"))

    assert set(drawn.data["after"]) == {2.0}
