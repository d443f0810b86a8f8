"""The Kaplan-Meier figure draws what its twin says."""

import dataclasses

import numpy as np
import pytest

from cohorts import study
from figures.artists import title, words
from released import bundled, nothing, one_diagnosis_empty, small
from rtxoutcomes.figures.survival import draw


def test_a_panel_a_diagnosis_draws_the_curve_of_the_twin() -> None:
    drawn = draw(small())
    assert drawn is not None

    for axes, group in zip(drawn.figure.axes, ["A", "B"], strict=True):
        part = drawn.data[drawn.data["group"] == group]
        thick = next(line for line in axes.lines if line.get_linewidth() == 1.6)
        part = part[part["at_risk"] >= 5]
        np.testing.assert_array_equal(thick.get_xdata(), part["month"])
        np.testing.assert_array_equal(thick.get_ydata(), part["survival"])


def test_a_curve_ends_where_fewer_than_five_are_at_risk_and_its_twin_goes_on() -> None:
    drawn = draw(small())
    assert drawn is not None

    part = drawn.data[drawn.data["group"] == "A"]
    thick = next(x for x in drawn.figure.axes[0].lines if x.get_linewidth() == 1.6)

    last = np.max(np.asarray(thick.get_xdata(), dtype=float))
    assert last == part.loc[part["at_risk"] >= 5, "month"].max()
    assert last < part["month"].max()


def test_numbers_at_risk_stand_below_their_months() -> None:
    drawn = draw(bundled())
    assert drawn is not None

    texts = words(drawn.figure.axes[0])
    counts = texts[texts.index("At risk") + 1 :]
    rows = bundled().estimates
    at_risk = rows[(rows["group"] == "RRMS") & (rows["quantity"] == "at_risk")]
    assert [int(t) for t in counts] == at_risk["estimate"].astype(int).tolist()[: len(counts)]


def test_words_have_the_numbers_and_the_origin() -> None:
    drawn = draw(bundled())
    assert drawn is not None

    assert "RRMS: relapse in 8 of 42 patients" in drawn.alt
    assert "without relapse 88% (74% to 96%) at 12 months" in drawn.alt
    assert "Synthetic data" in drawn.caption
    # No family declares the log-rank test.
    assert "log-rank" not in drawn.caption
    assert any("Synthetic data" in text.get_text() for text in drawn.figure.texts)


def test_a_diagnosis_without_patients_has_an_empty_panel() -> None:
    drawn = draw(one_diagnosis_empty())
    assert drawn is not None

    assert len(drawn.figure.axes) == 2
    assert "n = 0" in title(drawn.figure.axes[1])


def test_relapses_that_were_not_collected_have_no_figure() -> None:
    assert draw(nothing()) is None


@pytest.mark.parametrize("released", [small, bundled])
def test_no_text_is_smaller_than_six_points(released: object) -> None:
    drawn = draw(released())  # type: ignore[operator]
    assert drawn is not None

    sizes = [float(text.get_fontsize()) for axes in drawn.figure.axes for text in axes.texts]
    assert min(sizes) >= 6


def test_the_event_is_called_as_the_study_calls_it() -> None:
    plan = study(relapse={"label": "Exacerbation"})
    drawn = draw(dataclasses.replace(small(), study=plan))
    assert drawn is not None

    assert "Without exacerbation, %" in words(drawn.figure.axes[0])
    assert "relapse" not in drawn.caption + drawn.alt
