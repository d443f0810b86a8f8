"""Filled texts of the cohorts that tests share."""

from functools import cache

from released import bundled, nothing, one_diagnosis_empty, small
from rtxoutcomes.disclose import Released
from rtxoutcomes.tables.manuscript import all_tables
from rtxoutcomes.text.manuscript import Setting, setting, skeleton_text
from rtxoutcomes.text.model import Text

FIGURES = ("participant_flow", "time_to_relapse", "edss_change", "igg_change", "engagement")
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


@cache
def text(name: str) -> Text:
    """The skeleton, filled."""
    return skeleton_text(own(name))
