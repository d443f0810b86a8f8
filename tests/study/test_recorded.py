"""A recorded plan against the study that is analysed."""

import pytest
from pydantic import ValidationError

from cohorts import STUDY, study
from plans import FAMILY, recorded
from rtxoutcomes.study.recorded import RecordedPlan, by_block
from rtxoutcomes.study.resolved import plan_hash, resolved


def test_a_study_that_was_not_changed_matches_its_plan() -> None:
    plan = study().with_plan(recorded(study()))

    assert plan.unplanned == ()
    assert plan.recorded_plan is not None
    assert plan.with_plan(None) == study()
    assert study().unplanned == ()


def test_what_was_added_changed_and_removed_is_found() -> None:
    scores = [STUDY["scores"][0]]  # type: ignore[index]
    now = study(
        scores=scores, relapse={"merge_days": 31}, multiplicity={"families": [FAMILY]}
    ).with_plan(recorded(study()))

    found = {change.path: change for change in now.unplanned}

    assert (found["relapse.merge_days"].recorded, found["relapse.merge_days"].now) == ("30", "31")
    assert "multiplicity.families.between.tests" in found
    # A default of a block that was added is no change of its own, and no list is removed by it.
    assert "multiplicity.families.between.method" not in found
    assert "multiplicity.families" not in found
    assert by_block(now.unplanned) == {
        ("multiplicity", "families", "between"): "added",
        ("relapse",): "changed",
        ("report",): "changed",
        ("scores", "igg"): "removed",
    }


def test_a_copy_with_other_keys_keeps_the_plan() -> None:
    plan = study().with_plan(recorded(study()))

    copied = plan.model_copy(update={"relapse": {"merge_days": 60}})

    assert [change.path for change in copied.unplanned] == ["relapse.merge_days"]
    assert copied.unplanned[0].block == ("relapse",)


def test_a_key_that_the_package_did_not_have_is_no_change_while_it_has_its_default() -> None:
    values = {p: k.value for p, k in resolved(study()).items() if p != "relapse.merge_days"}
    lock = recorded(study(), sha256=plan_hash(values))
    older = lock.model_dump() | {"plan": values}

    assert study().with_plan(RecordedPlan.model_validate(older)).unplanned == ()


@pytest.mark.parametrize("key", ["study", "package", "cohort_sha256"])
def test_nothing_but_what_the_authors_state_may_be_edited(key: str) -> None:
    lock = recorded(study(), cohort_sha256="0" * 64).model_dump()

    assert RecordedPlan.model_validate(lock | {"registry": "OSF", "number": "abc12"}).deposited
    with pytest.raises(ValidationError, match="study, sha256, package and cohort_sha256: must be"):
        RecordedPlan.model_validate(lock | {key: "other"})


@pytest.mark.parametrize(
    ("stated", "text"),
    [
        ({"registry": "OSF", "number": "abc", "date": "3 March 2026"}, "OSF, abc, 3 March 2026"),
        ({"number": "abc"}, "abc"),
        # A date alone names no deposit.
        ({"date": "3 March 2026"}, ""),
        ({}, ""),
    ],
)
def test_the_deposit_is_what_the_authors_state(stated: dict[str, str], text: str) -> None:
    assert recorded(study(), **stated).deposited == text


def test_a_plan_that_was_edited_is_refused() -> None:
    edited = recorded(study()).model_dump()
    edited["plan"]["relapse.merge_days"] = "31"

    with pytest.raises(ValidationError, match="it was edited, restore it"):
        RecordedPlan.model_validate(edited)
