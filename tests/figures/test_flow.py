"""The participant flow."""

import dataclasses

import pytest

from figures.artists import sizes, words
from released import bundled, nothing, small
from rtxoutcomes.disclose import Released
from rtxoutcomes.figures.flow import draw


def told(released: Released) -> list[tuple[str, str]]:
    """Words and count of every line of every box."""
    texts = words(draw(released).figure.axes[0])[1:]
    return list(zip(texts[::2], texts[1::2], strict=True))


def test_every_number_of_the_flow_stands_in_a_box() -> None:
    assert "Patients enrolled: 99" in words(draw(bundled()).figure.axes[0])
    assert ("Relapsing-remitting MS", "42") in told(bundled())
    assert ("NMOSD", "14") in told(bundled())
    assert ("EDSS pairs, fixed time", "41") in told(bundled())
    assert ("no follow-up", "1") in told(bundled())


def test_who_was_left_out_is_told_with_the_reason() -> None:
    assert ("relapse before it", "1") in told(small())
    assert draw(small()).alt.startswith("Flow diagram: 16 patients enrolled")


def test_a_cohort_of_patients_only_has_a_flow() -> None:
    drawn = draw(nothing())

    assert ("First", "12") in told(nothing())
    assert set(drawn.data.columns) == {"group", "term", "estimate", "n"}


@pytest.mark.parametrize("count", [1, 4, 5, 7])
def test_any_number_of_diagnoses_stands_inside_the_figure(count: int) -> None:
    names = {f"diagnosis.D{k}": f"Diagnosis {k}" for k in range(count)}
    about = {k: v for k, v in nothing().about.items() if not k.startswith("diagnosis.")} | names
    drawn = draw(dataclasses.replace(nothing(), about=about))

    axes = drawn.figure.axes[0]
    boxes = [patch.get_bbox() for patch in axes.patches]  # type: ignore[attr-defined]
    assert len(boxes) == count + 1
    assert min(box.y0 for box in boxes) > 4
    assert max(box.x1 for box in boxes) <= 180
    assert min(sizes(drawn.figure)) >= 6
