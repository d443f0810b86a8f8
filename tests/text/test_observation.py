"""Sentences on how events became known."""

from dataclasses import replace

from rtxoutcomes.disclose import Released
from rtxoutcomes.results.row import Row
from rtxoutcomes.text.draft import draft
from rtxoutcomes.text.fill import fill
from rtxoutcomes.text.observation import ASCERTAINMENT
from rtxoutcomes.text.references import references
from rtxoutcomes.text.template import sentences
from tables.made_up import released_of, row

RELAPSES = row("relapse/relapse/all/rate", n=85, events=27, estimate=0.2)


def written(made: Released) -> str:
    known = draft(made)
    text = " ".join(sentences(ASCERTAINMENT, known))
    return fill(text, "observation", references(made, known.named)).markdown.strip()


def by_source(level: str, events: int) -> Row:
    key = "relapse/relapse/all/events_by_source"
    return row(key, level=level, n=85, events=events, estimate=float(events))


MODEL = row("engagement/relapse/all/hazard_ratio", channel="skype", estimate=0.9)


def test_relapses_that_became_known_through_an_exposure_are_counted_by_channel() -> None:
    sources = (by_source("clinic", 10), by_source("skype", 8), by_source("whatsapp", 9))

    text = written(released_of(RELAPSES, *sources, MODEL))

    assert text.startswith(
        "Of 27 relapses, eight became known through Skype and nine through WhatsApp. Patients who "
        "took part more had more occasions to report relapses"
    )


def test_relapses_that_no_channel_reported_raise_no_doubt() -> None:
    sources = (by_source("clinic", 27), by_source("skype", 0))

    assert written(released_of(RELAPSES, *sources, MODEL)) == ""


def test_an_unrecorded_source_is_said_and_without_engagement_nothing_is() -> None:
    not_collected = replace(
        MODEL, value=replace(MODEL.value, status="not_attempted", note="not_collected")
    )

    assert written(released_of(RELAPSES, MODEL)).startswith(
        "How relapses became known was not recorded."
    )
    assert written(released_of(RELAPSES)) == ""
    assert written(released_of(RELAPSES, not_collected)) == ""
