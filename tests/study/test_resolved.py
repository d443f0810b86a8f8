"""Every key of a study with its value."""

from cohorts import STUDY, study
from rtxoutcomes.study.resolved import path_name, plan_hash, resolved


def test_defaults_are_filled_in_and_marked() -> None:
    keys = resolved(study())

    assert keys["relapse.merge_days"] == ("30", True)
    assert keys["scores.edss.step"] == ("0.5", False)
    assert keys["diagnoses"] == ('["A", "B"]', False)
    assert keys["diagnoses.A.label"] == ('"First"', False)
    assert keys["scores.edss.worsening.5.5-10"].value == "0.5"


def test_what_is_written_after_the_results_is_no_part_of_it() -> None:
    identity = {**STUDY["study"], "reference": "A paper."}  # type: ignore[dict-item]
    claim = {"key": "edss.A.mean_change", "source": "abstract", "mean": "-0.3"}

    assert resolved(study(study=identity, claims=[claim])) == resolved(study())
    assert not [key for key in resolved(study()) if key.startswith(("claims", "study.title"))]


def test_the_hash_changes_with_a_value_and_not_with_the_order() -> None:
    values = {"a": "1", "b": "2"}

    assert plan_hash(values) == plan_hash(dict(reversed(values.items())))
    assert plan_hash(values) != plan_hash({"a": "1", "b": "3"})


def test_a_name_is_one_part_of_a_path() -> None:
    family = {"name": "v1.2", "tests": ["edss.A.t"]}

    keys = resolved(study(multiplicity={"families": [family]}))

    assert f"multiplicity.families.{path_name('v1.2')}.tests" in keys


def test_a_default_that_the_file_states_is_the_same_value() -> None:
    stated = {"merge_days": 30.0, "survival_months": [12.0, 24.0]}

    assert resolved(study(relapse=stated)) == resolved(study())
