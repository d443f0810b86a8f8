"""Everything that was computed from a cohort: the rows, and the frames that figures draw."""

from collections.abc import Iterable
from dataclasses import dataclass, field

import pandas as pd

from rtxoutcomes.study import Study

CURVE_COLUMNS = (
    *("endpoint", "group", "month", "at_risk", "events", "censored", "survival"),
    *("conf_low", "conf_high", "band_low", "band_high"),
)
TRAJECTORY_COLUMNS = ("endpoint", "group", "line", "month", "value")
# `month` is the centre of the visit window; NaN for the last visit.
DISTRIBUTION_COLUMNS = ("endpoint", "month", "group", "before", "after", "count")
PARTICIPATION_COLUMNS = (
    *("channel", "activity", "group", "month", "observed", "took_part"),
    *("count", "median", "q1", "q3"),
)


def joined(frames: Iterable[pd.DataFrame], columns: tuple[str, ...]) -> pd.DataFrame:
    """The frames one after another with these columns; an empty frame where none has rows."""
    filled = [frame for frame in frames if not frame.empty]
    if not filled:
        return pd.DataFrame(columns=list(columns))
    return pd.concat(filled, ignore_index=True)[list(columns)]


def no_participation() -> pd.DataFrame:
    """The frame of a cohort whose engagement was not recorded by month."""
    return joined([], PARTICIPATION_COLUMNS)


def no_trajectories() -> pd.DataFrame:
    """The frame of a cohort without dated visits."""
    return joined([], TRAJECTORY_COLUMNS)


@dataclass(frozen=True, slots=True)
class Results:
    """Everything that was computed from a cohort, and what its figures draw.

    `estimates` has the columns of `results.frame.COLUMNS`, `curves` what Kaplan-Meier figures draw
    (months), `distributions` how often each pair of values of a score occurs, `trajectories` the
    values of a score over the months, one line per patient without an id, `participation` who took
    part in what in each month. `origin` is that of the cohort (synthetic, public or patient);
    `study` gives names, units and windows.
    """

    estimates: pd.DataFrame
    curves: pd.DataFrame
    distributions: pd.DataFrame
    origin: str
    study: Study
    trajectories: pd.DataFrame = field(default_factory=no_trajectories)
    participation: pd.DataFrame = field(default_factory=no_participation)

    def _repr_html_(self) -> str:
        return str(self.estimates.to_html(index=False, na_rep="", float_format="{:.4g}".format))

    def __repr__(self) -> str:
        return (
            f"<Results: {len(self.estimates)} rows, origin {self.origin}; "
            "see .estimates, .curves, .distributions, .trajectories, .participation>"
        )
