"""The participant flow."""

import dataclasses

import pytest

from analysis.small import bare
from cohorts import study
from figures.artists import sizes, words
from released import bundled, nothing, small
from rtxoutcomes.analysis.pipeline import analyse
from rtxoutcomes.disclose import Released, internal
from rtxoutcomes.figures.flow import COLUMNS, draw


def lines(released: Released) -> list[tuple[str, str]]:
    """Words and count of every line of every box."""
    texts = words(draw(released).figure.axes[0])[1:]
    return list(zip(texts[::2], texts[1::2], strict=True))


def test_every_number_of_the_flow_stands_in_a_box() -> None:
    assert "Patients enrolled: 99" in words(draw(bundled()).figure.axes[0])
    assert ("Relapsing-remitting MS", "42") in lines(bundled())
    assert ("NMOSD", "14") in lines(bundled())
    assert ("EDSS pairs, fixed time", "41") in lines(bundled())
    assert ("no follow-up", "1") in lines(bundled())


def test_the_excluded_are_counted_by_reason() -> None:
    assert ("relapse before it", "1") in lines(small())
    assert draw(small()).alt.startswith("Flow diagram: 16 patients enrolled")


def test_the_words_for_those_who_do_not_see_it_say_that_patients_were_excluded() -> None:
    one = bare().patients["patient_id"].head(1)
    fewer = internal(analyse(bare().exclude(one, reason="withdrew consent"), nothing().study))

    assert "Patients analysed: 11 of 12" in words(draw(fewer).figure.axes[0])
    assert draw(fewer).alt.startswith("Flow diagram: 11 of 12 patients analysed.")


def test_a_cohort_of_patients_only_has_a_flow() -> None:
    drawn = draw(nothing())

    assert ("First", "12") in lines(nothing())
    assert list(drawn.data.columns) == list(COLUMNS)
    assert set(drawn.data["quantity"]) == {"enrolled", "follow_up_ended"}


@pytest.mark.parametrize("count", [1, 4, 5, 7])
def test_any_number_of_diagnoses_stands_inside_the_figure(count: int) -> None:
    diagnoses = [{"code": f"D{k}", "label": f"Diagnosis {k}"} for k in range(count)]
    drawn = draw(dataclasses.replace(nothing(), study=study(diagnoses=diagnoses)))

    axes = drawn.figure.axes[0]
    boxes = [patch.get_bbox() for patch in axes.patches]  # type: ignore[attr-defined]
    assert len(boxes) == count + 1
    assert min(box.y0 for box in boxes) > 4
    assert max(box.x1 for box in boxes) <= 180
    assert min(sizes(drawn.figure)) >= 6


def test_boxes_of_little_room_are_headed_by_the_abbreviation() -> None:
    label = "A diagnosis whose name is longer than its box is wide, as names of diagnoses often are"
    diagnoses = [{"code": k, "label": f"{label} {k}", "abbreviation": f"{k} short"} for k in "AB"]
    released = dataclasses.replace(small(), study=study(diagnoses=diagnoses))

    assert ("A short", "12") in lines(released)
    assert f"A short, {label} A" in draw(released).caption


def test_the_event_is_called_as_the_study_calls_it() -> None:
    released = dataclasses.replace(small(), study=study(relapse={"label": "Exacerbation"}))

    assert ("Followed for exacerbation", "12") in lines(released)
    assert ("exacerbation before it", "1") in lines(released)
