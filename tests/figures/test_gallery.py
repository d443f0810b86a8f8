"""The figures of a report."""

import dataclasses
from collections.abc import Callable, Mapping
from functools import cache, partial

import matplotlib as mpl
import matplotlib.pyplot as plt
import pytest
from matplotlib.colors import to_hex

from analysis.small import full
from cohorts import study, table
from figures.artists import sizes
from figures.text_boxes import cut_off, overlapping
from long_labels import LONG, named
from released import bundled, nothing, one_diagnosis_empty, small
from rtxoutcomes.analysis.pipeline import analyse
from rtxoutcomes.disclose import Released, internal
from rtxoutcomes.figures.drawn import Drawn
from rtxoutcomes.figures.gallery import FIGURES, all_figures, change_of_score, figure_numbers
from rtxoutcomes.figures.pairs import LOOKS
from rtxoutcomes.figures.style import PALETTE, render
from rtxoutcomes.results.endpoints import KEYS
from rtxoutcomes.study.blocks import Multiplicity


@cache
def bundled_figures() -> tuple[Drawn, ...]:
    return tuple(all_figures(bundled()))


def test_they_come_in_the_order_of_the_manuscript() -> None:
    assert [drawn.key for drawn in bundled_figures()] == [
        "participant_flow",
        "time_to_relapse",
        "edss_change",
        "edss_paired",
        "edss_transitions",
        "edss_oldham",
        "serum_igg_change",
        "serum_igg_trajectory",
        "confirmed_change",
        "pira_and_raw",
        "engagement_over_time",
        "engagement",
        "specification_curve",
    ]


def test_the_manuscript_has_four_figures_and_the_supplement_the_others() -> None:
    keys = [drawn.key for drawn in bundled_figures()]

    assert figure_numbers(bundled().study, keys) == {
        "participant_flow": "1",
        "time_to_relapse": "2",
        "edss_change": "3",
        "engagement": "4",
        "edss_paired": "S1",
        "edss_transitions": "S2",
        "edss_oldham": "S3",
        "serum_igg_change": "S4",
        "serum_igg_trajectory": "S5",
        "confirmed_change": "S6",
        "pira_and_raw": "S7",
        "engagement_over_time": "S8",
        "specification_curve": "S9",
    }


def test_a_figure_that_is_not_drawn_takes_no_number() -> None:
    keys = ["participant_flow", "serum_igg_change", "engagement"]

    numbers = figure_numbers(bundled().study, keys)

    assert list(numbers.values()) == ["1", "2", "S1"]
    assert numbers["serum_igg_change"] == "S1"


def test_a_study_without_scores_has_its_other_figures() -> None:
    bare = nothing().study.model_copy(update={"scores": (), "multiplicity": Multiplicity()})

    assert figure_numbers(bare, ["participant_flow", "engagement"]) == {
        "participant_flow": "1",
        "engagement": "2",
    }


def test_each_endpoint_of_the_registry_has_its_entry() -> None:
    assert set(FIGURES) == set(KEYS)


def test_names_of_scores_may_resemble_anything() -> None:
    names = ("x_fixed_time", "relapse_score", "follow_up", "survival_group")
    edss = study().score("edss")
    scores = [
        edss.model_copy(update={"name": name, "column": f"c_{name}", "label": f"Score {k}"})
        for k, name in enumerate(names)
    ]
    visits = [(f"A{k:02d}", month, 3.0 + k % 2) for k in range(12) for month in (0.0, 9.0)]
    frame = table("patient_id month c_x_fixed_time", *visits).assign(phase="")
    for name in names[1:]:
        frame[f"c_{name}"] = frame["c_x_fixed_time"]
    plan = study().model_copy(update={"scores": tuple(scores)})

    released = internal(analyse(dataclasses.replace(full("A"), visits=frame), plan))

    keys = [drawn.key for drawn in all_figures(released)]
    assert len(set(keys)) == len(keys)
    assert {f"score_{k}_change" for k in range(len(names))} < set(keys)


def test_a_cohort_of_patients_only_has_a_flow_only() -> None:
    assert [drawn.key for drawn in all_figures(nothing())] == ["participant_flow"]


def test_the_scale_of_a_score_chooses_its_figure() -> None:
    bars, lines = change_of_score(bundled(), "edss"), change_of_score(bundled(), "igg")

    assert bars is not None
    assert lines is not None
    assert "change" in bars.data
    assert "before" in lines.data


def test_every_figure_is_as_wide_as_one_or_two_columns_and_says_where_its_data_come_from() -> None:
    for drawn in bundled_figures():
        assert drawn.width_mm in {85.0, 180.0}
        assert drawn.figure.get_size_inches()[0] * 25.4 == pytest.approx(drawn.width_mm)
        assert any("Synthetic data" in text.get_text() for text in drawn.figure.texts), drawn.key
        assert drawn.caption.endswith(" Synthetic data.")
        assert any(character.isdigit() for character in drawn.alt)


STUDIES: Mapping[str, Callable[[], Released]] = {
    "bundled": bundled,
    "small": small,
    "one group empty": one_diagnosis_empty,
    **{
        # Short names of groups in Latin, and in the other scripts long ones.
        script: partial(
            lambda words, long: named(bundled(), words, abbreviations=long),
            words,
            script != "Latin",
        )
        for script, words in LONG.items()
    },
}


@pytest.mark.parametrize("name", STUDIES)
def test_no_word_of_any_figure_is_cut_off_or_meets_another(name: str) -> None:
    for drawn in bundled_figures() if name == "bundled" else all_figures(STUDIES[name]()):
        assert cut_off(drawn.figure) == [], drawn.key
        assert overlapping(drawn.figure) == [], drawn.key
        assert min(sizes(drawn.figure)) >= 6, drawn.key


def test_figures_leave_the_settings_of_matplotlib_as_they_are() -> None:
    before = dict(mpl.rcParams)

    for drawn in all_figures(small()):
        render(drawn.figure, ("png", "svg"))

    assert dict(mpl.rcParams) == before
    assert plt.get_fignums() == []


def test_colours_of_groups_mean_nothing_else() -> None:
    for drawn in bundled_figures():
        if drawn.key in {"participant_flow", "engagement", "specification_curve", "pira_and_raw"}:
            artists = [a for axes in drawn.figure.axes for a in (*axes.lines, *axes.patches)]
            colours = {to_hex(a.get_color()) for a in artists if hasattr(a, "get_color")}
            assert not colours & set(PALETTE), drawn.key
    assert not {look.colour for look in LOOKS.values()} & set(PALETTE)
