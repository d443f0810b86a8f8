"""Confirmed changes in the supplement, and in the manuscript where one is asked for."""

import re
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from cohorts import study
from released import bundled
from rtxoutcomes.analysis.confirmed.rows import LATE_DAYS
from rtxoutcomes.derive.confirmed.relapses import BEFORE_DAYS
from rtxoutcomes.disclose import Released
from rtxoutcomes.figures.gallery import figure_numbers
from rtxoutcomes.study import Outcome
from rtxoutcomes.study.sensitivity import Sensitivity
from rtxoutcomes.style import DEFAULT
from rtxoutcomes.tables.manuscript import all_tables
from rtxoutcomes.text.draft import draft
from rtxoutcomes.text.limitations import limitations_template
from rtxoutcomes.text.methods import further_methods_template, methods_template
from rtxoutcomes.text.strobe import checklist
from rtxoutcomes.text.supplement import supplement_template
from rtxoutcomes.text.trace import trace
from text.filled import filled, setting_of

DOCS = Path(__file__).resolve().parents[2] / "docs"
BLOCK = {"name": "w", "label": "Worsening", "score": "edss"}


@cache
def primary() -> Released:
    """The bundled results, with worsening confirmed at 12 weeks as the primary outcome."""
    outcome = Outcome(endpoint="worsening_12_weeks", role="primary")
    plan = bundled().study.model_copy(update={"outcomes": (outcome,)})
    return replace(bundled(), study=plan)


@cache
def manuscript(made: Released) -> str:
    return "\n".join(p.text for p in filled(setting_of(made)).paragraphs)


def in_supplement(made: Released) -> str:
    return further_methods_template(draft(made))


def sentences(text: str) -> list[str]:
    return re.split(r"(?<=[.:])\s+", " ".join(text.split()))


def test_the_supplement_says_how_a_change_was_defined() -> None:
    text = in_supplement(bundled())

    days = "{{ study.confirm_days.worsening_12_weeks }}"
    assert f"up to the first one {days} days or more later was worse than the reference" in text
    assert "PIRA) if none began in the windows defined by Müller and others" in text
    assert "were confirmed {{ fixed.late_days }} days or more after their onset" in text
    assert "worsening_24_weeks }}, " not in text
    assert "that no later visit could confirm" in text


def test_numbers_of_a_definition_are_of_the_study_file_or_fixed_and_never_the_authors() -> None:
    made = setting_of(bundled(), supplement_template())
    numerals = trace(made.draft, filled(made), DEFAULT)
    kinds = {n.reference: (n.numeral, n.kind) for n in numerals}

    assert kinds["study.confirm_days.worsening_24_weeks"] == ("168", "study")
    assert kinds["study.exclude_days.worsening_12_weeks"] == ("30", "study")
    assert kinds["fixed.raw_days"] == (f"{BEFORE_DAYS}", "structure")
    assert kinds["fixed.late_days"] == (f"{LATE_DAYS}", "structure")
    assert not [n for n in numerals if n.kind in ("authors", "unexplained")]
    assert "(1.5 from 0, 1 from 1 to 5 and 0.5 from 5.5 to 10)" in filled(made).markdown


def test_the_checklist_names_the_definitions() -> None:
    made = setting_of(bundled())
    table = checklist(bundled(), made.known, all_tables(bundled()), {}, filled(made))
    # Items of STROBE come first.
    where = {row[0]: row[3] for row in reversed(table.rows) if row[0] in ("7", "15")}

    assert (
        "Confirmed changes: EDSS worsening confirmed at 12 weeks (confirmed at 84 days, not "
        "sustained, reference fixed at baseline, visits within 30 days of a relapse not used, PIRA "
        "by Müller 2023); EDSS worsening confirmed at 24 weeks (confirmed at 168 days"
    ) in where["7"]
    assert (
        next(t.label for t in all_tables(bundled()) if t.key == "confirmed_change") in where["15"]
    )


def test_what_the_end_of_follow_up_hides_is_said() -> None:
    block = bundled().study.confirmed[0]
    plan = bundled().study.model_copy(
        update={
            "confirmed": (block.model_copy(update={"sustained": True}),),
            "sensitivity": Sensitivity(),
        }
    )

    assert "its risk is underestimated at the end of follow-up" in in_supplement(bundled())
    assert "depends on the length of follow-up" not in in_supplement(bundled())
    assert "depends on the length of follow-up" in in_supplement(replace(bundled(), study=plan))


def test_a_death_is_no_event_where_somebody_died(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "A death was no event" not in in_supplement(bundled())

    monkeypatch.setattr("rtxoutcomes.text.confirmed.patients_died", lambda _known: True)

    assert "A death was no event of" in in_supplement(bundled())


def test_the_manuscript_is_silent_on_changes_that_are_no_outcome() -> None:
    made = draft(bundled())

    assert "in_text.worsening_12_weeks" not in methods_template(made)
    assert "between two visits" not in limitations_template(made)
    assert "confirmed_change" not in {t.key for t in all_tables(bundled()) if t.number[0] != "S"}


def test_a_primary_outcome_has_its_place_in_the_manuscript() -> None:
    made = draft(primary())
    main = [table.key for table in all_tables(primary()) if not table.number.startswith("S")]

    assert "in_text.worsening_12_weeks" in methods_template(made)
    assert "between two visits leaves no trace" in limitations_template(made)
    assert "confirmed_change" in main
    assert figure_numbers(primary().study, ["time_to_relapse", "confirmed_change"]) == {
        "confirmed_change": "1",
        "time_to_relapse": "2",
    }
    assert (
        "There was EDSS worsening confirmed at 12 weeks in four of 42 patients with RRMS (risk at "
        "12 months 5%, 95% CI 1 to 16; at 24 months 13%, 95% CI 3 to 39) and 13 of 43 patients "
        "with SPMS (risk at 12 months 23%, 95% CI 12 to 39" in manuscript(primary())
    )


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        ({"sustained": True}, "as was every later one"),
        ({"reference": "roving"}, "after each confirmed change, the value that confirmed it"),
        ({"reference": "roving_worsening"}, "after each confirmed worsening, the value"),
        ({"kind": "improvement"}, "was better than the reference by a step whose way back"),
        (
            {"kind": "improvement", "improvement_step": "at_reference"},
            "was better than the reference by the step declared for it",
        ),
        ({"exclude_days_after_relapse": 0}, "the reference was the value at baseline."),
        ({"pira": "kappos2020"}, "windows defined by Kappos and others"),
    ],
)
def test_sentences_follow_the_definition(keys: dict[str, object], words: str) -> None:
    block = bundled().study.confirmed[0].model_copy(update=keys)
    plan = bundled().study.model_copy(update={"confirmed": (block,), "sensitivity": Sensitivity()})

    assert words in in_supplement(replace(bundled(), study=plan))


@pytest.mark.parametrize(("estimate", "is_said"), [(0.75, False), (0.76, True)])
def test_only_more_than_three_quarters_confirmed_late_are_nearly_the_same_endpoint(
    estimate: float, is_said: bool
) -> None:
    frame = bundled().estimates.copy()
    frame.loc[frame["quantity"] == "confirmed_late", "estimate"] = estimate

    text = in_supplement(replace(bundled(), estimates=frame))

    assert ("is nearly the same endpoint" in text) == is_said


def test_outcomes_and_the_report_may_name_a_confirmed_change() -> None:
    plan = study(confirmed=[BLOCK], outcomes=[{"endpoint": "w", "role": "primary"}])
    asked = study(confirmed=[BLOCK], report={"endpoints": ["w", "relapse"]})

    assert [block.name for block in plan.changes_in_text] == ["w"]
    assert [block.name for block in asked.changes_in_text] == ["w"]
    assert study(confirmed=[BLOCK]).changes_in_text == ()


def test_no_sentence_calls_an_unconfirmed_change_progression() -> None:
    generated = [in_supplement(bundled()), manuscript(primary())]
    generated += [note for table in all_tables(bundled()) for note in table.footnotes]
    pages = [path.read_text("utf-8") for path in sorted(DOCS.rglob("*.md"))]
    named = [s for text in (*generated, *pages) for s in sentences(text) if "progress" in s.lower()]

    assert named
    for sentence in named:
        assert "unconfirmed" not in sentence, sentence
    for sentence in (s for text in generated for s in sentences(text)):
        if re.search(r"\bprogression\b", sentence):
            assert "independent of relapse activity" in sentence, sentence
