"""The table `patients` of a synthetic cohort."""

import pandas as pd
from numpy.random import Generator

from rtxoutcomes.study.synthesis import Synthesis, SyntheticGroup
from rtxoutcomes.synthetic.draws import apportioned, drawn, in_random_order, normal_quantiles

# Patients whose disease began before this age belong in another study.
YOUNGEST_ONSET, SHORTEST_DURATION = 12.0, 0.5
ID_DIGITS = 4


def patients_table(block: Synthesis, patients: int | None, rng: Generator) -> pd.DataFrame:
    """A row a patient, diagnoses in the order of the block.

    Parameters
    ----------
    patients
        Number of patients; by default that of the block.
    """
    sizes = apportioned(patients or block.patients, [group.patients for group in block.groups])
    n = sum(sizes)
    age = [float(v) for v in drawn(block.age_years, n, rng)]
    follow_up = [float(v) for v in drawn(block.follow_up_months, n, rng)]
    reason = drawn(block.end_reason, n, rng)
    by_group = pd.concat(
        # A group without patients draws nothing, and its columns have no types.
        [_of_group(g, size, rng) for g, size in zip(block.groups, sizes, strict=True) if size],
        ignore_index=True,
    )
    duration = [_duration(v, a) for v, a in zip(by_group["duration"], age, strict=True)]
    width = max(ID_DIGITS, len(str(n)))
    return pd.DataFrame(
        {
            "patient_id": [f"SYN-{k:0{width}d}" for k in range(1, n + 1)],
            "diagnosis": by_group["diagnosis"],
            "follow_up_months": follow_up,
            "sex": by_group["sex"],
            "age_years": age,
            "disease_duration_years": duration,
            "relapses_prior_year": by_group["prior"],
            "prior_treatment": by_group["treatment"],
            "end_reason": reason,
            "engagement_start_month": float(block.engagement_start_month),
        }
    )


def _of_group(group: SyntheticGroup, n: int, rng: Generator) -> pd.DataFrame:
    sexes = {"female": group.women, "male": group.patients - group.women}
    return pd.DataFrame(
        {
            "diagnosis": [group.diagnosis] * n,
            "sex": drawn(sexes, n, rng),
            "prior": [int(v) for v in drawn(group.relapses_prior_year, n, rng)],
            "treatment": drawn(group.prior_treatment, n, rng),
            "duration": in_random_order(normal_quantiles(group.disease_duration_years, n), rng),
        }
    )


def _duration(years: float, age: float) -> float:
    return round(max(SHORTEST_DURATION, min(years, age - YOUNGEST_ONSET)), 1)
