"""The recorded plan in words."""

from cohorts import STUDY, study
from plans import FAMILY, recorded
from rtxoutcomes.presentation.families import family_words
from rtxoutcomes.presentation.plan import NOTES, WORDS, plan_record, unplanned_text
from rtxoutcomes.read.study_file import read_study
from rtxoutcomes.results.planned import PLANNED
from rtxoutcomes.study.recorded import RecordedPlan, seal_of
from rtxoutcomes.study.resolved import plan_hash

SCORES = [{**STUDY["scores"][0], "follow_up_months": [3, "end"]}]  # type: ignore[index]


def test_each_state_of_a_row_has_words() -> None:
    assert set(WORDS) == set(PLANNED)
    assert set(NOTES) == {state for state in PLANNED if state.startswith(("not", "test"))}


def test_what_differs_is_one_list_with_labels_and_no_key() -> None:
    changed = {"relapse": {"merge_days": 31}, "multiplicity": {"families": [FAMILY]}}
    now = study(scores=SCORES, channels=[], **changed).with_plan(recorded(study()))

    assert unplanned_text(now) == (
        'the channel chat (removed); the family of tests "between" (added); the definition of a '
        "relapse (changed); the content of the manuscript (changed); the definition of EDSS "
        "(changed) and the score igg (removed)"
    ).replace("the score igg", "the definition of igg")
    assert unplanned_text(study()) == ""


def test_every_block_of_a_study_has_words() -> None:
    record = {"study": "trial", "sha256": plan_hash({}), "package": "0.7.0", "cohort_sha256": ""}
    nothing = RecordedPlan.model_validate({**record, "plan": {}, "seal": seal_of(**record)})
    bundled = read_study("nabiuni2023").with_plan(nothing)

    words = unplanned_text(bundled)

    for place in ("the description of the study (changed)", "the channel Skype (added)"):
        assert place in words
    assert not set("{}_") & set(words)


def test_a_family_is_not_called_pre_specified_against_the_recorded_plan() -> None:
    family = {**FAMILY, "chosen": "pre-specified"}
    now = study(multiplicity={"families": [family]})

    assert family_words(now, now.families[0]) == "pre-specified family of one test"
    against = now.with_plan(recorded(study()))
    assert family_words(against, against.families[0]) == "family of one test"
    within = now.with_plan(recorded(now))
    assert family_words(within, within.families[0]) == "pre-specified family of one test"


def test_for_programs_each_key_has_its_two_values() -> None:
    now = study(relapse={"merge_days": 31}).with_plan(recorded(study(), registry="OSF"))

    record = plan_record(now)

    assert plan_record(study()) is None
    assert record is not None
    assert (record["registry"], record["matches"]) == ("OSF", False)
    assert {"key": "relapse.merge_days", "state": "changed", "recorded": "30", "now": "31"} in (
        record["not_part_of_plan"]  # type: ignore[operator]
    )
