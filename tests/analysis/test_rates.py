"""The dispersion that the rates of one table share."""

import numpy as np
import pandas as pd
import pytest

from analysis.selection import one, select
from analysis.small import bare, full
from cohorts import cohort, patients, study, table
from rtxoutcomes.analysis.rates import dispersion_of, dispersion_row
from rtxoutcomes.analysis.relapse.before_after import before_after_rows
from rtxoutcomes.analysis.relapse.contrasts import rate_contrast_rows
from rtxoutcomes.analysis.relapse.occurrence import rate_rows
from rtxoutcomes.cohort import Cohort
from rtxoutcomes.estimate.rates.dispersion import Dispersion
from rtxoutcomes.results.frame import estimates_frame


def clustered() -> Cohort:
    """Eight patients with A, one of them with six relapses; four with B, one with one."""
    people = patients([(f"P{k}", "A" if k < 8 else "B", 24.0) for k in range(12)])
    onsets = [("P0", 2.0 + 3 * k) for k in range(6)] + [("P8", 5.0)]
    return cohort(people, relapses=table("patient_id month", *onsets))


def test_a_dispersion_is_pooled_within_the_diagnoses() -> None:
    history = pd.DataFrame(
        {
            "group": ["A", "A", "A", "B", "B", "B"],
            "follow_up_months": [12.0, 12.0, 12.0, 12.0, 12.0, np.nan],
            "attacks": [6, 0, 0, 1, 1, 3],
        }
    )

    pooled = dispersion_of(history, "attacks", study())

    # A: mean 2, squares 16, 4 and 4; B: no deviation; five patients in two groups.
    assert pooled.phi == pytest.approx(24 / 2 / 3)
    assert pooled.df == 3


def test_an_estimated_dispersion_is_a_row_of_the_supplement() -> None:
    statistic = dispersion_row(Dispersion(2.5, 7.0), study(), 9, 11, dropped=1)

    value = statistic.value
    assert statistic.role == "alternative"
    assert (value.estimate, value.n, value.dropped, value.events) == (2.5, 9, 1, 11)
    assert "on 7 degrees of freedom" in value.method


def test_rates_and_ratios_of_a_table_share_one_dispersion() -> None:
    made = clustered()

    frame = estimates_frame([*rate_rows(made, study()), *rate_contrast_rows(made, study())])

    phi = one(frame, analysis="relapse", quantity="dispersion")["estimate"]
    # A: mean 6/8, B: mean 1/4, both over ten degrees of freedom.
    squares = (6 - 0.75) ** 2 / 0.75 + 7 * 0.75 + (1 - 0.25) ** 2 / 0.25 + 3 * 0.25
    assert phi == pytest.approx(squares / 10)
    rates = select(frame, quantity="rate", role="reported")
    assert set(rates["method_key"]) == {"garwood_scaled"}
    assert rates["method"].nunique() == 1
    ratio = one(frame, quantity="rate_ratio", role="reported")
    assert ratio["std_error"] == pytest.approx(np.sqrt(phi * (1 / 6 + 1)))
    assert ratio["df"] == 10


def test_with_fewer_than_five_events_intervals_are_plain() -> None:
    people = patients([(f"P{k}", "A", 24.0) for k in range(6)])
    onsets = [("P0", 2.0 + 3 * k) for k in range(4)]
    made = cohort(people, relapses=table("patient_id month", *onsets))

    frame = estimates_frame(rate_rows(made, study()))

    known = select(frame, status="ok")
    assert set(known["method_key"]) == {"garwood"}
    assert set(known["role"]) == {"reported"}
    assert "dispersion" not in set(frame["quantity"])


def test_the_rate_before_against_on_treatment_is_in_the_supplement() -> None:
    for made in (full(), bare()):
        frame = estimates_frame(before_after_rows(made, study()))

        assert set(frame["role"]) == {"alternative"}
    ratios = select(estimates_frame(before_after_rows(full(), study())), quantity="rate_ratio")
    given = ratios[ratios["p_value"].notna()]
    assert (given["p_pair"] == given["method_key"]).all()
    assert len(given) > 0
