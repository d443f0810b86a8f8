"""The participant flow."""

from released import bundled, nothing, small
from rtxoutcomes.figures.flow import draw


def test_every_number_of_the_flow_stands_in_a_box() -> None:
    drawn = draw(bundled())

    told = [text.get_text() for text in drawn.figure.axes[0].texts]
    assert "Patients enrolled: 99" in told
    assert {"RRMS: 42", "SPMS: 43", "NMOSD: 14"} <= set(told)
    assert "EDSS pairs, last visit: 42" in told


def test_who_was_left_out_is_told_with_the_reason() -> None:
    told = [text.get_text() for text in draw(small()).figure.axes[0].texts]

    assert "1 relapse before it" in told
    assert draw(small()).alt.startswith("Flow diagram: 16 patients enrolled")


def test_a_cohort_of_patients_only_has_a_flow() -> None:
    drawn = draw(nothing())

    assert "A: 12" in [text.get_text() for text in drawn.figure.axes[0].texts]
    assert set(drawn.data.columns) == {"group", "term", "estimate", "n"}
