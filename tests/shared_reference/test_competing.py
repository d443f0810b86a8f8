"""Cumulative incidence against survfit of R.

Left aside on purpose: Gray's test and the Fine-Gray model, for which competing ends are too few in
cohorts of this size, and cmprsk's other standard error.
"""

import numpy as np
import pytest

from rtxoutcomes.estimate.survival.competing import incidence_at
from shared_reference.loader import Check, checks


@pytest.mark.parametrize("check", checks("competing.cif"))
def test_cumulative_incidence_is_that_of_survfit(check: Check) -> None:
    rows, times = check.data(), check.args["times"]
    for arm, causes in check.expected.items():
        arm_rows = rows[rows[check.args["group"]] == arm]
        months = arm_rows[check.args["time"]].to_numpy("float64")
        cause = arm_rows[check.args["cause"]].to_numpy(np.int64)
        for code, expected in causes.items():
            errors = expected["se_infinitesimal_jackknife"]
            for month, share, error in zip(times, expected["cif"], errors, strict=True):
                result = incidence_at(months, cause, int(code), float(month))

                check.compare(result.estimate, share, f"{arm} {code} at {month}")
                check.compare(result.std_error, error, f"{arm} {code} error at {month}")
