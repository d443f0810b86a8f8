"""Which patients a condition keeps, and what a reason for an exclusion may say."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from rtxoutcomes.errors import UsageFault
from rtxoutcomes.identity import text_mark
from rtxoutcomes.wording import LONGEST_LABEL, unfit_character


def meets(patients: pd.DataFrame, condition: object) -> NDArray[np.bool_]:
    """For whom a condition holds."""
    if isinstance(condition, str):
        try:
            condition = patients.eval(condition)
        except Exception as wrong:
            # The message of the parser may repeat values; the kind of the fault is enough.
            raise UsageFault(
                f"the condition cannot be evaluated ({type(wrong).__name__}); it is an expression "
                f"over the columns {', '.join(map(str, patients.columns))}"
            ) from None
    met = pd.Series(condition)
    if len(met) != len(patients):
        raise UsageFault(f"the condition has {len(met)} values; there are {len(patients)} patients")
    if not set(met.dropna().unique()) <= {True, False}:
        raise UsageFault("the condition must be True or False for each patient")
    return met.fillna(False).to_numpy(bool)


def reason_fault(reason: str) -> str:
    """Why a reason cannot be printed; empty if it can."""
    if not reason.strip() or len(reason) > LONGEST_LABEL or unfit_character(reason):
        return f"a reason is plain text of 1 to {LONGEST_LABEL} characters on one line"
    mark = text_mark(reason)
    return "" if mark is None else f"the reason must hold no {mark.kind}: reports print it"
