"""Adjusted p-values against p.adjust of R, on the cases next to the checkout."""

from typing import cast

import pytest

from rtxoutcomes.estimate.multiplicity import Method, adjust
from shared_reference.loader import Check, checks

NAMES = {"bh": "BH", "by": "BY"}


@pytest.mark.parametrize("check", checks("multiplicity.adjust"))
def test_adjusted_p_values_are_those_of_p_adjust(check: Check) -> None:
    p_values = check.data()[check.args["p_column"]]
    family = {str(k): float(p) for k, p in enumerate(p_values)}

    for name, expected in check.expected.items():
        adjusted = adjust(family, cast(Method, NAMES.get(name, name)))

        for got, wanted in zip(adjusted.values(), expected, strict=True):
            check.compare(got, wanted, name)
