"""The participant flow."""

import dataclasses

import pytest

from analysis.small import bare
from cohorts import study
from figures.artists import sizes, words
from figures.text_boxes import cut_off, overlapping
from released import bundled, nothing, small
from rtxoutcomes.analysis.pipeline import analyse
from rtxoutcomes.disclose import Released, internal
from rtxoutcomes.figures.flow import COLUMNS, draw
from rtxoutcomes.figures.look import Look


def lines(released: Released) -> list[tuple[str, str]]:
    """Words and count of every line of every box that has a count."""
    texts = words(draw(released).figure.axes[0])
    pairs = zip(texts, [*texts[1:], ""], strict=True)
    return [(text.replace("\n", " "), count) for text, count in pairs if count.isdigit()]


def test_every_number_of_the_flow_is_in_a_box() -> None:
    assert ("Patients enrolled", "99") in lines(bundled())
    assert ("RRMS", "42") in lines(bundled())
    assert ("NMOSD", "14") in lines(bundled())
    assert ("Withdrew", "4") in lines(bundled())
    assert ("Change in EDSS, fixed time", "41") in lines(bundled())
    assert ("excluded: no value at follow-up", "1") in lines(bundled())


def test_each_group_has_its_follow_up_and_its_analyses_in_boxes_of_their_own() -> None:
    shown = words(draw(bundled()).figure.axes[0])

    assert shown.count("Follow-up") == shown.count("Analysed") == 3
    boxes = draw(bundled()).figure.axes[0].collections[0].get_paths()
    # All patients, and three boxes for each of three groups.
    assert len(boxes) == 10


def test_the_excluded_are_counted_by_reason() -> None:
    assert ("excluded: relapse before the landmark", "1") in lines(small())
    assert draw(small()).alt.startswith("Flow diagram: 16 patients enrolled")


def test_patients_excluded_before_the_analysis_have_a_box_with_the_reasons() -> None:
    one = bare().patients["patient_id"].head(1)
    fewer = internal(analyse(bare().exclude(one, reason="withdrew consent"), nothing().study))

    assert lines(fewer)[:4] == [
        ("Patients enrolled", "12"),
        ("Excluded before the analysis", "1"),
        ("withdrew consent", "1"),
        ("Patients analysed", "11"),
    ]
    assert draw(fewer).alt.startswith("Flow diagram: 11 of 12 patients analysed.")
    assert "Excluded before the analysis: withdrew consent, 1." in draw(fewer).caption


def test_a_cohort_of_patients_only_has_a_flow() -> None:
    drawn = draw(nothing())

    assert ("First", "12") in lines(nothing())
    assert list(drawn.data.columns) == list(COLUMNS)
    assert set(drawn.data["quantity"]) == {"enrolled", "follow_up_ended"}
    assert "Analysed" not in words(drawn.figure.axes[0])


@pytest.mark.parametrize("count", [1, 4, 5, 7])
def test_any_number_of_diagnoses_is_inside_the_figure(count: int) -> None:
    diagnoses = [{"code": f"D{k}", "label": f"Diagnosis {k}"} for k in range(count)]
    drawn = draw(dataclasses.replace(nothing(), study=study(diagnoses=diagnoses)))

    assert len(drawn.figure.axes[0].collections[0].get_paths()) == count + 1
    assert cut_off(drawn.figure) == []
    assert overlapping(drawn.figure) == []
    assert min(sizes(drawn.figure)) >= 6


def test_long_labels_give_way_to_abbreviations_that_the_caption_explains() -> None:
    label = "A diagnosis whose name is longer than its box is wide, as names of diagnoses often are"
    diagnoses = [{"code": k, "label": f"{label} {k}", "abbreviation": f"{k} short"} for k in "AB"]
    released = dataclasses.replace(small(), study=study(diagnoses=diagnoses))

    assert ("A short", "12") in lines(released)
    assert f"A short, {label} A" in draw(released).caption


def test_the_event_is_called_as_the_study_calls_it() -> None:
    released = dataclasses.replace(small(), study=study(relapse={"label": "Exacerbation"}))

    assert ("Exacerbation", "12") in lines(released)
    assert ("excluded: exacerbation before the landmark", "1") in lines(released)


def test_only_the_groups_of_the_caller_are_drawn() -> None:
    drawn = draw(bundled(), Look(groups=["SPMS"]))

    assert "RRMS" not in words(drawn.figure.axes[0])
    assert set(drawn.data["group"]) == {"SPMS", "all"}
