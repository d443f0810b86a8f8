"""Paired changes against R, with and without ties and zeros.

Reference results on tests of normality are not used on purpose: no test is chosen here by looking
at the data. So are one-sided P values, Hedges' g and the effect over the averaged deviation, which
this package does not report.
"""

import math

import numpy as np
import pytest
from numpy.typing import NDArray

from rtxoutcomes.estimate.describe import describe
from rtxoutcomes.estimate.paired.change import mean_change, rank_biserial, standardised_mean_change
from rtxoutcomes.estimate.paired.hodges_lehmann import hodges_lehmann, walsh_interval
from rtxoutcomes.estimate.paired.responders import net_proportion_improved
from rtxoutcomes.estimate.paired.signed_rank import Zeros, signed_rank, signed_rank_asymptotic
from rtxoutcomes.results.estimate import Estimate
from shared_reference.loader import Check, checks

# Every value of these cases is a whole number of hundredths.
STEP = 0.01
ZEROS: dict[str, Zeros] = {"wilcox": "wilcoxon", "pratt": "pratt"}


def visits(check: Check) -> tuple[NDArray[np.int64], NDArray[np.int64], int]:
    """Values before and after in hundredths, of complete pairs, and how many are incomplete."""
    rows = check.data()
    for column, level in check.args.get("where", {}).items():
        rows = rows[rows[column] == level]
    pairs = rows[[check.args["before"], check.args["after"]]]
    hundredths = np.rint(pairs.dropna().to_numpy("float64") / STEP)
    np.testing.assert_allclose(hundredths * STEP, pairs.dropna(), rtol=1e-12)
    before, after = hundredths.astype(np.int64).T
    return before, after, int(pairs.isna().any(axis=1).sum())


def change_of(check: Check) -> NDArray[np.int64]:
    before, after, _ = visits(check)
    return after - before


def in_units(hundredths: NDArray[np.int64]) -> NDArray[np.float64]:
    return hundredths.astype(np.float64) * STEP


def is_refused(check: Check, result: Estimate, expected: object = None) -> bool:
    """Whether R has no result here; then there must be none, and a reason."""
    wanted = check.expected if expected is None else expected
    if not (isinstance(wanted, dict) and wanted.get("undefined")):
        assert result.status == "ok", f"{check.case}/{check.id}: {result}"
        return False
    assert result.status == "not_estimable"
    assert result.note in ("all_zero_diff", "zero_variance", "n_one", "n_zero")
    assert math.isnan(result.p_value)
    assert math.isnan(result.conf_low)
    return True


@pytest.mark.parametrize("check", checks("paired.describe"))
def test_descriptions_are_those_of_r(check: Check) -> None:
    before, after, missing = visits(check)
    change, r = after - before, check.expected

    result = describe(in_units(change))

    for got, key in [
        (result.n, "n"),
        (missing, "n_missing"),
        (describe(in_units(before)).mean, "mean_before"),
        (describe(in_units(after)).mean, "mean_after"),
        (result.mean, "mean_difference"),
        (result.sd, "sd_difference"),
        (result.median, "median_difference"),
        (result.q1, "q1_type7"),
        (result.q3, "q3_type7"),
        ((change > 0).sum(), "n_positive"),
        ((change < 0).sum(), "n_negative"),
        ((change == 0).sum(), "n_zero"),
    ]:
        check.compare(float(got), r[key], key)


@pytest.mark.parametrize("check", checks("paired.t"))
def test_the_paired_t_is_that_of_t_test(check: Check) -> None:
    result = mean_change(in_units(change_of(check)), conf_level=check.args["conf_level"])

    if is_refused(check, result):
        return
    low, high = check.expected["ci"]
    for got, wanted, what in [
        (result.estimate, check.expected["estimate"], "mean"),
        (result.statistic, check.expected["t"], "t"),
        (result.df, check.expected["df"], "df"),
        (result.p_value, check.expected["p"], "p"),
        (result.conf_low, low, "lower limit"),
        (result.conf_high, high, "upper limit"),
    ]:
        check.compare(got, wanted, what)


@pytest.mark.parametrize("check", checks("paired.wilcoxon.exact"))
def test_the_exact_signed_rank_is_that_of_exactranktests_and_coin(check: Check) -> None:
    change, zeros = change_of(check), ZEROS[check.args["zero_method"]]

    result, backward = signed_rank(change, zeros), signed_rank(-change, zeros)

    if is_refused(check, result):
        return
    check.compare(result.p_value, check.expected["p"], "p")
    check.compare(result.statistic, check.expected["statistic_W_plus"], "W+")
    check.compare(backward.statistic, check.expected["statistic_W_minus"], "W-")
    if "n_used" in check.expected:
        check.compare(float((change != 0).sum()), check.expected["n_used"], "changed")


@pytest.mark.parametrize("check", checks("paired.wilcoxon.asymptotic"))
def test_the_normal_approximation_is_that_of_wilcox_test_and_coin(check: Check) -> None:
    change, zeros = change_of(check), ZEROS[check.args["zero_method"]]

    plain = signed_rank_asymptotic(change, zeros, continuity=False)
    corrected = signed_rank_asymptotic(change, zeros, continuity=True)

    if is_refused(check, plain):
        return
    if "V" in check.expected:
        check.compare(plain.statistic, check.expected["V"], "V")
        check.compare(plain.p_value, check.expected["p_no_continuity"], "p")
        check.compare(corrected.p_value, check.expected["p_continuity"], "p, corrected")
    else:
        check.compare(plain.p_value, check.expected["p"], "p")


@pytest.mark.parametrize("check", checks("paired.wilcoxon.exact_untied"))
def test_without_ties_everything_is_that_of_wilcox_test(check: Check) -> None:
    change = change_of(check)
    low, high = check.expected["ci"]

    test = signed_rank(change)

    check.compare(test.p_value, check.expected["p"], "p")
    check.compare(test.statistic, check.expected["V"], "V")
    result = walsh_interval(change, STEP, check.args["conf_level"])
    check.compare(result.estimate, check.expected["estimate"], "estimate")
    check.compare(result.conf_low, low, "lower limit")
    check.compare(result.conf_high, high, "upper limit")


@pytest.mark.parametrize("check", checks("paired.hodges_lehmann"))
def test_hodges_lehmann_is_the_median_of_walsh_averages(check: Check) -> None:
    change = change_of(check)

    with_zeros = hodges_lehmann(change, STEP)
    without = hodges_lehmann(change[change != 0], STEP)

    check.compare(with_zeros.estimate, check.expected["including_zeros"], "with zeros")
    check.compare(without.estimate, check.expected["dropping_zeros"], "without zeros")


@pytest.mark.parametrize("zeros", ["including_zeros", "dropping_zeros"])
@pytest.mark.parametrize("check", checks("paired.hodges_lehmann.ci_walsh"))
def test_walsh_limits_are_order_statistics(check: Check, zeros: str) -> None:
    change, expected = change_of(check), check.expected[zeros]
    used = change if zeros == "including_zeros" else change[change != 0]

    result = walsh_interval(used, STEP, check.args["conf_level"])

    # R's order statistics of one average are that average, at a level of 0. That is no interval,
    # and whatever prints limits would show it as one: here it is refused.
    no_interval = {"undefined": True} if expected.get("conf_level_achieved") == 0 else expected
    if is_refused(check, result, no_interval):
        return
    check.compare(result.n, expected["n_used"], "n")
    check.compare(result.conf_low, expected["ci"][0], "lower limit")
    check.compare(result.conf_high, expected["ci"][1], "upper limit")
    check.compare(result.conf_level, expected["conf_level_achieved"], "level")


@pytest.mark.parametrize("check", checks("paired.sign_test"))
def test_the_sign_test_is_that_of_binom_test(check: Check) -> None:
    change = change_of(check)
    up, down = int((change > 0).sum()), int((change < 0).sum())

    result = net_proportion_improved(
        up, down, change.size, conf_level=check.args["conf_level"]
    ).sign

    if is_refused(check, result):
        return
    assert (up, result.events) == (check.expected["n_positive"], check.expected["n_nonzero"])
    check.compare(result.p_value, check.expected["p"], "p")
    check.compare(result.estimate, check.expected["estimate"], "share")
    check.compare(result.conf_low, check.expected["ci"][0], "lower limit")
    check.compare(result.conf_high, check.expected["ci"][1], "upper limit")


@pytest.mark.parametrize("check", checks("paired.rank_biserial"))
def test_rank_biserial_is_the_difference_of_rank_sums(check: Check) -> None:
    change = change_of(check)

    for zeros, key in [("wilcox", "drop_zeros"), ("pratt", "pratt")]:
        check.compare(rank_biserial(change, ZEROS[zeros]).estimate, check.expected[key], key)


@pytest.mark.parametrize("check", checks("paired.cohen_dz"))
def test_the_standardised_change_pivots_the_noncentral_t(check: Check) -> None:
    result = standardised_mean_change(
        in_units(change_of(check)), conf_level=check.args["conf_level"]
    )

    if is_refused(check, result):
        return
    check.compare(result.estimate, check.expected["dz"], "dz")
    check.compare(result.conf_low, check.expected["dz_ci"][0], "lower limit")
    check.compare(result.conf_high, check.expected["dz_ci"][1], "upper limit")
