"""Sentences on the patients."""

from typing import Any

from rtxoutcomes.results.row import Row
from rtxoutcomes.text import participants
from rtxoutcomes.text.draft import draft
from rtxoutcomes.text.fill import fill
from rtxoutcomes.text.references import references
from rtxoutcomes.text.template import Template
from tables.made_up import released_of, row


def written(template: Template, *rows: Row) -> str:
    made = released_of(*rows)
    known = draft(made)
    text = " ".join(template(known))
    return fill(text, "participants", references(made, known.named)).markdown.strip()


def described(name: str) -> list[Row]:
    key = f"baseline/{name}/all"
    return [row(f"{key}/mean", estimate=39.5), row(f"{key}/sd", estimate=9.5)]


def female(events: int) -> Row:
    more: dict[str, Any] = {"n": 40, "events": events, "estimate": events / 40}
    return row("baseline/sex/all/proportion", level="female", **more)


def test_an_abbreviation_is_explained_at_its_first_use_and_not_used_once() -> None:
    both = [*described("age_years"), *described("disease_duration_years")]

    assert written(participants.characteristics, *both) == (
        "Mean age was 39.5 years (standard deviation [SD] 9.5) and mean disease duration was 39.5 "
        "years (SD 9.5)."
    )
    assert written(participants.characteristics, *described("age_years")) == (
        "Mean age was 39.5 years (standard deviation 9.5)."
    )


def test_a_sentence_on_sex_alone_does_not_begin_with_a_numeral() -> None:
    assert written(participants.characteristics, female(26)) == (
        "Of 40 patients, 26 (65%) were female."
    )
    assert "and 26 of 40 patients (65%) were female." in written(
        participants.characteristics, *described("age_years"), female(26)
    )
    assert written(participants.characteristics, female(1)).endswith("one (3%) was female.")


def test_without_data_there_is_no_sentence() -> None:
    rate = row("relapse/relapse/all/rate", estimate=0.5)

    for template in (
        participants.enrolled,
        participants.characteristics,
        participants.follow_up,
        participants.ends,
    ):
        assert written(template, rate) == ""


def test_one_patient_whose_follow_up_ended_is_not_several() -> None:
    def ended(reason: str, events: int) -> Row:
        more: dict[str, Any] = {"n": 40, "events": events, "estimate": float(events)}
        return row("flow/flow/all/follow_up_ended", level=reason, **more)

    assert written(participants.ends, ended("ongoing", 2), ended("lost", 1)) == (
        "At last contact, two patients (5%) were still being followed and one (3%) had been lost "
        "to follow-up."
    )
    assert written(participants.ends, ended("ongoing", 1)) == (
        "At last contact, one patient (3%) was still being followed."
    )
