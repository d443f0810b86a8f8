"""Words for keys."""

import itertools
import math
from typing import get_args

import pytest

from cohorts import study
from rtxoutcomes.presentation.words import event_label, figure_key
from rtxoutcomes.study import Study
from rtxoutcomes.study.report import FigureKind


def labelled(*labels: str) -> Study:
    """A study with a score for each label; the keys hold none of its words."""
    block = study().model_dump()["scores"][0]
    return study(
        scores=[
            block | {"name": f"s{k}", "column": f"c{k}", "label": label}
            for k, label in enumerate(labels)
        ]
    )


def test_the_figure_of_a_score_is_named_by_label_kind_and_visit() -> None:
    plan = labelled("EDSS", "Serum IgG")

    assert figure_key(plan, "s0", "change") == "edss_change"
    assert figure_key(plan, "s1", "change", 7.5) == "serum_igg_change_7.5_months"


@pytest.mark.parametrize(
    "labels",
    [
        ("EDSS", "EDSS change", "EDSS change 12 months", "EDSS paired", "change", "months"),
        ("EDSS", "EDSS-", "score 2 edss", "\u0646\u0645\u0631\u0647", "score 1"),
    ],
)
def test_no_two_figures_of_scores_share_a_key(labels: tuple[str, ...]) -> None:
    kinds: tuple[FigureKind, ...] = get_args(FigureKind)
    plan, visits = labelled(*labels), (math.nan, 1.0, 12.0)
    names = [score.name for score in plan.scores]

    keys = [figure_key(plan, *figure) for figure in itertools.product(names, kinds, visits)]

    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize(
    ("label", "written"), [("Relapse", "relapse"), ("MS activity", "MS activity")]
)
def test_an_abbreviation_in_the_name_of_the_event_stays(label: str, written: str) -> None:
    plan = study()
    relapse = plan.relapse.model_copy(update={"label": label})

    assert event_label(plan.model_copy(update={"relapse": relapse})) == written
