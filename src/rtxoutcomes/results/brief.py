"""The columns of a results frame that a reader needs first."""

import pandas as pd

from rtxoutcomes.results.frame import KEY

# Constant in most frames, or implied by other columns.
_OMITTED = ("analysis", "grouping")
_NUMBERS = ("n", "events", "estimate", "conf_low", "conf_high", "p_value", "note")


def brief(frame: pd.DataFrame) -> pd.DataFrame:
    """Select the columns of the key, then n, events, estimate, limits, P value and note.

    Columns that are empty in every row are dropped. The result is an ordinary frame with the same
    rows and index, which pandas shows and styles like any other.

    Parameters
    ----------
    frame
        Rows of a results frame, such as those of `rtx.score_change`; columns may be missing.

    Raises
    ------
    TypeError
        This is no frame.

    Examples
    --------
    >>> import rtxoutcomes as rtx
    >>> frame = rtx.relapse_rates(rtx.bundled_cohort(), rtx.read_study("nabiuni2023"))
    >>> reported = frame.query("role == 'reported' and quantity == 'rate'")
    >>> len(reported.columns), len(rtx.brief(reported).columns)
    (39, 9)
    """
    if not isinstance(frame, pd.DataFrame):
        kind = type(frame).__name__
        raise TypeError(f"brief: pass a frame such as results.estimates, not {kind}")
    read = [name for name in (*KEY, *_NUMBERS) if name in frame and name not in _OMITTED]
    return frame[[name for name in read if not _is_empty(frame[name])]]


def _is_empty(column: pd.Series) -> bool:
    return bool((column.isna() | (column == "")).all())
