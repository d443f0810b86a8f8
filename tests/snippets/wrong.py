"""What users write by mistake: every line that is marked must be an error of that code.

mypy runs strictly: a mark without its error is an error too. None of these is ever run.
"""

import pandas as pd

import rtxoutcomes as rtx
from rtxoutcomes import estimate

STUDY = rtx.read_study("nabiuni2023")
COHORT = rtx.bundled_cohort()
FRAME = pd.DataFrame({"months": [3.0, 5.0], "relapse": [1, 0]})


def snippets(results: rtx.Results) -> None:
    rtx.relapse_rates(STUDY, COHORT)  # type: ignore[arg-type]
    rtx.relapse_rates(FRAME, STUDY)  # type: ignore[arg-type]
    rtx.read_cohort(FRAME, STUDY)  # type: ignore[arg-type]
    rtx.score_change(COHORT, STUDY)  # type: ignore[call-arg]
    rtx.analyse(COHORT, STUDY, "sex")  # type: ignore[arg-type]
    rtx.analyze(COHORT, STUDY)  # type: ignore[attr-defined]
    rtx.tables.score_change(FRAME)  # type: ignore[arg-type]
    rtx.figures.time_to_relapse(COHORT)  # type: ignore[arg-type]
    rtx.internal(COHORT)  # type: ignore[arg-type]
    rtx.brief(results)  # type: ignore[arg-type]
    rtx.cohort_from_frames(STUDY, FRAME)  # type: ignore[call-arg]
    rtx.cohort_from_frames(STUDY, patients=FRAME, origin="patients")  # type: ignore[arg-type]
    COHORT.exclude(["SYN-0001"])  # type: ignore[call-arg]
    COHORT.patients = FRAME  # type: ignore[misc]
    results.get("edss", "NMOSD")  # type: ignore[call-arg]
    print(results.get("edss", "NMOSD", "mean_change").estimat)  # type: ignore[attr-defined]
    rtx.inline(results)  # type: ignore[call-arg]
    STUDY.score(0)  # type: ignore[arg-type]
    rtx.with_variable(STUDY, "age_years", "Age", role="strata")  # type: ignore[arg-type]
    estimate.proportion("8", 42)  # type: ignore[arg-type]
    estimate.hodges_lehmann([1, -2])  # type: ignore[call-arg]
    print(estimate.proportion(8, 42).estimate)  # type: ignore[attr-defined]
