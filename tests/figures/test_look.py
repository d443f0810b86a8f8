"""What a caller may choose of a figure."""

import matplotlib as mpl
import pytest
from matplotlib.figure import Figure

from cohorts import study
from released import bundled
from rtxoutcomes.figures.look import Look, dash_of, group_name, marker_of
from rtxoutcomes.figures.style import PALETTE


def test_a_group_keeps_its_colour_whichever_are_drawn() -> None:
    plan = bundled().study

    assert Look().codes(plan) == ("RRMS", "SPMS", "NMOSD")
    assert Look(["NMOSD"]).codes(plan) == ("NMOSD",)
    assert Look(["NMOSD"]).colour(plan, "NMOSD") == PALETTE[2]
    assert Look(palette={"SPMS": "black"}).colour(plan, "SPMS") == "#000000"
    assert Look(palette={"SPMS": "black"}).colour(plan, "RRMS") == PALETTE[0]
    assert Look(palette=["red", "lime"]).colour(plan, "NMOSD") == "#ff0000"


def luminance(colour: str) -> float:
    parts = [
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4
        for c in mpl.colors.to_rgb(colour)
    ]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def test_words_in_the_colour_of_a_group_are_legible_on_white() -> None:
    plan = study(diagnoses=[{"code": f"D{k}", "label": f"D{k}"} for k in range(len(PALETTE))])

    for code in plan.codes:
        # The least contrast of WCAG 2.1 for text.
        assert 1.05 / (luminance(Look().ink(plan, code)) + 0.05) >= 4.5


def test_groups_differ_by_dash_and_marker_too() -> None:
    plan = study(diagnoses=[{"code": f"D{k}", "label": f"D{k}"} for k in range(6)])

    assert len({str(dash_of(plan, code)) for code in plan.codes}) == 6
    assert len({marker_of(plan, code) for code in plan.codes}) == 6


def test_long_labels_give_way_to_abbreviations() -> None:
    assert group_name(study(), "A") == "First"
    assert group_name(bundled().study, "RRMS") == "RRMS"


def test_wrong_choices_are_refused() -> None:
    with pytest.raises(ValueError, match="no group 'PPMS'; the study has RRMS, SPMS, NMOSD"):
        Look(["PPMS"]).codes(bundled().study)
    with pytest.raises(ValueError, match="palette: 'reddish' is no colour"):
        Look(palette=["reddish"])
    with pytest.raises(ValueError, match="palette: no colour"):
        Look(palette=[])
    with pytest.raises(ValueError, match="size must be a width and a height in millimetres"):
        Look(size=(0, 90))
    with pytest.raises(ValueError, match="give only one of size, figure"):
        Look(size=(90, 90), figure=Figure())
