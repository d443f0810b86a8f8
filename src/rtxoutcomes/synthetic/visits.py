"""The table `visits` of a synthetic cohort, with its scores."""

import math

import pandas as pd
from numpy.random import Generator

from rtxoutcomes.study import Score, Study
from rtxoutcomes.study.synthesis import Synthesis
from rtxoutcomes.synthetic.pairs import Pair, first_and_last, fits, nearest_on_scale

# Noise of values between first and last visit: a ratio of 3 per cent, or six tenths of a step.
LOG_NOISE, STEPS_OF_NOISE = 0.03, 0.6


def visits_table(
    study: Study, block: Synthesis, patients: pd.DataFrame, rng: Generator
) -> pd.DataFrame:
    """A row a visit: at month 0, then at regular months, and at the end of follow-up."""
    ends: dict[str, list[Pair]] = {score.column: [] for score in study.scores}
    for score in study.scores:
        for group in block.groups:
            n = int((patients["diagnosis"] == group.diagnosis).sum())
            ends[score.column] += first_and_last(group, score, n, rng)
    rows = []
    people = zip(patients["patient_id"], patients["follow_up_months"], strict=True)
    for k, (patient, end) in enumerate(people):
        for month in visit_months(float(end), block.visit_every_months):
            along = month / float(end)
            values = (
                _value(ends[score.column][k], score, along, block.missing_between, rng)
                for score in study.scores
            )
            rows.append((patient, month, *values))
    return pd.DataFrame(rows, columns=["patient_id", "month", *ends])


def visit_months(end: float, every: float) -> list[float]:
    """Regular months up to half an interval before the last visit, at the end."""
    regular = [k * every for k in range(1, math.ceil(end / every))]
    return [0.0, *(month for month in regular if end - month >= every / 2), end]


def _value(pair: Pair, score: Score, along: float, missing: float, rng: Generator) -> float:
    """The values of the pair at both ends; between them interpolated values with noise."""
    before, after = pair
    noise, lost = float(rng.standard_normal()), float(rng.random()) < missing
    if along in (0.0, 1.0) or math.isnan(before):
        return after if along == 1.0 else before
    if lost:
        return math.nan
    if score.scale == "log":
        log_value = math.log(before) + along * math.log(after / before) + LOG_NOISE * noise
        return nearest_on_scale(math.exp(log_value), score)
    deviation = float(score.lattice_step) * STEPS_OF_NOISE * noise
    wanted = nearest_on_scale(before + along * (after - before) + deviation, score)
    return wanted if fits(wanted, score) else before
