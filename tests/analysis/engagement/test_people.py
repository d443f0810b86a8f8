"""What the models know of each patient."""

import numpy as np
import pandas as pd

from analysis.engagement.reference import plan
from analysis.small import bare, full
from rtxoutcomes.analysis.engagement.people import people


def test_arrays_are_in_the_order_of_the_cohort() -> None:
    told = people(full(start=1.0), plan())

    assert told.n == 16
    assert told.diagnosis.tolist() == [0] * 12 + [1] * 4
    assert told.start.tolist() == [1.0] * 16
    assert told.relapse is not None
    assert told.relapse.months[[1, 2]].tolist() == [5.0, 2.0]
    assert told.relapse.event.sum() == 6
    assert told.attacks[2] == 2
    assert told.subset is not None
    assert told.subset.sum() == 12
    assert told.identifiable


def test_covariates_are_prior_relapses_the_first_score_and_age_as_far_as_collected() -> None:
    told = people(full(), plan())

    assert list(told.adjusters) == ["relapses_prior_year", "edss_baseline", "age_years"]
    assert np.isnan(told.adjusters["age_years"]).sum() == 1
    assert told.adjusters["edss_baseline"].tolist() == [3.0] * 16


def test_what_was_not_collected_is_not_there() -> None:
    told = people(bare(), plan(subset=[]))

    assert told.relapse is None
    assert told.confirmed is None
    assert told.subset is None
    assert told.group is None
    assert "edss_baseline" not in told.adjusters
    assert told.count_known.all()


def test_groups_are_numbered_and_those_without_one_are_minus_one() -> None:
    made = full()
    names = pd.Series(["north", "south", None, "north"] * 4)
    grouped = type(made)(
        **{name: getattr(made, name) for name in made.__slots__}
        | {"patients": made.patients.assign(engagement_group=names)}
    )

    told = people(grouped, plan())

    assert told.group is not None
    assert told.group[:4].tolist() == [0, 1, -1, 0]
