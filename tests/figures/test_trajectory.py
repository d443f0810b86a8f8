"""A score over the months."""

import dataclasses

import numpy as np
import pytest

from figures.artists import need, segments, words
from released import bundled, nothing, one_diagnosis_empty, small
from rtxoutcomes.disclose import Released
from rtxoutcomes.figures.trajectory import draw


def test_every_value_of_the_twin_lies_on_a_line() -> None:
    drawn = need(draw(bundled(), "igg"))

    lines = drawn.figure.axes[2].collections[0].get_segments()  # type: ignore[attr-defined]
    drawn_values = np.concatenate([np.asarray(line) for line in lines])
    part = drawn.data[(drawn.data["group"] == "NMOSD") & (drawn.data["kind"] == "patient")]
    assert len(lines) == 14
    np.testing.assert_allclose(
        drawn_values, part.sort_values(["line", "month"])[["month", "value"]]
    )


def test_means_and_intervals_are_those_of_the_twin() -> None:
    drawn = need(draw(bundled(), "igg"))

    axes = drawn.figure.axes[0]
    part = drawn.data[(drawn.data["group"] == "RRMS") & (drawn.data["kind"] == "mean")].dropna(
        subset=["conf_low"]
    )
    np.testing.assert_allclose(
        np.asarray(axes.lines[0].get_xydata(), dtype=float), part[["month", "value"]]
    )
    bars = segments(axes)[-len(part) :]
    np.testing.assert_allclose([b[0][1] for b in bars], part["conf_low"])
    np.testing.assert_allclose([b[1][1] for b in bars], part["conf_high"])
    assert (part["n"] >= 5).all()
    assert words(axes).count("Patients") == 1


def test_without_values_of_patients_only_means_are_drawn() -> None:
    released = dataclasses.replace(bundled(), trajectories=bundled().trajectories.iloc[:0])
    drawn = need(draw(released, "igg"))

    assert set(drawn.data["kind"]) == {"mean"}
    assert "Thin lines, patients" not in drawn.caption
    assert "Thin lines, patients" in need(draw(bundled(), "igg")).caption


def test_the_means_are_in_words() -> None:
    assert "RRMS: mean 11.20 at month 0 (42 patients)" in need(draw(bundled(), "igg")).alt


def test_a_diagnosis_without_patients_has_an_empty_panel() -> None:
    drawn = need(draw(one_diagnosis_empty(), "edss"))

    assert "B: no mean." in drawn.alt
    assert segments(drawn.figure.axes[1]) == []


@pytest.mark.parametrize("score", ["edss", "igg"])
def test_what_was_not_collected_over_months_has_no_figure(score: str) -> None:
    assert draw(nothing(), score) is None


def only_at(released: Released, *months: float) -> Released:
    """The released results with the means and values of some months alone."""
    rows, lines = released.estimates, released.trajectories
    kept = (rows["analysis"] != "trajectory") | rows["month"].isin(months)
    return dataclasses.replace(
        released, estimates=rows[kept], trajectories=lines[lines["month"].isin(months)]
    )


def test_two_months_make_a_figure_and_one_does_not() -> None:
    two = need(draw(only_at(small(), 0.0, 12.0), "edss"))

    assert set(two.data["month"]) == {0.0, 12.0}
    assert draw(only_at(small(), 0.0), "edss") is None


def test_lines_of_patients_end_with_the_last_mean_of_five_patients() -> None:
    drawn = need(draw(bundled(), "igg"))

    for group in bundled().study.codes:
        part = drawn.data[drawn.data["group"] == group]
        means = part[(part["kind"] == "mean") & part["value"].notna()]
        assert (means["n"] >= 5).all()
        assert part.loc[part["kind"] == "patient", "month"].max() <= means["month"].max() + 3
    whole = bundled().trajectories
    assert len(drawn.data[drawn.data["kind"] == "patient"]) < (whole["endpoint"] == "igg").sum()


def test_the_mean_of_two_patients_is_neither_drawn_nor_in_words() -> None:
    rows = small().estimates.copy()
    with_interval = (rows["group"] == "A") & (rows["endpoint"] == "edss") & rows["conf_low"].notna()
    months = rows.loc[with_interval & (rows["analysis"] == "trajectory"), "month"]
    of_month = (rows["analysis"] == "trajectory") & (rows["month"] == months.max())
    rows.loc[with_interval & of_month, "n"] = 2
    drawn = need(draw(dataclasses.replace(small(), estimates=rows), "edss"))

    means = drawn.data[(drawn.data["group"] == "A") & (drawn.data["kind"] == "mean")]
    two = means[means["n"] == 2]
    assert len(two) == 1
    assert two[["value", "conf_low", "conf_high"]].isna().all(axis=None)
    words = drawn.alt.split("B: ")[0]
    assert "(2 patients)" not in words
    assert "(12 patients)" in words


def test_a_mean_without_an_interval_is_not_in_words() -> None:
    rows = small().estimates.copy()
    of_a = (rows["analysis"] == "trajectory") & (rows["group"] == "A")
    rows.loc[of_a, ["conf_low", "conf_high"]] = float("nan")

    drawn = need(draw(dataclasses.replace(small(), estimates=rows), "edss"))

    assert "A: no mean." in drawn.alt
    # Of the second diagnosis fewer than five patients were seen.
    assert "B: no mean." in drawn.alt
