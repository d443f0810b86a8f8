"""The simulations run, simulate what they say, and their page holds what they last gave."""

import re
from types import ModuleType

import numpy as np
import pytest

from benchmark_scripts import BENCHMARKS, ROOT, given, script
from rtxoutcomes import estimate as rtx


@pytest.fixture(scope="module")
def restricted_mean() -> ModuleType:
    return script("restricted_mean")


@pytest.fixture(scope="module")
def rates() -> ModuleType:
    return script("rate_intervals")


@pytest.fixture(scope="module")
def survival() -> ModuleType:
    return script("survival_intervals")


def numbers(part: str, pattern: str) -> np.ndarray:
    """The numbers of the lines of a part that match, without those in brackets."""
    lines = [line for line in given(part).splitlines() if re.match(pattern, line)]
    rows = [re.findall(r"-?[0-9.]+", re.sub(r"\([0-9.]+\)", "", line)) for line in lines]
    return np.array(rows, dtype=float)


def test_the_page_is_made_of_its_parts() -> None:
    page = (ROOT / "docs" / "simulation.md").read_text(encoding="utf-8")

    assert page == script("simulation_page").page()


def test_each_part_names_its_script_and_seed() -> None:
    for name in script("simulation_page").PARTS:
        # One that was not run yet is no part of the page.
        if (BENCHMARKS / f"{name}.md").exists():
            assert f"From `python benchmarks/{name}.py`, seed " in given(name)


def test_the_true_mean_is_the_area_under_an_exponential_curve(restricted_mean: ModuleType) -> None:
    setting = restricted_mean.Setting(14, 0.2, 24.0)
    middles = (np.arange(100_000) + 0.5) * 24 / 100_000

    assert setting.truth == pytest.approx(24 * np.mean(0.8 ** (middles / 12)), rel=1e-8)


def test_a_setting_is_counted_over_its_samples(restricted_mean: ModuleType) -> None:
    setting = restricted_mean.Setting(14, 0.2, 12.0)
    result = restricted_mean.coverage(setting, 50, np.random.default_rng(1))

    assert 0.8 < result.all <= 1
    assert 40 <= result.samples_with_event <= 50
    assert "| 14 | 20 % | 12 |" in restricted_mean.markdown([result], 50)


def test_every_restricted_mean_is_covered_in_at_least_94_percent_with_and_without_events(
    restricted_mean: ModuleType,
) -> None:
    covers = numbers("restricted_mean", r"\| (14|42) ")

    assert [tuple(row[:3]) for row in covers.tolist()] == [
        (s.n, pytest.approx(100 * s.risk), s.tau) for s in restricted_mean.SETTINGS
    ]
    assert covers[:, 3:5].min() >= 94


def test_limits_of_a_rate_are_those_of_the_estimator(rates: ModuleType) -> None:
    rng = np.random.default_rng(4)
    events, years = rng.poisson(0.6, (1, 20)).astype(float), rng.uniform(1, 3, (1, 20))
    made = rates.Cohorts(events, years, np.zeros(20, dtype=np.int64))
    result = rtx.rate(events[0].astype(int), years[0])

    for estimate, phi in (
        (result.scaled, rates.own(made)),
        (result.independent, rates.independent(made)),
    ):
        low, high = rates.garwood(made.totals(events), phi, made.totals(years))

        # Quantiles of two libraries, each to double precision.
        assert estimate.conf_low == pytest.approx(low.item(), rel=1e-9)
        assert estimate.conf_high == pytest.approx(high.item(), rel=1e-9)
    assert rates.pooled(made) == pytest.approx(rates.own(made))


def test_a_dispersion_is_one_in_the_mean_without_frailty_and_above_it_with(
    rates: ModuleType,
) -> None:
    alike, apart = (rates.draw(2.0, spread, 400, np.random.default_rng(2)) for spread in (0.0, 1.0))
    df = alike.group.size - 3

    # Chi-square over its degrees of freedom: SD sqrt(2 / 96), of a mean of 400 cohorts 0.007.
    assert (alike.pearson().sum(axis=1) / df).mean() == pytest.approx(1, abs=0.03)
    assert (apart.pearson().sum(axis=1) / df).mean() > 2


def test_the_reported_interval_of_a_rate_covers_with_clustering_and_the_plain_one_does_not() -> (
    None
):
    table = numbers("rate_intervals", r"\| (14|42) \| ")

    plain, pooled = table[:, 4], table[:, 6]
    assert table.shape == (16, 7)
    assert plain.min() < 80
    assert pooled.min() >= 93.5


def test_the_ratio_of_rates_is_covered_where_the_limits_of_the_estimator_hold_one(
    rates: ModuleType,
) -> None:
    made = rates.draw(0.4, 1.5, 60, np.random.default_rng(7))
    count, years = made.totals(made.events), made.totals(made.years)
    covered = []
    for events, time, all_events, all_years in zip(
        count, years, made.events, made.years, strict=True
    ):
        if events[0] and events[2]:
            phi = rtx.pooled_dispersion(all_events.astype(int), all_years, made.group)
            totals = (int(events[2]), time[2], int(events[0]), time[0])
            limits = rtx.rate_ratio_quasi_poisson(*totals, phi)
            covered.append(limits.conf_low <= 1 <= limits.conf_high)

    result = rates.ratio(made, 2, 0)

    assert result.cohorts == len(covered)
    assert result.scaled == pytest.approx(np.mean(covered))
    # Not all of them, so that the comparison is one.
    assert 0.8 < result.scaled < 1


def test_the_docs_of_rates_quote_the_coverages_of_the_table() -> None:
    page = (ROOT / "docs" / "methods" / "rate.md").read_text(encoding="utf-8")
    table = numbers("rate_intervals", r"\| (14|42) \| ")
    ratios = numbers("rate_intervals", r"\| 0\.[0-9]+ \| ")

    for spread in (0.0, 1.5):
        pooled = table[(table[:, 1] == 0.16) & (table[:, 2] == spread), 6]
        assert f"{pooled.min():.1f} to {pooled.max():.1f}%" in page
    plain = table[(table[:, 1] == 0.16) & (table[:, 2] == 1.5), 4]
    assert f"{plain.min():.1f} to {plain.max():.1f}%" in page
    of_ratio = {row[1]: row[4] for row in ratios.tolist() if row[0] == 0.16}
    assert f"{of_ratio[0.0]:.1f}% and {of_ratio[1.5]:.1f}%" in page
    assert f"at least {table[:, 6].min():.1f}%" in page


def test_survival_of_a_setting_is_exponential(survival: ModuleType) -> None:
    setting = survival.Setting(42, 0.2)

    assert setting.survival(12.0) == pytest.approx(0.8)
    assert setting.survival(24.0) == pytest.approx(0.64)
    assert setting.survival(setting.median) == pytest.approx(0.5)


def test_a_missing_limit_excludes_nothing_on_its_side(survival: ModuleType) -> None:
    nan = float("nan")
    limits = survival.Limits(np.array([0.2, nan, 0.6, nan]), np.array([0.4, 0.4, nan, nan]))

    assert limits.covers(0.5).tolist() == [False, False, False, False]
    assert limits.covers(0.3).tolist() == [True, True, False, False]
    assert limits.covers(0.7).tolist() == [False, False, True, False]
    assert limits.known.tolist() == [True, True, True, False]


def test_samples_of_a_setting_have_limits_at_each_horizon(survival: ModuleType) -> None:
    samples = survival.draw(survival.Setting(14, 0.2), 40, np.random.default_rng(1))

    line = survival.line(samples, 12.0)

    assert line.known == line.samples == 40
    assert line.covered > 0.8
    assert line.covered + line.below + line.above == pytest.approx(1)
    # Nobody ends follow-up before a year, and a fifth relapse by then.
    assert samples.at_risk[12.0].mean() == pytest.approx(0.8 * 14, abs=1)


def test_the_beta_product_interval_is_valid_in_every_setting(survival: ModuleType) -> None:
    table = numbers("survival_intervals", r"\| \d+ \| \d+% \| \d+ \| [0-9.]+% \|")

    assert len(table) == len(survival.SIZES) * len(survival.RISKS) * len(survival.HORIZONS)
    assert table[:, 4].min() >= 95


def test_each_line_of_the_coverage_page_is_about_a_proportion() -> None:
    rows = [line for line in given("coverage").splitlines() if line.startswith("| ")][2:]
    shares = [float(x) for row in rows for x in re.findall(r"\| ([0-9.]+)(?: \([0-9.]+\))? ", row)]

    assert len(rows) > 50
    assert 0 <= min(shares) <= max(shares) <= 100
