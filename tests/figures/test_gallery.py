"""The figures of a report."""

from released import bundled, nothing
from rtxoutcomes.figures.gallery import all_figures, of_score, scores


def test_they_come_in_the_order_of_the_manuscript() -> None:
    assert [drawn.key for drawn in all_figures(bundled())] == [
        "participant_flow",
        "time_to_relapse",
        "edss_change",
        "igg_change",
        "engagement",
    ]


def test_a_cohort_of_patients_only_has_a_flow_only() -> None:
    assert [drawn.key for drawn in all_figures(nothing())] == ["participant_flow"]


def test_the_scale_of_a_score_chooses_its_figure() -> None:
    bars, lines = of_score(bundled(), "edss"), of_score(bundled(), "igg")

    assert bars is not None
    assert lines is not None
    assert "change" in bars.data
    assert "before" in lines.data
    assert scores(bundled()) == ["edss", "igg"]
