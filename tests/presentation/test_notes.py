"""Notes as sentences."""

from typing import Any, get_args

import pytest

from rtxoutcomes.presentation.notes import NOTES, note_text
from rtxoutcomes.presentation.rows import index
from rtxoutcomes.results.estimate import Note
from rtxoutcomes.results.method import MethodKey
from rtxoutcomes.results.quantity import Choice, Model
from rtxoutcomes.results.row import Row
from tables.made_up import absent, released_of, row


def test_every_note_has_a_sentence() -> None:
    assert set(NOTES) == set(get_args(Note)) - {""}
    assert all(sentence.endswith(".") for sentence in NOTES.values())


NO_EVENTS: dict[str, Any] = {"status": "bound_only", "note": "no_events"}
OUT_OF_REACH: dict[str, Any] = {"status": "bound_only", "note": "p_out_of_reach"}
ALONE: dict[str, Any] = {"status": "not_estimable", "note": "leverage_one"}
NOT_REACHED: dict[str, Any] = {"note": "not_reached"}
BELOW: dict[str, Any] = {"note": "below_quantification"}
RATIO = "change/igg/RRMS/geometric_mean_ratio"
ONE: dict[str, Any] = {"n": 1, "note": "n_one"}


@pytest.mark.parametrize(
    ("noted", "sentence"),
    [
        (row("safety/adverse_events/RRMS/rate", events=0, **NO_EVENTS), "No event occurred."),
        (
            row("contrast/relapse/SPMS/rate_ratio", against="RRMS", events=1, **NO_EVENTS),
            "No event occurred in at least one of the groups or periods compared.",
        ),
        (
            row("engagement/relapse/all/hazard_ratio", month=3, model=Model.LANDMARK, **NO_EVENTS),
            "No event occurred among the patients and in the time analysed.",
        ),
        (
            row("participation/participation/RRMS/contributed_by_most_active", **NO_EVENTS),
            "No activity was recorded.",
        ),
        (
            row("relapse/relapse/RRMS/risk", month=12, events=0, **NO_EVENTS),
            "No event occurred by this time.",
        ),
        (
            row(
                "contrast/time_to_relapse/SPMS/cumulative_hazard_ratio",
                against="RRMS",
                month=12,
                **NO_EVENTS,
            ),
            "No event occurred by this time in at least one of the groups compared.",
        ),
        (
            row("change/edss/RRMS/hodges_lehmann", n=5, **OUT_OF_REACH),
            "With so few patients, the signed-rank test rejects no shift at the 5% level, so that "
            "there is no interval.",
        ),
        (
            row("change/edss/RRMS/smallest_attainable_p", estimate=0.06, note="p_out_of_reach"),
            "With so few patients who changed, no result could have given a P value of 0.05 or "
            "less.",
        ),
        (
            row("change/igg/RRMS/unchanged", estimate=0.0, events=0, **BELOW),
            "Patients whose values are both below the limit of quantification were excluded: "
            "whether they changed is not known.",
        ),
        (
            row("before_after/relapse/RRMS/rate_ratio", events=2, **NO_EVENTS),
            "No event occurred in at least one of the groups or periods compared.",
        ),
        (
            row("change/edss/RRMS/mean_change", status="not_estimable", **ONE),
            "One patient only: neither interval nor test is possible.",
        ),
        (
            row("relapse/relapse/RRMS/proportion", estimate=1.0, events=1, ci=(0.2, 1), **ONE),
            "Only one patient could be analysed.",
        ),
        (
            row("contrast/edss/SPMS/adjusted_difference", against="RRMS", **ALONE),
            "One of the groups compared has one patient only.",
        ),
        (
            absent("relapse/relapse/all/between_groups"),
            "Fewer than two groups have patients who could be analysed.",
        ),
        (
            absent("relapse/relapse/NMOSD/proportion"),
            "The cohort has no patients in this group, or in one that it is compared with.",
        ),
        (
            row("time_to_relapse/time_to_relapse/RRMS/median", estimate=7.0, **NOT_REACHED),
            "The upper limit was not reached during follow-up.",
        ),
        (
            row(
                "time_to_relapse/time_to_relapse/RRMS/median",
                status="not_estimable",
                **NOT_REACHED,
            ),
            "Not reached during follow-up.",
        ),
        (
            row(RATIO, estimate=0.1, method_key=MethodKey.TOBIT_RATIO, **BELOW),
            "Values below the limit of quantification are treated as censored.",
        ),
        (
            row(RATIO, choice=Choice.AT_LIMIT, estimate=0.1, **BELOW),
            "Values below the limit of quantification are set to the limit.",
        ),
        (
            row(RATIO, choice=Choice.HALF_OF_LIMIT, estimate=0.1, **BELOW),
            "Values below the limit of quantification are set to half of it.",
        ),
        (
            row("change/igg/RRMS/mean_change", status="bound_only", **BELOW),
            "Not estimated, because some values are below the limit of quantification.",
        ),
        (
            row(RATIO, status="bound_only", method_key=MethodKey.CENSORED_BOUND, **BELOW),
            "Fewer than four patients have two quantified values, or more than half have a value "
            "below the limit of quantification; the limits given are those of the median ratio, "
            "and hold wherever below the limit these values lie.",
        ),
    ],
)
def test_a_note_is_true_of_its_row(noted: Row, sentence: str) -> None:
    assert note_text(index(released_of(noted)).rows[0]) == sentence
