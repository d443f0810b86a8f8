"""Engagement over time."""

from dataclasses import replace

import numpy as np

from cohorts import study
from released import bundled, nothing, small
from rtxoutcomes.figures.participation import FEWEST, draw


def test_lines_are_the_proportions_and_means_of_the_twin() -> None:
    drawn = draw(bundled())
    assert drawn is not None

    data = drawn.data[drawn.data["channel"] == "skype"]
    above, below = drawn.figure.axes[:2]
    for axes, column in ((above, "proportion"), (below, "mean")):
        for line, group in zip(axes.lines[:3], ["RRMS", "SPMS", "NMOSD"], strict=True):
            part = data[data["group"] == group]
            np.testing.assert_allclose(np.asarray(line.get_xdata()), part["month"] + 0.5)
            np.testing.assert_allclose(np.asarray(line.get_ydata()), part[column])
    np.testing.assert_allclose(data["proportion"] * data["observed"], data["took_part"])


def test_lines_end_where_few_are_observed() -> None:
    drawn = draw(bundled())
    assert drawn is not None

    assert drawn.data["observed"].min() >= FEWEST
    assert "all" not in set(drawn.data["group"])


def test_the_words_name_who_took_part() -> None:
    drawn = draw(bundled())
    assert drawn is not None

    rows = bundled().estimates
    row = rows[
        (rows["activity"] == "message")
        & (rows["quantity"] == "took_part")
        & (rows["group"] == "all")
    ].iloc[0]
    assert f"WhatsApp messages: {row['events']} of 99 patients took part" in drawn.alt
    assert "never an exposure" in drawn.caption
    assert "Synthetic data" in drawn.caption


def test_a_column_an_exposure() -> None:
    drawn = draw(small())
    assert drawn is not None

    titles = [text.get_text() for text in drawn.figure.axes[0].texts]
    assert len(drawn.figure.axes) == 2
    assert "chat messages" in titles


def test_months_that_were_not_recorded_have_no_figure() -> None:
    assert draw(nothing()) is None
    few = small().participation.assign(observed=FEWEST - 1)
    assert draw(replace(small(), participation=few)) is None


def test_long_follow_up_has_ticks_further_apart() -> None:
    far = small().participation.assign(month=lambda frame: frame["month"] * 6)

    drawn = draw(replace(small(), participation=far))

    assert drawn is not None
    months = [t.get_text() for t in drawn.figure.axes[1].texts if t.get_text().isdigit()]
    assert {"0", "24", "48"} <= set(months)
    assert "6" not in months


def test_rows_of_a_description_that_is_not_there_are_not_in_words() -> None:
    rows = small().estimates
    without = replace(small(), estimates=rows[rows["analysis"] != "participation"])

    drawn = draw(without)

    assert drawn is not None
    assert "took part" not in drawn.alt


def test_the_legend_and_the_columns_have_the_words_of_the_study() -> None:
    channel = {"name": "chat", "label": "Chat", "activities": ["message"]}
    plan = study(
        channels=[channel | {"activity_plurals": {"message": "messages posted"}}],
        diagnoses=[
            {"code": "A", "label": "First", "abbreviation": "1st"},
            {"code": "B", "label": "Second"},
        ],
    )
    drawn = draw(replace(small(), study=plan))

    assert drawn is not None
    assert "Chat messages posted" in [t.get_text() for t in drawn.figure.axes[0].texts]
    # Labels that are short need no abbreviation.
    assert "First" in [t.get_text() for t in drawn.figure.axes[0].texts]
    assert "1st, First. B, Second." in drawn.caption
    assert drawn.alt.count("Chat messages posted") == 1
