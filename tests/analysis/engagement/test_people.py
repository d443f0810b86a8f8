"""The data of the engagement models."""

import numpy as np
import pandas as pd

from analysis.engagement.reference import plan
from analysis.small import bare, full
from rtxoutcomes.analysis.engagement.people import people


def test_arrays_are_in_the_order_of_the_cohort() -> None:
    everybody = people(full(start=1.0), plan())

    assert everybody.n == 16
    assert everybody.diagnosis.tolist() == [0] * 12 + [1] * 4
    assert everybody.start.tolist() == [1.0] * 16
    assert everybody.relapse is not None
    assert everybody.relapse.months[[1, 2]].tolist() == [5.0, 2.0]
    assert everybody.relapse.event.sum() == 6
    assert everybody.attacks[2] == 2
    assert everybody.subset is not None
    assert everybody.subset.sum() == 12
    assert everybody.identifiable


def test_covariates_are_prior_relapses_the_first_score_and_age_as_far_as_collected() -> None:
    everybody = people(full(), plan())

    assert list(everybody.adjusters) == ["relapses_prior_year", "edss", "age_years"]
    assert everybody.adjuster_labels["edss"] == "EDSS at baseline"
    assert np.isnan(everybody.adjusters["age_years"]).sum() == 1
    assert everybody.adjusters["edss"].tolist() == [3.0] * 16


def test_data_that_were_not_collected_are_none() -> None:
    everybody = people(bare(), plan(subset=[]))

    assert everybody.relapse is None
    assert everybody.confirmed is None
    assert everybody.subset is None
    assert everybody.group is None
    assert "edss" not in everybody.adjusters
    assert everybody.count_known.all()


def test_groups_are_numbered_and_those_without_one_are_minus_one() -> None:
    made = full()
    names = pd.Series(["north", "south", None, "north"] * 4)
    grouped = type(made)(
        **{name: getattr(made, name) for name in made.__slots__}
        | {"patients": made.patients.assign(engagement_group=names)}
    )

    everybody = people(grouped, plan())

    assert everybody.group is not None
    assert everybody.group[:4].tolist() == [0, 1, -1, 0]
