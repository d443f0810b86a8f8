"""The Kaplan-Meier figure draws what its twin says."""

import dataclasses

import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from analysis.small import full
from cohorts import study
from figures.artists import need, segments, words
from figures.text_boxes import cut_off, overlapping
from released import bundled, nothing, one_diagnosis_empty, small
from rtxoutcomes.analysis.pipeline import analyse
from rtxoutcomes.disclose import internal
from rtxoutcomes.figures.curves import CURVE_POINTS
from rtxoutcomes.figures.look import Look
from rtxoutcomes.figures.survival import draw


def curves(axes: Axes) -> list[Line2D]:
    return [line for line in axes.lines if line.get_linewidth() == CURVE_POINTS]


def test_one_panel_draws_the_curve_of_every_group_as_far_as_enough_are_at_risk() -> None:
    drawn = need(draw(bundled()))

    (axes,) = drawn.figure.axes
    found = curves(axes)
    assert len(found) == 3
    assert len({str(line.get_color()) for line in found}) == 3
    for line, group in zip(found, bundled().study.codes, strict=True):
        part = drawn.data[drawn.data["group"] == group]
        drawn_part = part[part["at_risk"] >= max(5, np.ceil(part["at_risk"].max() / 10))]
        np.testing.assert_array_equal(line.get_xdata(), drawn_part["month"])
        np.testing.assert_array_equal(line.get_ydata(), drawn_part["survival"])
        assert drawn_part["month"].max() < part["month"].max()


def test_each_curve_has_its_name_at_its_end_and_rows_below() -> None:
    (axes,) = need(draw(bundled())).figure.axes

    shown = words(axes)
    for name in ("RRMS", "SPMS", "NMOSD"):
        assert shown.count(name) == 2
    assert "Number at risk (cumulative first relapses)" in shown
    # Before month 12, 38 of RRMS were at risk; five had a relapse by then.
    for count in ("42 (0)", "38 (5)", "37 (6)", "13 (1)"):
        assert count in shown


def test_with_three_groups_intervals_are_bars_at_the_declared_months() -> None:
    (axes,) = need(draw(bundled())).figure.axes

    rows = bundled().estimates
    rows = rows[(rows["quantity"] == "survival") & (rows["role"] == "reported")]
    expected = rows[rows["note"] != "few_at_risk"][["conf_low", "conf_high"]]
    bars = [(a[1], b[1]) for a, b in segments(axes) if a[0] == b[0]]
    assert sorted(bars) == sorted(map(tuple, expected.to_numpy().tolist()))
    # Beside one another, and near their months.
    places = sorted(a[0] for a, b in segments(axes))
    assert len(set(places)) == len(places) == 5
    assert all(min(abs(p - 12), abs(p - 24)) < 1.5 for p in places)


def test_two_groups_have_bands_that_end_with_their_curves() -> None:
    drawn = need(draw(bundled(), Look(groups=["RRMS", "NMOSD"])))

    (axes,) = drawn.figure.axes
    bands = [c for c in axes.collections if "FillBetween" in type(c).__name__]
    assert len(bands) == 2
    for band, line in zip(bands, curves(axes), strict=True):
        ends = band.get_paths()[0].get_extents()
        assert ends.x1 == pytest.approx(float(np.max(line.get_xdata())))
    assert segments(axes) == []
    assert set(drawn.data["group"]) == {"RRMS", "NMOSD"}
    assert "SPMS" not in words(axes)


def test_a_trial_of_six_months_has_a_count_for_each_month() -> None:
    plan = study(scores=[], multiplicity={}, relapse={"survival_months": [3], "rmst_months": [3]})
    cohort = full("A", start=1.0)
    assert cohort.relapses is not None
    patients = cohort.patients.assign(follow_up_months=6.0)
    relapses = cohort.relapses[cohort.relapses["month"] < 6]
    short = dataclasses.replace(
        cohort, patients=patients, relapses=relapses, visits=None, engagement=None
    )
    (axes,) = need(draw(internal(analyse(short, plan)))).figure.axes

    shown = words(axes)
    assert sorted({w for w in shown if w in list("0123456789")}) == list("0123456")
    assert sum("(" in w and w[0].isdigit() for w in shown) == 7


def test_a_panel_a_group_on_request() -> None:
    drawn = need(draw(bundled(), panels=True))

    assert len(drawn.figure.axes) == 3
    for axes, head in zip(drawn.figure.axes, ("RRMS, n = 42", "SPMS, n = 43"), strict=False):
        assert head in words(axes)
        assert len(curves(axes)) == 1
    assert overlapping(drawn.figure) == []
    assert cut_off(drawn.figure) == []
    assert "Shaded areas" in drawn.caption


def test_the_picture_has_a_key_and_the_caption_the_contrasts() -> None:
    drawn = need(draw(bundled()))

    foot = drawn.figure.texts[0].get_text()
    assert foot.startswith("Bars at 12 and 24 months, 95% confidence intervals")
    assert "Synthetic data" in foot
    assert (
        "Difference in the probability of remaining free of relapse at 12 months" in drawn.caption
    )
    assert "NMOSD minus SPMS 7% (\u221222% to 24%)" in drawn.caption
    assert "RRMS: relapse in 8 of 42 patients" in drawn.alt
    assert "without relapse 88% (74% to 96%) at 12 months" in drawn.alt
    # No family declares the log-rank test.
    assert "P = " not in drawn.caption


def test_a_diagnosis_without_patients_is_not_in_the_picture() -> None:
    (axes,) = need(draw(one_diagnosis_empty())).figure.axes

    assert "First" in words(axes)
    assert "Second" not in words(axes)


def test_a_group_of_too_few_has_a_row_and_no_curve() -> None:
    (axes,) = need(draw(small())).figure.axes

    # Four patients.
    assert len(curves(axes)) == 1
    assert words(axes).count("Second") == 1


def test_without_a_curve_there_is_no_figure() -> None:
    assert draw(nothing()) is None
    assert draw(small(), Look(groups=["B"])) is None


def test_the_event_is_called_as_the_study_calls_it() -> None:
    plan = study(relapse={"label": "Exacerbation"})
    drawn = need(draw(dataclasses.replace(small(), study=plan)))

    assert "Patients free of exacerbation (%)" in words(drawn.figure.axes[0])
    assert "relapse" not in drawn.caption + drawn.alt + "".join(words(drawn.figure.axes[0]))


def test_axes_of_the_caller_are_drawn_on_and_others_left_alone() -> None:
    figure = Figure(figsize=(8, 6))
    ours, other = figure.add_axes((0.2, 0.5, 0.5, 0.4)), figure.add_axes((0.85, 0.8, 0.1, 0.1))

    drawn = need(draw(bundled(), Look(ax=ours)))

    assert drawn.figure is figure
    assert len(curves(ours)) == 3
    assert other.lines[:] == []
    assert any("Synthetic data" in text for text in words(ours))
    assert overlapping(figure) == []
