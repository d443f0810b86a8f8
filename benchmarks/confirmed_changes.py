"""CPU time of confirmed worsening: 10,000 patients with about 81,000 visits, and more.

python benchmarks/confirmed_changes.py [PATIENTS ...]

Packages for multiple sclerosis took, for 10,000 patients with 81,232 visits on one machine:
msclinical 7.7 s, MSoutcomes 31.6 s, msprog 36 s, pymsprog 54 s of CPU time; a plain loop 0.11 s.
"""

import sys
import time

import numpy as np
import pandas as pd

from rtxoutcomes.calendar import DAYS_PER_MONTH
from rtxoutcomes.derive.confirmed.cohort import Search
from rtxoutcomes.derive.confirmed.courses import Courses, by_patient
from rtxoutcomes.derive.confirmed.events import Course
from rtxoutcomes.read.study_file import read_study
from rtxoutcomes.study import Study

SEED, EVERY_DAYS, REPEATS = 20240215, 91, 3
FASTEST_PEER_S = 7.7


def visits_of(patients: int) -> pd.DataFrame:
    """Visits about three months apart, 6 to 10 a patient, with scores that rise and fall."""
    rng = np.random.default_rng(SEED)
    each = rng.integers(6, 11, patients)
    place = np.concatenate([np.arange(n) for n in each])
    day = place * EVERY_DAYS + np.where(place > 0, rng.integers(-10, 11, place.size), 0)
    start = np.repeat(rng.integers(4, 13, patients) / 2, each)
    noise = np.round(rng.normal(0.08 * place, 0.5) * 2) / 2
    ids = np.char.add("P", np.repeat(np.arange(patients), each).astype(str)).astype(object)
    value = np.clip(start + np.where(place > 0, noise, 0.0), 1.0, 9.5)
    return pd.DataFrame({"patient_id": ids, "month": day / DAYS_PER_MONTH, "value": value})


def relapses_of(patients: int) -> dict[str, tuple[float, ...]]:
    """A relapse each on average, in days."""
    rng = np.random.default_rng(SEED + 1)
    onsets: dict[str, tuple[float, ...]] = {}
    for who, day in zip(
        rng.integers(0, patients, patients), rng.integers(1, 800, patients), strict=True
    ):
        onsets[f"P{who}"] = (*onsets.get(f"P{who}", ()), float(day))
    return onsets


def events_of(visits: pd.DataFrame, onsets: dict[str, tuple[float, ...]], study: Study) -> int:
    """Patients with a worsening of the EDSS confirmed at 12 weeks: from the table to the events."""
    block = study.definition("worsening_12_weeks")
    courses = tuple(
        Course(days, values, onsets.get(identity, ()))
        for identity, (days, values) in (by_patient(visits, "value") or {}).items()
    )
    everybody = pd.DataFrame({"group": ["A"] * len(courses)})
    own = Courses(study.score("edss"), everybody, courses, (0,) * len(courses), relapses_known=True)
    return sum(bool(found and found.events) for found in Search.of(own, block).all_found())


def main() -> None:
    """A line for each number of patients: visits, patients with a worsening, CPU seconds."""
    study = read_study("nabiuni2023")
    print("patients visits events cpu_s per_fastest_peer")
    for patients in map(int, sys.argv[1:] or ["10000"]):
        visits, onsets = visits_of(patients), relapses_of(patients)
        spent, events = [], 0
        for _ in range(REPEATS):
            start = time.process_time()
            events = events_of(visits, onsets, study)
            spent.append(time.process_time() - start)
        least = min(spent)
        ratio = FASTEST_PEER_S * patients / 10_000 / least
        print(f"{patients} {len(visits)} {events} {least:.2f} {ratio:.0f}")


if __name__ == "__main__":
    main()
