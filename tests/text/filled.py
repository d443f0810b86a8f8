"""Filled texts of the cohorts that tests share."""

from functools import cache

import pandas as pd
from matplotlib.figure import Figure

from released import bundled, nothing, one_diagnosis_empty, small
from rtxoutcomes.disclose import Released
from rtxoutcomes.figures.drawn import Drawn
from rtxoutcomes.tables.manuscript import all_tables
from rtxoutcomes.text.fill import fill
from rtxoutcomes.text.manuscript import Setting, setting
from rtxoutcomes.text.model import Text
from rtxoutcomes.text.plate import Plate
from tables.test_word import png

# The figures of the bundled study, those of the supplement from S1 on.
FIGURES = {
    "participant_flow": "1",
    "time_to_relapse": "2",
    "edss_change": "3",
    "engagement": "4",
    "edss_paired": "S1",
    "edss_transitions": "S2",
    "edss_oldham": "S3",
    "serum_igg_change": "S4",
    "serum_igg_trajectory": "S5",
    "engagement_over_time": "S6",
}
COHORTS = {
    "bundled": bundled,
    "small": small,
    "one diagnosis empty": one_diagnosis_empty,
    "nothing": nothing,
}


def setting_of(released: Released, template: str = "") -> Setting:
    return setting(released, all_tables(released), FIGURES, template)


@cache
def own(name: str) -> Setting:
    return setting_of(COHORTS[name]())


def filled(made: Setting, name: str = "f.md") -> Text:
    """The template of a setting, filled."""
    return fill(made.template, name, made.known, made.blocks)


@cache
def text(name: str) -> Text:
    """The skeleton, filled."""
    return filled(own(name))


def plates(*drawings: tuple[float, str, str]) -> tuple[Plate, ...]:
    """Figures by their width, caption and alternative text, all with the same picture."""
    return tuple(
        Plate(Drawn("", Figure(), pd.DataFrame(), width, caption, alt), {"png": png()}, str(k))
        for k, (width, caption, alt) in enumerate(drawings, start=1)
    )
