"""Tests that a family may name: those of its own grouping."""

from collections.abc import Mapping

import pytest
from pydantic import ValidationError

from cohorts import study


def families(*each: Mapping[str, object]) -> dict[str, object]:
    return {"families": list(each)}


def test_a_family_names_groups_of_its_grouping() -> None:
    by_sex = {"name": "by sex", "tests": ["edss.female.t", "edss.all.between_groups"]}

    plan = study(multiplicity=families(by_sex | {"grouping": "sex"}))
    assert plan.families == ()

    with pytest.raises(ValidationError, match=r"'edss.female.t' is not score.GROUP.test"):
        study(multiplicity=families(by_sex))


def test_a_family_needs_a_grouping_that_there_is() -> None:
    lost = {"name": "by centre", "tests": ["edss.X.t"], "grouping": "centre"}

    with pytest.raises(ValidationError, match=r"no grouping 'centre'; there are diagnosis, sex"):
        study(multiplicity=families(lost))


def test_a_test_belongs_to_one_family_of_a_grouping() -> None:
    one = {"name": "one", "tests": ["edss.all.between_groups"]}
    two = {"name": "two", "tests": ["edss.all.between_groups"]}

    with pytest.raises(ValidationError, match="is repeated"):
        study(multiplicity=families(one, two))
    assert study(multiplicity=families(one, two | {"grouping": "sex"})).families[0].name == "one"
