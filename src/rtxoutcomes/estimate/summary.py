"""A fit with several coefficients as a data frame, one row each."""

from collections.abc import Iterable

import pandas as pd

from rtxoutcomes.glance import glance_html, glance_text
from rtxoutcomes.results.estimate import Estimate

# The coefficient on the scale of the model, and its exponential where that has a meaning.
Row = tuple[str, Estimate, Estimate | None]


class WithSummary:
    """A fit that notebooks and terminals show by its summary."""

    __slots__ = ()

    @property
    def summary(self) -> pd.DataFrame:
        raise NotImplementedError

    def __repr__(self) -> str:
        return f"<{type(self).__name__}>\n{glance_text(self.summary.reset_index())}"

    def _repr_html_(self) -> str:
        return glance_html(self.summary.reset_index())


def summary_frame(rows: Iterable[Row], ratio: str = "") -> pd.DataFrame:
    """One row per term, its name in the index: the coefficient, its ratio, test and numbers.

    `ratio` names the column of the exponentials; with an empty one there is none. `status` is
    that of the estimate, and `reason` the note that says why a number is missing, empty where none
    is. P is never 0.
    """
    listed = list(rows)
    frame = pd.DataFrame(
        [_row(estimate, ratio, exponential) for _, estimate, exponential in listed]
    )
    frame.index = pd.Index([term for term, _, _ in listed], name="term")
    return frame


def _row(estimate: Estimate, ratio: str, exponential: Estimate | None) -> dict[str, object]:
    row: dict[str, object] = {
        "coefficient": estimate.estimate,
        "std_error": estimate.std_error,
        "conf_low": estimate.conf_low,
        "conf_high": estimate.conf_high,
    }
    if ratio and exponential is not None:
        row |= {
            ratio: exponential.estimate,
            f"{ratio}_low": exponential.conf_low,
            f"{ratio}_high": exponential.conf_high,
        }
    row |= {"statistic": estimate.statistic, "p_value": estimate.p_value, "n": estimate.n}
    if estimate.events is not None:
        row["events"] = estimate.events
    return row | {"status": estimate.status, "reason": estimate.note}
