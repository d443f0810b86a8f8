"""The words of the Kaplan-Meier figure."""

import dataclasses

from cohorts import STUDY, study
from figures.artists import need
from released import bundled, small
from rtxoutcomes.figures.look import Look
from rtxoutcomes.figures.survival import draw
from rtxoutcomes.figures.survival_words import table_title


def test_a_long_event_takes_lines_in_the_title_of_the_table() -> None:
    plan = study(relapse={"label": "Moderate or severe clinical exacerbation of any cause"})

    assert table_title(plan, 150.0).lines == 1
    assert table_title(plan, 50.0).lines > 1


def test_a_declared_log_rank_test_has_its_p_in_the_caption() -> None:
    # This study prints every test.
    assert STUDY["multiplicity"] == {"p_values": "all"}

    assert "Difference between diagnoses: P = " in need(draw(small())).caption
    assert "P = " not in need(draw(bundled())).caption


def test_contrasts_are_those_of_the_groups_drawn() -> None:
    caption = need(draw(bundled(), Look(groups=["RRMS", "NMOSD"]))).caption

    assert "NMOSD minus RRMS" in caption
    assert "SPMS minus" not in caption


def test_without_declared_months_no_interval_is_promised() -> None:
    rows = bundled().estimates
    kept = rows[rows["quantity"] != "survival"].reset_index(drop=True)
    drawn = need(draw(dataclasses.replace(bundled(), estimates=kept)))

    foot = drawn.figure.texts[0].get_text()
    assert "confidence" not in foot
    assert "confidence intervals" not in drawn.caption
    assert "ticks on curves, end of follow-up" in foot.lower()
