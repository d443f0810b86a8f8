"""Time from first infusion to first relapse, by diagnosis."""

import numpy as np
import pandas as pd

from rtxoutcomes.analysis.question import Question, counted, groups, not_collected, of_group
from rtxoutcomes.cohort import Cohort
from rtxoutcomes.counts import EventTable
from rtxoutcomes.derive.relapse import attack_history
from rtxoutcomes.estimate.survival.beta_product import beta_product_limits
from rtxoutcomes.estimate.survival.event_table import at_risk_at, event_table
from rtxoutcomes.estimate.survival.kaplan_meier import (
    Curve,
    kaplan_meier,
    median,
    reverse_kaplan_meier,
    survival_at,
    survival_at_band,
)
from rtxoutcomes.estimate.survival.log_rank import log_rank, log_rank_permutation
from rtxoutcomes.estimate.survival.restricted_mean import restricted_mean
from rtxoutcomes.results import ALL, CURVE_COLUMNS, Row
from rtxoutcomes.study import Study

TIME = Question("time_to_relapse", "time_to_relapse")
RISK_TABLE_STEP = 6
# Beyond this many patients the asymptotic test holds its level, and permuting costs memory.
PERMUTED_UP_TO = 200


def time_rows(cohort: Cohort, study: Study) -> list[Row]:
    """Median, survival at the study's months, restricted means, numbers at risk, log-rank."""
    history = attack_history(cohort, study)
    if history is None:
        return [
            TIME.row(group, "median", not_collected("relapses were not collected", len(p)))
            for group, p in groups(cohort.patients, study, overall=False)
        ]
    rows: list[Row] = []
    grid = _risk_table_months(history)
    for group, patients in groups(history, study, overall=False):
        rows += _group_rows(group, patients, study, grid)
    return rows + _log_rank_rows(history, study)


def curves(cohort: Cohort, study: Study) -> pd.DataFrame:
    """What Kaplan-Meier figures draw: a row for month 0 and one for each distinct time."""
    history = attack_history(cohort, study)
    if history is None:
        return pd.DataFrame(columns=list(CURVE_COLUMNS))
    frames = [
        _curve_frame(kaplan_meier(_table(patients))).assign(endpoint=TIME.endpoint, group=group)
        for group, patients in groups(history, study, overall=False)
        if len(patients) > 0
    ]
    return pd.concat(frames, ignore_index=True)[list(CURVE_COLUMNS)]


def _table(patients: pd.DataFrame) -> EventTable:
    return event_table(patients["months"].to_numpy("float64"), patients["event"].to_numpy(bool))


def _group_rows(group: str, patients: pd.DataFrame, study: Study, grid: list[float]) -> list[Row]:
    table = _table(patients)
    curve = kaplan_meier(table)
    reverse = reverse_kaplan_meier(
        patients["months"].to_numpy("float64"), patients["event"].to_numpy(bool)
    )
    rows = [
        TIME.row(group, "events", counted(int(table.events.sum()), table.n, "count of relapsers")),
        TIME.row(group, "median", of_group(median(curve), patients), unit="months"),
        TIME.row(group, "follow_up_median", of_group(median(reverse), patients), unit="months"),
    ]
    for month in study.relapse.survival_months:
        term = f"survival_{month:g}_months"
        band = of_group(survival_at_band(curve, month), patients)
        rows.append(TIME.row(group, term, of_group(survival_at(curve, month), patients)))
        rows.append(TIME.row(group, term, band, "beside"))
    for month in study.relapse.rmst_months:
        value = of_group(restricted_mean(table, month), patients)
        rows.append(TIME.row(group, f"rmst_{month:g}_months", value, unit="months"))
    at_risk = at_risk_at(table, grid)
    for month, count in zip(grid, at_risk, strict=True):
        value = counted(int(count), table.n, "patients at risk just before that month")
        rows.append(TIME.row(group, f"at_risk_{month:g}_months", value))
    return rows


def _log_rank_rows(history: pd.DataFrame, study: Study) -> list[Row]:
    months, event = history["months"].to_numpy("float64"), history["event"].to_numpy(bool)
    codes = {code: k for k, code in enumerate(study.codes)}
    group = np.array([codes[code] for code in history["diagnosis"]], dtype=np.int64)
    asymptotic = log_rank(months, event, group)
    if len(history) > PERMUTED_UP_TO:
        return [TIME.row(ALL, "log_rank", asymptotic)]
    rng = np.random.default_rng(study.randomness.seed)
    permuted = log_rank_permutation(months, event, group, rng, study.randomness.permutations)
    return [
        TIME.row(ALL, "log_rank", permuted),
        TIME.row(ALL, "log_rank", asymptotic, "beside"),
    ]


def _risk_table_months(history: pd.DataFrame) -> list[float]:
    last = float(history["months"].max()) if len(history) else 0.0
    return [float(m) for m in np.arange(0, last + RISK_TABLE_STEP, RISK_TABLE_STEP)]


def _curve_frame(curve: Curve) -> pd.DataFrame:
    # The beta product band holds from month 0 on, before anybody has had an event.
    low, high = beta_product_limits(np.array([curve.n]), np.array([0]), curve.conf_level)
    start = pd.DataFrame(
        {
            "month": [0.0],
            "at_risk": [curve.n],
            "events": [0],
            "censored": [0],
            "survival": [1.0],
            "band_low": low,
            "band_high": high,
        }
    )
    steps = pd.DataFrame(
        {
            "month": curve.months,
            "at_risk": curve.at_risk,
            "events": curve.events,
            "censored": curve.censored,
            "survival": curve.survival,
            "conf_low": curve.conf_low,
            "conf_high": curve.conf_high,
            "band_low": curve.band_low,
            "band_high": curve.band_high,
        }
    )
    return pd.concat([start, steps], ignore_index=True)
