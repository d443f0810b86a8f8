"""Time from first infusion to a first event, by diagnosis."""

import math
from collections.abc import Iterator
from functools import partial

import numpy as np
import pandas as pd

from rtxoutcomes.analysis.descriptive import counted, described, not_collected
from rtxoutcomes.analysis.diagnoses import group_numbers, groups, times
from rtxoutcomes.analysis.horizon import at_horizon
from rtxoutcomes.analysis.question import Question, Statistic
from rtxoutcomes.calendar import SAME_TIME
from rtxoutcomes.counts import EventTable
from rtxoutcomes.estimate.survival.at_month import survival_at, survival_at_band
from rtxoutcomes.estimate.survival.beta_product import beta_product_limits
from rtxoutcomes.estimate.survival.event_table import at_risk_at, event_table
from rtxoutcomes.estimate.survival.kaplan_meier import Curve, kaplan_meier, reverse_kaplan_meier
from rtxoutcomes.estimate.survival.log_rank import log_rank
from rtxoutcomes.estimate.survival.permuted_log_rank import log_rank_permutation
from rtxoutcomes.estimate.survival.quantile import median
from rtxoutcomes.estimate.survival.restricted_mean import restricted_mean
from rtxoutcomes.results import ALL, Estimate, Measure, MethodKey, Quantity, Row
from rtxoutcomes.results.collection import CURVE_COLUMNS, joined
from rtxoutcomes.study import Study

RISK_TABLE_STEP = 6
# Beyond this many patients the asymptotic test holds its level, and permuting costs memory.
PERMUTED_UP_TO = 200
AT_RISK = "patients at risk just before that month"


def time_rows(
    endpoint: str, history: pd.DataFrame | None, patients: pd.DataFrame, study: Study
) -> list[Row]:
    """Median, survival at the study's months, restricted means, numbers at risk, log-rank.

    Parameters
    ----------
    endpoint
        The name of the time to an event; also that of the analysis.
    history
        One row per patient: `diagnosis`, `months` to the event or the end of follow-up, `event`;
        None where the event was not collected.
    patients
        The patients of the cohort, with their diagnosis.
    """
    question = Question(endpoint, endpoint)
    if history is None:
        return question.rows(patients, study, _nothing, overall=False)
    statistics = partial(
        _statistics,
        study=study,
        grid=_risk_table_months(history),
        event_ends_follow_up=_event_ends_follow_up(history),
    )
    rows = question.rows(history, study, statistics, overall=False)
    return [*rows, *(question.row(ALL, test) for test in _log_rank(history, study))]


def curves(endpoint: str, history: pd.DataFrame | None, study: Study) -> pd.DataFrame:
    """What Kaplan-Meier figures draw: a row for month 0 and one for each distinct time."""
    if history is None:
        return joined([], CURVE_COLUMNS)
    return joined(
        (
            _curve_frame(kaplan_meier(event_table(*times(patients)))).assign(
                endpoint=endpoint, group=group
            )
            for group, patients in groups(history, study, overall=False)
            if len(patients) > 0
        ),
        CURVE_COLUMNS,
    )


def _nothing(patients: pd.DataFrame) -> Iterator[Statistic]:
    nothing = not_collected("relapses were not collected", len(patients), Measure.DURATION)
    yield Statistic(Quantity.MEDIAN, nothing)


def _statistics(
    patients: pd.DataFrame, *, study: Study, grid: list[float], event_ends_follow_up: bool
) -> Iterator[Statistic]:
    table = event_table(*times(patients))
    curve = kaplan_meier(table)
    events = counted(int(table.events.sum()), table.n, method="count of relapsers")
    yield Statistic(Quantity.EVENTS, events)
    by_band, by_curve = _at_itself(median(curve, "beta product"), table), median(curve)
    yield Statistic(Quantity.MEDIAN, by_band, unit="months")
    yield Statistic(Quantity.MEDIAN, _at_itself(by_curve, table), "alternative", unit="months")
    follow_up = _median_follow_up(patients, event_ends_follow_up)
    yield Statistic(Quantity.MEDIAN_FOLLOW_UP, follow_up, unit="months")
    for month in study.relapse.survival_months:
        band, log_log = survival_at_band(curve, month), survival_at(curve, month)
        yield Statistic(Quantity.SURVIVAL, at_horizon(band, table, month), month=month)
        log_log = at_horizon(log_log, table, month)
        yield Statistic(Quantity.SURVIVAL, log_log, "alternative", month=month)
    for month in study.relapse.rmst_months:
        mean = at_horizon(restricted_mean(table, month), table, month)
        yield Statistic(Quantity.RESTRICTED_MEAN, mean, unit="months", month=month)
    for month, count in zip(grid, at_risk_at(table, grid), strict=True):
        value = counted(int(count), table.n, MethodKey.AT_RISK_COUNT, AT_RISK)
        yield Statistic(Quantity.AT_RISK, value, month=month)


def _at_itself(middle: Estimate, table: EventTable) -> Estimate:
    """A median, marked where too few were at risk then for the curve to be drawn so far."""
    known = not math.isnan(middle.estimate)
    return at_horizon(middle, table, middle.estimate) if known else middle


def _event_ends_follow_up(history: pd.DataFrame) -> bool:
    """Whether nobody was followed beyond the event, so that the end of follow-up is censored."""
    had = history[history["event"].to_numpy(bool)]
    beyond = had["follow_up_months"].astype("float64") > had["months"] * (1 + SAME_TIME)
    return len(had) > 0 and not beyond.any()


def _median_follow_up(patients: pd.DataFrame, event_ends_follow_up: bool) -> Estimate:
    """That of all patients, whose follow-up is known; else by the reverse curve."""
    if event_ends_follow_up:
        return median(reverse_kaplan_meier(*times(patients)))
    months = patients["follow_up_months"].to_numpy("float64")
    middle = float(np.median(months)) if months.size else np.nan
    return described(middle, months.size, MethodKey.MEDIAN, measure=Measure.DURATION)


def _log_rank(history: pd.DataFrame, study: Study) -> Iterator[Statistic]:
    (months, event), group = times(history), group_numbers(history, study)
    asymptotic = log_rank(months, event, group)
    if len(history) > PERMUTED_UP_TO:
        yield Statistic(Quantity.LOG_RANK, asymptotic)
        return
    rng = np.random.default_rng(study.randomness.seed)
    permuted = log_rank_permutation(months, event, group, rng, study.randomness.permutations)
    yield Statistic(Quantity.LOG_RANK, permuted)
    yield Statistic(Quantity.LOG_RANK, asymptotic, "alternative")


def _risk_table_months(history: pd.DataFrame) -> list[float]:
    last = float(history["months"].max()) if len(history) else 0.0
    return [float(m) for m in np.arange(0, last + RISK_TABLE_STEP, RISK_TABLE_STEP)]


def _curve_frame(curve: Curve) -> pd.DataFrame:
    # The beta product band holds from month 0 on, before anybody has had an event.
    low, high = beta_product_limits(np.array([curve.n]), np.array([0]), curve.conf_level)
    first = (0.0, curve.n, 0, 0, 1.0, low[0], high[0])
    names = ("months", "at_risk", "events", "censored", "survival", "band_low", "band_high")
    start = pd.DataFrame([dict(zip(names, first, strict=True))])
    steps = pd.DataFrame({name: getattr(curve, name) for name in (*names, "conf_low", "conf_high")})
    return pd.concat([start, steps], ignore_index=True).rename(columns={"months": "month"})
