"""Change against the average."""

import numpy as np
import pytest

from figures.artists import need, title
from released import bundled, nothing, one_diagnosis_empty
from rtxoutcomes.figures.oldham import draw


@pytest.mark.parametrize(("score", "height"), [("edss", lambda c: c), ("igg", np.log2)])
def test_a_mark_stands_at_the_average_and_the_change_of_each_pair(
    score: str, height: np.ufunc
) -> None:
    drawn = need(draw(bundled(), score))

    for axes, group in zip(drawn.figure.axes, ["RRMS", "SPMS", "NMOSD"], strict=True):
        places = [place for c in axes.collections[:3] for place in np.asarray(c.get_offsets())]
        part = drawn.data[drawn.data["group"] == group]
        expected = np.column_stack([part["average"], height(part["change"])])
        order = [np.lexsort(np.asarray(x, dtype=float).T) for x in (places, expected)]
        np.testing.assert_allclose(np.asarray(places)[order[0]], expected[order[1]])


def test_more_patients_make_a_larger_mark() -> None:
    drawn = need(draw(bundled(), "edss"))

    better = drawn.figure.axes[0].collections[1]
    part = drawn.data[(drawn.data["group"] == "RRMS") & (drawn.data["direction"] == "better")]
    assert sorted(better.get_sizes()) == sorted(7.0 + 6.0 * (part["count"] - 1))  # type: ignore[attr-defined]


def test_averages_and_changes_come_from_the_pairs() -> None:
    edss, igg = need(draw(bundled(), "edss")).data, need(draw(bundled(), "igg")).data

    np.testing.assert_allclose(edss["average"], (edss["before"] + edss["after"]) / 2)
    np.testing.assert_allclose(igg["average"], np.sqrt(igg["before"] * igg["after"]))
    np.testing.assert_allclose(igg["change"], igg["after"] / igg["before"])


def test_the_mean_is_a_solid_line_and_its_interval_is_in_words() -> None:
    drawn = need(draw(bundled(), "igg"))

    solid = [line for line in drawn.figure.axes[2].lines if line.get_linestyle() == "-"]
    rows = bundled().estimates
    rows = rows[rows["month"].isna() & rows["choice"].eq("") & rows["role"].eq("reported")]
    rows = rows[(rows["endpoint"] == "igg") & (rows["group"] == "NMOSD")]
    row = rows[rows["quantity"] == "geometric_mean_ratio"]
    assert np.asarray(solid[0].get_ydata())[0] == pytest.approx(np.log2(row["estimate"].item()))
    assert "NMOSD, 14 patients" in drawn.alt
    assert "ratio 0.90 (0.84 to 0.97)" in drawn.alt


def test_a_diagnosis_without_patients_has_an_empty_panel() -> None:
    drawn = need(draw(one_diagnosis_empty(), "edss"))

    assert "n = 0" in title(drawn.figure.axes[1])
    assert "B: no pairs." in drawn.alt


def test_a_score_without_pairs_has_no_figure() -> None:
    assert draw(nothing(), "edss") is None
