"""Which patients a condition keeps, and what a reason for an exclusion may say."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from rtxoutcomes.errors import UsageFault
from rtxoutcomes.identity import text_mark
from rtxoutcomes.wording import LONGEST_LABEL, unfit_character

_NO_REASON = f"a reason is plain text of 1 to {LONGEST_LABEL} characters on one line, without {{{{"
_NOT_ONE_EACH = "the condition must be True or False for each patient"


def meets(patients: pd.DataFrame, condition: object) -> NDArray[np.bool_]:
    """For whom a condition holds.

    Raises
    ------
    UsageFault
        It cannot be evaluated, is not one value a patient, or is a Series of other patients.
    """
    if isinstance(condition, str):
        condition = _evaluated(patients, condition)
    if isinstance(condition, pd.Series | dict):
        condition = _aligned(patients, pd.Series(condition))
    try:
        met = pd.Series(condition)
    except (TypeError, ValueError):
        raise UsageFault(_NOT_ONE_EACH) from None
    if len(met) != len(patients):
        raise UsageFault(f"the condition has {len(met)} values; there are {len(patients)} patients")
    if not met.dropna().isin([True, False]).all():
        raise UsageFault(_NOT_ONE_EACH)
    return met.fillna(False).to_numpy(bool)


def _evaluated(patients: pd.DataFrame, condition: str) -> object:
    try:
        value = patients.eval(condition)
    except Exception as wrong:
        # The message of the parser may repeat values; the kind of the fault is enough.
        raise UsageFault(
            f"the condition cannot be evaluated ({type(wrong).__name__}); it is an expression "
            f"over the columns {', '.join(map(str, patients.columns))}"
        ) from None
    if isinstance(value, pd.DataFrame):
        raise UsageFault("the condition assigns a column; == compares")
    return value


def _aligned(patients: pd.DataFrame, condition: pd.Series) -> pd.Series:
    """The values in the order of the patients.

    Row labels in another order are ambiguous: those of a frame that was sorted before the cohort
    was made of it name other patients than those of `cohort.patients`.
    """
    ids = patients["patient_id"]
    if condition.index.is_unique and ids.isin(condition.index).all():
        return condition.loc[ids].reset_index(drop=True)
    if len(condition) != len(patients) or condition.index.equals(patients.index):
        return condition
    raise UsageFault(
        "the labels of the condition are neither those of cohort.patients in their order nor "
        'patient_id; frame.set_index("patient_id") gives a condition the labels that it needs'
    )


def reason_fault(reason: object) -> str:
    """Why a reason cannot be printed; empty if it can."""
    if not isinstance(reason, str) or not reason.strip() or len(reason) > LONGEST_LABEL:
        return _NO_REASON
    # Braces are references of the text into which the reason is written.
    if unfit_character(reason) or "{{" in reason:
        return _NO_REASON
    mark = text_mark(reason)
    return "" if mark is None else f"the reason must hold no {mark.kind}: reports print it"
