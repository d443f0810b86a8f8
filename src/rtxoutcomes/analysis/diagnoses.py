"""Patients by diagnosis: every diagnosis of the study, whether it has patients or not."""

from collections.abc import Iterator
from itertools import combinations

import numpy as np
import pandas as pd

from rtxoutcomes.arrays import Bools, Floats, Ints
from rtxoutcomes.results import ALL
from rtxoutcomes.study import Study
from rtxoutcomes.tabulate import by_group


def groups(frame: pd.DataFrame, study: Study, overall: bool) -> Iterator[tuple[str, pd.DataFrame]]:
    """Each diagnosis with its patients and, on request, all patients together."""
    yield from by_group(frame, study.codes)
    if overall:
        yield ALL, frame


def contrasts(codes: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Each pair of groups, the later one first: contrasts are later minus, or over, earlier."""
    for earlier, later in combinations(codes, 2):
        yield later, earlier


def under_observation(patients: pd.DataFrame) -> pd.DataFrame:
    """The patients; none of them where nobody was followed, so that no event could be observed."""
    followed = patients["follow_up_months"].to_numpy("float64") > 0
    return patients if followed.any() else patients.iloc[:0]


def times(patients: pd.DataFrame) -> tuple[Floats, Bools]:
    """Months to the first event or the end of follow-up of each patient, and which of the two."""
    return patients["months"].to_numpy("float64"), patients["event"].to_numpy(bool)


def group_numbers(frame: pd.DataFrame, study: Study) -> Ints:
    """The place of each patient's diagnosis in the study's list."""
    codes = {code: k for k, code in enumerate(study.codes)}
    return np.array([codes[code] for code in frame["group"]], dtype=np.int64)


def present_codes(frame: pd.DataFrame, codes: tuple[str, ...]) -> list[str]:
    """Those of the diagnoses that have patients in the frame, in the order given."""
    return [code for code in codes if (frame["group"] == code).any()]
