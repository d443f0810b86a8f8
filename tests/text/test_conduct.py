"""Sentences on inclusion, assessment, blinding and deaths."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from rtxoutcomes.disclose import Released
from rtxoutcomes.results.measure import Measure
from rtxoutcomes.results.row import Row
from rtxoutcomes.text.conduct import (
    ASSESSMENT,
    BLINDING,
    INCLUSION,
    SELECTION,
)
from rtxoutcomes.text.draft import draft
from rtxoutcomes.text.fill import fill
from rtxoutcomes.text.observation import deaths
from rtxoutcomes.text.references import references
from rtxoutcomes.text.template import Template, sentences
from tables.made_up import released_of, row

RELAPSES = row("relapse/relapse/all/rate", n=85, events=27, estimate=0.2)
RISK = row("relapse/relapse/RRMS/risk", month=12.0, estimate=0.1)


def shortest(months: float) -> Row:
    key = "follow_up/follow_up_months/all/minimum"
    return row(key, estimate=months, measure=Measure.DESCRIPTION)


def declared(released: Released, block: str, **keys: object) -> Released:
    """The same results of a study whose file has these keys."""
    study = released.study
    changed = getattr(study, block).model_copy(update=keys)
    return replace(released, study=study.model_copy(update={block: changed}))


def written(templates: Sequence[Template], released: Released) -> str:
    known = draft(released)
    template = " ".join(sentences(templates, known))
    return fill(template, "conduct", references(released, known.named)).markdown.strip()


@pytest.mark.parametrize(
    ("months", "words"), [(12.0, "at least 12 months"), (14.5, "at least 14.5 months"), (11.9, "")]
)
def test_a_follow_up_that_reaches_a_horizon_in_everybody_may_be_a_selection(
    months: float, words: str
) -> None:
    text = written(SELECTION, released_of(RISK, shortest(months)))

    assert bool(text) == bool(words)
    assert words in text
    assert not text or "If this was a condition for inclusion, patients who stopped early" in text


def test_without_a_reported_horizon_there_is_no_selection_to_speak_of() -> None:
    assert written(SELECTION, released_of(RELAPSES, shortest(40.0))) == ""


@pytest.mark.parametrize(
    ("least", "method", "limit"),
    [
        (6.0, "At least 6 months of follow-up were required for inclusion.", "Since at least 6"),
        (0.0, "No minimum follow-up was required for inclusion.", ""),
        (None, "", "All patients had at least 12 months"),
    ],
)
def test_a_declared_minimum_replaces_the_supposition(
    least: float | None, method: str, limit: str
) -> None:
    made = released_of(RISK, shortest(12.0))
    made = declared(made, "study", minimum_follow_up_months=least)

    assert written(INCLUSION, made) == method
    assert written(SELECTION, made).startswith(limit)
    assert bool(written(SELECTION, made)) == bool(limit)


def test_a_declared_minimum_that_the_data_contradict_is_not_claimed() -> None:
    made = declared(released_of(RISK, shortest(5.4)), "study", minimum_follow_up_months=6.0)

    assert written(INCLUSION, made) == (
        "A minimum follow-up of 6 months was declared as a condition for inclusion; the shortest "
        "follow-up was 5.4 months."
    )
    assert written(SELECTION, made) == (
        "A minimum follow-up of 6 months was declared as a condition for inclusion, but not all "
        "patients included were followed for as long; whether other patients who stopped early "
        "are missing is not known."
    )


def test_a_year_of_365_days_reaches_a_minimum_of_twelve_months() -> None:
    """365 days are 11.992 months of 30.4375 days."""
    made = declared(released_of(RISK, shortest(11.992)), "study", minimum_follow_up_months=12.0)

    assert written(INCLUSION, made).startswith("At least 12 months of follow-up were required")


def test_what_was_not_declared_is_said_not_to_be_known() -> None:
    made = released_of(RELAPSES)

    assert written(ASSESSMENT, made) == (
        "Outcomes were analysed as observed while patients were under follow-up; whether treatment "
        "continued was not recorded."
    )
    assert written(BLINDING, made).startswith("Whether outcome assessors were blinded was not")


@pytest.mark.parametrize(
    ("blinded", "method", "limit"),
    [
        (True, "Outcome assessors were blinded to treatment.", ""),
        (False, "Outcome assessors were not blinded to treatment.", "Outcome assessors were not"),
    ],
)
def test_declared_blinding_is_named(blinded: bool, method: str, limit: str) -> None:
    made = declared(released_of(RELAPSES), "study", assessor_blinded=blinded)

    assert written(ASSESSMENT, made).startswith(f"{method} Outcomes were analysed")
    assert written(BLINDING, made).startswith(limit)
    assert bool(written(BLINDING, made)) == bool(limit)


def test_recorded_infusions_are_not_said_to_be_unrecorded() -> None:
    infusions = row(
        "flow/flow/all/infusion_recorded", n=85, events=85, estimate=85.0, measure=Measure.COUNT
    )

    text = written(ASSESSMENT, released_of(RELAPSES, infusions))

    assert "whether or not infusions continued" in text
    assert "not recorded" not in text


def test_deaths_are_counted_for_each_outcome_and_changes_are_of_the_living() -> None:
    rows = [
        row(
            "flow/flow/all/died_without_event", n=85, events=3, estimate=3.0, measure=Measure.COUNT
        ),
        row(
            "flow/edss/all/died_without_value", n=85, events=2, estimate=2.0, measure=Measure.COUNT
        ),
        row(
            "flow/edss/all/died_without_value",
            month=12.0,
            n=85,
            events=4,
            estimate=4.0,
            measure=Measure.COUNT,
        ),
        row("flow/igg/all/died_without_value", n=85, events=0, estimate=0.0, measure=Measure.COUNT),
        row(
            "flow/edss/RRMS/died_without_value", n=42, events=1, estimate=1.0, measure=Measure.COUNT
        ),
    ]

    made = released_of(RELAPSES, *rows)

    assert written((deaths,), made) == (
        "Of the patients who died, 3 had no relapse before, 2 had no value of EDSS at follow-up "
        "and 4 had no value of EDSS at the fixed time."
    )
    assert "Changes are among patients alive and assessed at follow-up." in written(
        ASSESSMENT, made
    )
    assert written((deaths,), released_of(RELAPSES)) == ""
    assert "alive" not in written(ASSESSMENT, released_of(RELAPSES))


def test_what_was_not_collected_was_not_assessed() -> None:
    key = "relapse/relapse/all/rate"
    made = released_of(row(key, n=0, status="not_attempted", note="not_collected"))

    assert written(ASSESSMENT, made) == ""
    assert written(BLINDING, made) == ""
