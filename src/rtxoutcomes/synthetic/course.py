"""The course of synthetic patients: attacks, doses, adverse events."""

import math
from collections.abc import Iterator
from itertools import cycle, islice

import pandas as pd
from numpy.random import Generator

from rtxoutcomes.calendar import DAYS_PER_MONTH
from rtxoutcomes.study.synthesis import Dosing, Synthesis
from rtxoutcomes.synthetic.draws import down_to_tenth, drawn, in_random_order

YES_NO = {True: "yes", False: "no"}


def relapses_table(block: Synthesis, patients: pd.DataFrame, rng: Generator) -> pd.DataFrame:
    """A row an onset: spread over follow-up, far enough apart to be separate attacks."""
    attacks = _attacks(block, patients, rng)
    when = iter(_spread(sum(attacks), rng))
    via = ["clinic", *dict.fromkeys(a.channel for a in block.activities)]
    rows = []
    followed = zip(patients["patient_id"], patients["follow_up_months"], attacks, strict=True)
    for patient, end, n in followed:
        for onset in _onsets([next(when) for _ in range(n)], float(end), block):
            confirmed = YES_NO[float(rng.random()) < block.attacks_confirmed]
            rows.append((patient, onset, confirmed, via[int(rng.integers(len(via)))]))
    columns = ["patient_id", "month", "confirmed_by_examination", "detected_via"]
    return pd.DataFrame(rows, columns=columns)


def infusions_table(dosing: Dosing, patients: pd.DataFrame) -> pd.DataFrame:
    """A row a dose, until the end of follow-up."""
    rows = [
        (patient, month, dosing.dose_mg)
        for patient, end in zip(patients["patient_id"], patients["follow_up_months"], strict=True)
        for month in _dose_months(dosing, float(end))
    ]
    return pd.DataFrame(rows, columns=["patient_id", "month", "dose_mg"])


def adverse_events_table(block: Synthesis, patients: pd.DataFrame, rng: Generator) -> pd.DataFrame:
    """The stated events, each in another patient; their number grows with that of patients.

    A small cohort may have no patient for an event, which is then omitted.
    """
    ids = patients["patient_id"].astype(str)
    codes = [group.diagnosis for group in block.groups]
    free = {c: in_random_order(ids[patients["diagnosis"] == c].tolist(), rng) for c in codes}
    wanted = round(len(block.adverse_events) * len(patients) / block.patients)
    rows: list[tuple[object, ...]] = []
    for event in islice(cycle(block.adverse_events), wanted):
        if free[event.diagnosis]:
            patient = free[event.diagnosis].pop()
            flags = (YES_NO[event.serious], YES_NO[event.related])
            number = str(len(rows) + 1)
            rows.append((patient, number, event.month, event.term, event.grade, *flags, "clinic"))
    columns = ["patient_id", "event_id", "month", "term", "grade", "serious", "related"]
    return pd.DataFrame(rows, columns=[*columns, "reported_via"])


def _attacks(block: Synthesis, patients: pd.DataFrame, rng: Generator) -> list[int]:
    """How many attacks each patient has."""
    attacks = []
    for group in block.groups:
        none = {"0": group.patients - sum(group.attacks.values())}
        n = int((patients["diagnosis"] == group.diagnosis).sum())
        attacks += [int(v) for v in drawn(none | group.attacks, n, rng)]
    return attacks


def _spread(n: int, rng: Generator) -> list[float]:
    """Fractions of follow-up, one in each n-th part, so that no period remains empty."""
    return in_random_order([(k + float(rng.random())) / n for k in range(n)], rng)


def _onsets(fractions: list[float], end: float, block: Synthesis) -> list[float]:
    """Onsets at these fractions of the time that the minimum distances leave."""
    first, apart = block.first_attack_month, block.attacks_apart_months
    room = end - first - (len(fractions) - 1) * apart
    return [down_to_tenth(first + v * room + k * apart) for k, v in enumerate(sorted(fractions))]


def _dose_months(dosing: Dosing, end: float) -> Iterator[float]:
    for course in range(math.ceil(end / dosing.every_months)):
        for day in dosing.days:
            month = round(course * dosing.every_months + day / DAYS_PER_MONTH, 2)
            if month <= end:
                yield month
