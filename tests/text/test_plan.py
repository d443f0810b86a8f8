"""What the Methods state of a recorded plan."""

from dataclasses import replace

from plans import FAMILY, recorded
from released import bundled
from rtxoutcomes.disclose import Released
from rtxoutcomes.study import Study
from rtxoutcomes.tables.adverse_events import safety
from rtxoutcomes.text.fill import fill
from rtxoutcomes.text.manuscript import setting


def methods(study: Study) -> str:
    made = replace(bundled(), study=study)
    own = setting(made, (), {})
    text = fill(own.blocks["methods"], "methods", own.known)
    return " ".join(paragraph.text for paragraph in text.paragraphs)


def with_family(study: Study) -> Study:
    plan = study.multiplicity.model_copy(update={"families": [FAMILY]})
    return study.model_copy(update={"multiplicity": plan})


def test_without_a_recorded_plan_the_methods_state_nothing_of_one() -> None:
    assert "analysis plan" not in methods(bundled().study)


def test_a_deposited_plan_that_the_analysis_matches() -> None:
    study = bundled().study
    stated = {"registry": "OSF", "number": "abc12", "date": "3 March 2026"}

    text = methods(study.with_plan(recorded(study, **stated)))

    assert (
        "The analysis plan was recorded (OSF, abc12, 3 March 2026, as stated by the authors); the "
        "analysis matches it." in text
    )
    assert "pre-specified" not in text
    assert "at hand" not in text


def test_a_plan_that_was_not_deposited_has_no_date_that_can_be_verified() -> None:
    study = bundled().study

    text = methods(study.with_plan(recorded(study, date="2026-03-03", cohort_sha256="0" * 64)))

    assert (
        "The analysis plan was recorded locally, and the date cannot be verified; the analysis "
        "matches it. Data of the cohort were at hand when the plan was recorded." in text
    )


def test_what_was_added_is_listed_as_no_part_of_the_plan() -> None:
    study = bundled().study

    text = methods(with_family(study).with_plan(recorded(study)))

    assert "matches it" not in text
    assert (
        "The following were added, changed or removed since then and are not part of the recorded "
        'plan: the family of tests "between" (added).' in text
    )


def marked(state: str) -> Released:
    made, study = bundled(), bundled().study
    rows = made.estimates.assign(planned="recorded")
    # Of the first row of adverse events only.
    place = rows.index[(rows["analysis"] == "safety") & (rows["group"] == "RRMS")][0]
    rows.loc[place, "planned"] = state
    plan = with_family(study).with_plan(recorded(study))
    return replace(made, estimates=rows, study=plan)


def test_a_table_notes_what_is_no_part_of_the_plan() -> None:
    table = safety(marked("not_recorded"))

    assert "Not part of the recorded analysis plan." in table.lettered
    (letters,) = {row[1] for row in table.letters if row[1]}
    assert not [row for row in table.letters if row[2] == letters]


def test_of_a_test_alone_the_note_says_so_and_matching_rows_have_none() -> None:
    added = safety(marked("test_not_recorded"))

    assert "The test is not part of the recorded analysis plan." in added.lettered
    assert not [note for note in safety(marked("recorded")).lettered if "plan" in note]
