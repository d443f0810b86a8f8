"""Sentences on adverse events."""

from rtxoutcomes.disclose import Released
from rtxoutcomes.text.draft import draft
from rtxoutcomes.text.fill import fill
from rtxoutcomes.text.manuscript import setting
from rtxoutcomes.text.safety_sentences import safety_sentences
from tables.made_up import released_of, row

KEY = "safety/adverse_events/all/{}"


def said(made: Released) -> str:
    known = draft(made)
    text = " ".join(safety_sentences(known, known.index.answers("safety", "adverse_events")))
    return fill(text, "t", setting(made, (), {}, text).known).markdown.strip()


def some(events: int, serious: int) -> Released:
    n = 99
    return released_of(
        row(KEY.format("proportion"), n=n, events=events, estimate=events / n, ci=(0.0, 0.07)),
        row(KEY.format("serious"), n=n, events=serious, estimate=serious / n),
    )


def test_patients_with_an_event_are_counted_with_the_interval() -> None:
    assert said(some(2, 0)).startswith(
        "Adverse events were recorded in two of 99 patients (2%; 95% CI 0 to 7)."
    )


def test_no_serious_event_is_said_and_some_are_counted() -> None:
    assert said(some(2, 0)).endswith("No serious adverse events were recorded.")
    assert said(some(12, 3)).endswith(
        "Serious adverse events were recorded in three patients (3%)."
    )


def test_no_event_at_all_has_the_upper_limit() -> None:
    assert said(some(0, 0)) == (
        "No adverse events were recorded in 99 patients (proportion of patients: 95% CI 0 to 7)."
    )


def test_a_proportion_without_limits_has_no_interval() -> None:
    only = row(KEY.format("proportion"), n=99, events=2, estimate=2 / 99)

    assert said(released_of(only)) == "Adverse events were recorded in two of 99 patients (2%)."
