"""A made-up cohort with the margins that a study file states exactly.

Engagement is drawn from a generator of its own that sees no outcome. Nothing here knows a drug, a
diagnosis or a score: all of it comes from the `[synthesis]` block.
"""

import itertools
import math
from collections.abc import Sequence
from decimal import Decimal
from statistics import NormalDist

import numpy as np
import pandas as pd
from numpy.random import Generator

from rtxoutcomes.errors import UsageFault
from rtxoutcomes.study import Score, Study
from rtxoutcomes.study.synthesis import Activity, Counts, Group, Synthesis

Frames = dict[str, pd.DataFrame]
DAYS_PER_MONTH = 30.4375
FIRST_ONSET, LAST_ONSET_BEFORE_END, BETWEEN_ONSETS = 1.0, 0.5, 2.0
TRIES = 1000
CONFIRMED = 0.8
YES_NO = {True: "yes", False: "no"}


def synthesise(study: Study, *, patients: int | None = None, seed: int | None = None) -> Frames:
    """Table name -> frame, in the columns of the data model.

    Parameters
    ----------
    study
        A study with a `[synthesis]` block.
    patients
        How many; by default the block's own number, whose margins are then met exactly. Another
        number keeps the proportions, and draws values from the block's counts.
    seed
        Another draw; by default the block's.

    Raises
    ------
    UsageFault
        The study has no such block.
    """
    block = study.synthesis
    if block is None:
        raise UsageFault(f"study {study.id!r} has no [synthesis] block to make a cohort from")
    start = block.seed if seed is None else seed
    # One generator a table, so that no table's draw moves another's.
    people, course, scores, engaged, events = (np.random.default_rng([start, k]) for k in range(5))
    table = _patients(block, _sizes(block, patients), people)
    relapses = _relapses(block, table, course)
    return {
        "patients": table.drop(columns=["group", "attacks"]),
        "visits": _visits(study, block, table, scores),
        "relapses": relapses,
        "infusions": _infusions(block, table),
        "engagement": _engagement(block, table, engaged),
        "adverse_events": _adverse_events(block, table, events),
    }


def files(frames: Frames, study: Study) -> dict[str, str]:
    """File name -> text: a CSV a table and the declaration that it is all made up."""
    declared_on = study.synthesis.declared_on if study.synthesis else ""
    told = {
        f"{name}.csv": frame.to_csv(index=False, lineterminator="\n")
        for name, frame in frames.items()
    }
    told["cohort.toml"] = (
        'origin = "synthetic"\ndeclared_by = "rtxoutcomes synthesise"\n'
        f'declared_on = "{declared_on}"\n'
    )
    return told


def _sizes(block: Synthesis, patients: int | None) -> list[int]:
    """Patients of each group; another total is shared out by the largest remainder."""
    own = [group.patients for group in block.groups]
    if patients is None:
        return own
    shares = [patients * size / block.patients for size in own]
    sizes = [math.floor(share) for share in shares]
    order = sorted(range(len(own)), key=lambda k: (sizes[k] - shares[k], k))
    for k in order[: patients - sum(sizes)]:
        sizes[k] += 1
    return sizes


def _drawn(counts: Counts, n: int, rng: Generator) -> list[str]:
    """The counted values in a random order; another number of them, drawn with replacement."""
    each = [value for value, count in counts.items() for _ in range(count)]
    places = rng.permutation(len(each)) if n == len(each) else rng.integers(0, len(each), n)
    return [each[k] for k in places.tolist()]


def _patients(block: Synthesis, sizes: list[int], rng: Generator) -> pd.DataFrame:
    n = sum(sizes)
    age = [float(v) for v in _drawn(block.age_years, n, rng)]
    follow_up = [float(v) for v in _drawn(block.follow_up_months, n, rng)]
    duration = rng.permutation(_quantiles(block.disease_duration_years, n))
    sex, prior, attacks = [], [], []
    for group, size in zip(block.groups, sizes, strict=True):
        women = {"female": group.women, "male": group.patients - group.women}
        sex += _drawn(women, size, rng)
        prior += [int(v) for v in _drawn(group.relapses_prior_year, size, rng)]
        none = {"0": group.patients - sum(group.attacks.values())}
        attacks += [int(v) for v in _drawn(none | group.attacks, size, rng)]
    treatment = _drawn(block.prior_treatment, n, rng)
    reason = _drawn(block.end_reason, n, rng)
    groups = [k for k, size in enumerate(sizes) for _ in range(size)]
    width = max(3, len(str(n)))
    return pd.DataFrame(
        {
            "patient_id": [f"SYN-{k:0{width}d}" for k in range(1, n + 1)],
            "diagnosis": [block.groups[k].diagnosis for k in groups],
            "follow_up_months": follow_up,
            "sex": sex,
            "age_years": age,
            "disease_duration_years": [
                round(min(max(v, 0.5), a - 12), 1) for v, a in zip(duration, age, strict=True)
            ],
            "relapses_prior_year": prior,
            "prior_treatment": treatment,
            "end_reason": reason,
            "engagement_start_month": block.engagement_start_month,
            "group": groups,
            "attacks": attacks,
        }
    )


def _quantiles(normal: tuple[float, float], n: int) -> list[float]:
    """The n quantiles of a normal distribution: its mean exactly, its spread nearly."""
    mean, spread = normal
    return [mean + spread * NormalDist().inv_cdf((k + 0.5) / n) for k in range(n)]


def _relapses(block: Synthesis, table: pd.DataFrame, rng: Generator) -> pd.DataFrame:
    via = ["clinic", *dict.fromkeys(a.channel for a in block.activities)]
    rows = []
    for patient, end, attacks in table[["patient_id", "follow_up_months", "attacks"]].values:
        for onset in _onsets(float(end), int(attacks), rng):
            confirmed = YES_NO[bool(rng.random() < CONFIRMED)]
            rows.append((patient, onset, confirmed, via[int(rng.integers(len(via)))]))
    columns = ["patient_id", "month", "confirmed_by_examination", "detected_via"]
    return pd.DataFrame(rows, columns=columns)


def _onsets(end: float, attacks: int, rng: Generator) -> list[float]:
    """Onsets within follow-up, far enough apart to be attacks of their own."""
    last = end - LAST_ONSET_BEFORE_END
    if attacks == 0:
        return []
    for _ in range(TRIES):
        drawn = FIRST_ONSET + (last - FIRST_ONSET) * rng.random(attacks)
        onsets = sorted(round(float(v), 1) for v in drawn)
        if all(b - a >= BETWEEN_ONSETS for a, b in itertools.pairwise(onsets)):
            return onsets
    return [round(FIRST_ONSET + k * BETWEEN_ONSETS, 1) for k in range(attacks)]


def _visits(study: Study, block: Synthesis, table: pd.DataFrame, rng: Generator) -> pd.DataFrame:
    ends: dict[str, list[tuple[float, float]]] = {}
    for score in study.scores:
        pairs = []
        for k, group in enumerate(block.groups):
            pairs += _pairs(group, score, int((table["group"] == k).sum()), rng)
        ends[score.column] = pairs
    rows = []
    for row, (patient, end) in enumerate(table[["patient_id", "follow_up_months"]].values):
        for month in _visit_months(float(end), block.visit_every_months):
            told: dict[str, object] = {"patient_id": patient, "month": month}
            for score in study.scores:
                told[score.column] = _value(ends[score.column][row], score, month / end, block, rng)
            rows.append(told)
    return pd.DataFrame(rows, columns=["patient_id", "month", *ends])


def _visit_months(end: float, every: float) -> list[float]:
    regular = [k * every for k in range(math.ceil(end / every))]
    return [*(month for month in regular if end - month >= every / 2 or month == 0), end]


def _pairs(group: Group, score: Score, n: int, rng: Generator) -> list[tuple[float, float]]:
    """Baseline and last value of each patient of a group, on the lattice of the score."""
    told = group.scores.get(score.name)
    if told is None:
        return [(math.nan, math.nan)] * n
    if told.baseline is not None and told.log_ratio is not None:
        start = rng.permutation(_quantiles(told.baseline, n)).tolist()
        ratio = np.exp(rng.permutation(_quantiles(told.log_ratio, n))).tolist()
        return [
            (_on_scale(b, score), _on_scale(b * r, score))
            for b, r in zip(start, ratio, strict=True)
        ]
    before = [float(v) for v in _drawn(told.baseline_counts, n, rng)]
    change = [float(v) for v in _drawn(told.change_counts, n, rng)]
    return _matched(before, change, score, rng)


def _matched(
    before: list[float], change: list[float], score: Score, rng: Generator
) -> list[tuple[float, float]]:
    """Each change given to a baseline from which it stays on the scale; large ones choose first."""
    free = list(range(len(before)))
    pairs = [(math.nan, math.nan)] * len(before)
    for step in sorted(change, key=abs, reverse=True):
        fits = [k for k in free if _fits(before[k] + step, score)]
        chosen = fits[int(rng.integers(len(fits)))] if fits else free[0]
        free.remove(chosen)
        pairs[chosen] = (before[chosen], before[chosen] + step if fits else before[chosen])
    return pairs


def _fits(value: float, score: Score) -> bool:
    return score.minimum <= value <= score.maximum and score.on_lattice(value)


def _on_scale(value: float, score: Score) -> float:
    """The nearest value of the scale."""
    step = score.lattice_step
    inside = min(max(value, score.minimum), score.maximum)
    return float(round(Decimal(repr(inside)) / step) * step)


def _value(
    pair: tuple[float, float], score: Score, along: float, block: Synthesis, rng: Generator
) -> float:
    """The pair's own values at both ends; between them a way from one to the other with noise."""
    before, after = pair
    noise, missing = float(rng.standard_normal()), float(rng.random()) < block.missing_between
    if along == 0 or math.isnan(before):
        return before
    if along == 1:
        return after
    if missing:
        return math.nan
    if score.scale == "log":
        way = math.log(before) + along * math.log(after / before) + 0.03 * noise
        return _on_scale(math.exp(way), score)
    wanted = _on_scale(
        before + along * (after - before) + float(score.lattice_step) * 0.6 * noise, score
    )
    return wanted if _fits(wanted, score) else before


def _infusions(block: Synthesis, table: pd.DataFrame) -> pd.DataFrame:
    rows = []
    dosing = block.infusions
    for patient, end in table[["patient_id", "follow_up_months"]].values:
        for course in range(math.ceil(float(end) / dosing.every_months)):
            for day in dosing.days:
                month = round(course * dosing.every_months + day / DAYS_PER_MONTH, 2)
                if month <= float(end):
                    rows.append((patient, month, dosing.dose_mg))
    return pd.DataFrame(rows, columns=["patient_id", "month", "dose_mg"])


def _engagement(block: Synthesis, table: pd.DataFrame, rng: Generator) -> pd.DataFrame:
    columns = ["patient_id", "month", "channel", "activity", "count"]
    rows: list[tuple[object, ...]] = []
    for patient, end in table[["patient_id", "follow_up_months"]].values:
        months = math.ceil(float(end))
        done: dict[tuple[str, str], Sequence[int]] = {}
        for activity in block.activities:
            counts = _monthly(activity, months, done, rng)
            done[activity.channel, activity.activity] = counts
            rows += [
                (patient, month, activity.channel, activity.activity, count)
                for month, count in enumerate(counts)
                if count > 0
            ]
    return pd.DataFrame(rows, columns=columns)


def _monthly(
    activity: Activity,
    months: int,
    done: dict[tuple[str, str], Sequence[int]],
    rng: Generator,
) -> list[int]:
    if activity.share_of is not None:
        whole = done[activity.channel, activity.share_of]
        return [int(v) for v in rng.binomial(list(whole), activity.share)]
    own = float(rng.gamma(activity.shape, activity.per_month / activity.shape))
    takes_part = float(rng.random()) >= activity.never
    rates = [own * math.exp(-month / activity.decay_months) for month in range(months)]
    drawn = rng.poisson(rates)
    return [int(v) if takes_part else 0 for v in drawn]


def _adverse_events(block: Synthesis, table: pd.DataFrame, rng: Generator) -> pd.DataFrame:
    rows = []
    taken: set[str] = set()
    for k, event in enumerate(block.adverse_events, start=1):
        mine = table[
            (table["diagnosis"] == event.diagnosis)
            & (table["follow_up_months"] >= event.month)
            & ~table["patient_id"].isin(list(taken))
        ]
        if mine.empty:
            continue
        patient = str(mine["patient_id"].iloc[int(rng.integers(len(mine)))])
        taken.add(patient)
        flags = (YES_NO[event.serious], YES_NO[event.related])
        told = (event.month, event.term, event.grade, *flags)
        rows.append((patient, str(k), *told, "clinic"))
    columns = ["patient_id", "event_id", "month", "term", "grade", "serious", "related"]
    return pd.DataFrame(rows, columns=[*columns, "reported_via"])
