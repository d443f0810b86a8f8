"""A small cohort with values below the limit of quantification, and its study."""

from typing import Any

from cohorts import cohort, patients, study, visits
from rtxoutcomes.cohort import Cohort
from rtxoutcomes.study import Study

LIMIT = 0.5
# One patient with the follow-up value, one with the baseline value and one with both below.
IGG = [(8.0, 6.0), (9.0, 0.4), (7.5, 5.0), (6.0, 5.5), (10.0, 9.5), (0.3, 2.0), (0.2, 0.2), (7, 4)]


def plan(diagnoses: Any = None, **changes: Any) -> Study:
    """The study with a limit; `changes` replace keys of the score."""
    blocks = study().model_dump()["scores"]
    limited = {"quantification_limit": LIMIT} | changes
    scores = [b | (limited if b["name"] == "igg" else {}) for b in blocks]
    return study(scores=scores, **({} if diagnoses is None else {"diagnoses": diagnoses}))


def low_values(*pairs: tuple[float, float], codes: str = "A") -> Cohort:
    pairs = pairs or tuple(IGG)
    ids = [f"{code}{k}" for code in codes for k in range(len(pairs))]
    people = patients([(name, name[0], 12.0) for name in ids])
    seen = [
        (name, month, value)
        for name, pair in zip(ids, pairs * len(codes), strict=True)
        for month, value in zip((0.0, 12.0), pair, strict=True)
    ]
    return cohort(people, visits=visits(*seen, column="igg_g_per_l"))
