"""Rates and their ratios against poisson.test of R, on the cases beside the checkout."""

import pytest

from rtxoutcomes.estimate.rate import Rate, rate, rate_ratio_exact, rate_ratio_point_probability
from shared_reference.loader import Check, checks


def rates(check: Check) -> dict[str, Rate]:
    """The rate of each group and of all."""
    rows = check.data()
    parts = [*rows.groupby(check.args["group"], sort=False), ("ALL", rows)]
    return {
        str(name): rate(
            part[check.args["count"]].to_numpy("int64"),
            part[check.args["person_years"]].to_numpy("float64"),
            conf_level=check.args["conf_level"],
        )
        for name, part in parts
    }


@pytest.mark.parametrize("check", checks("rate.exact_poisson"))
def test_rates_are_those_of_poisson_test(check: Check) -> None:
    told = rates(check)

    assert set(told) == set(check.expected)
    for name, expected in check.expected.items():
        value = told[name].independent
        assert told[name].events == expected["events"]
        check.compare(told[name].person_years, expected["person_years"], f"{name} years")
        check.compare(value.estimate, expected["rate"], name)
        check.compare(value.conf_low, expected["ci"][0], f"{name} low")
        check.compare(value.conf_high, expected["ci"][1], f"{name} high")


@pytest.mark.parametrize("check", checks("rate.ratio.exact"))
def test_ratios_of_rates_are_those_of_poisson_test(check: Check) -> None:
    told = rates(check)
    for pair, expected in check.expected.items():
        a, b = (told[name] for name in pair.split(" vs "))
        arguments = (a.events, a.person_years, b.events, b.person_years)

        ratio = rate_ratio_exact(*arguments, check.args["conf_level"])

        check.compare(ratio.estimate, expected["rate_ratio"], pair)
        check.compare(ratio.conf_low, expected["ci"][0], f"{pair} low")
        check.compare(ratio.conf_high, expected["ci"][1], f"{pair} high")
        # R sums point probabilities; the p beside the interval is twice the smaller tail.
        check.compare(rate_ratio_point_probability(*arguments).p_value, expected["p"], pair)
