"""A synthetic cohort with exactly the margins that a study file states.

The code knows no drug, diagnosis or score: all of it comes from the `[synthesis]` block.
"""

import numpy as np
import pandas as pd

from rtxoutcomes.errors import UsageFault
from rtxoutcomes.study import Study, Synthesis
from rtxoutcomes.synthetic.course import adverse_events_table, infusions_table, relapses_table
from rtxoutcomes.synthetic.participation import engagement_table
from rtxoutcomes.synthetic.people import patients_table
from rtxoutcomes.synthetic.visits import visits_table

Frames = dict[str, pd.DataFrame]


def synthesise(study: Study, *, patients: int | None = None, seed: int | None = None) -> Frames:
    """Table name -> frame with the columns of the data model.

    Parameters
    ----------
    study
        A study with a `[synthesis]` block.
    patients
        Number of patients; by default that of the block, whose margins are then met exactly.
        Another number keeps the proportions of diagnoses and draws values from the block's counts.
    seed
        The seed of all draws; by default the two seeds of the block.

    Raises
    ------
    UsageFault
        The study has no such block, or the number of patients or the seed is out of range.
    StudyError
        The changes of a score in the block do not fit its baselines.
    """
    block = _block(study)
    if patients is not None and patients < 1:
        raise UsageFault(f"patients must be at least 1, got {patients}")
    if seed is not None and seed < 0:
        raise UsageFault(f"seed must not be below 0, got {seed}")
    # A generator for each table: the draws of one do not affect another.
    children = np.random.SeedSequence(block.seed if seed is None else seed).spawn(5)
    people, course, scores, events, engagement = (np.random.default_rng(c) for c in children)
    if seed is None:
        engagement = np.random.default_rng(block.engagement_seed)
    table = patients_table(block, patients, people)
    ids, ends = table["patient_id"].tolist(), table["follow_up_months"].to_numpy(np.float64)
    return {
        "patients": table,
        "visits": visits_table(study, block, table, scores),
        "relapses": relapses_table(block, table, course),
        "infusions": infusions_table(block.infusions, table),
        "engagement": engagement_table(block.activities, ids, ends, engagement),
        "adverse_events": adverse_events_table(block, table, events),
    }


def files(frames: Frames, study: Study) -> dict[str, str]:
    """File name -> text: a CSV a table, and the declaration that the data are synthetic.

    Raises
    ------
    UsageFault
        The study has no `[synthesis]` block, so that the day of declaration is unknown.
    """
    contents = {
        f"{name}.csv": frame.to_csv(index=False, lineterminator="\n")
        for name, frame in frames.items()
    }
    # The day comes from the study file: with a clock, every run would give another file.
    contents["cohort.toml"] = (
        'origin = "synthetic"\ndeclared_by = "rtxoutcomes synthesise"\n'
        f'declared_on = "{_block(study).declared_on.isoformat()}"\n'
    )
    return contents


def _block(study: Study) -> Synthesis:
    if study.synthesis is None:
        raise UsageFault(f"study {study.id!r} has no [synthesis] block to make a cohort from")
    return study.synthesis
