"""Everything that was computed from a cohort: the rows, and the frames that figures draw."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

import pandas as pd

from rtxoutcomes.glance import ROWS, glance_html, glance_text
from rtxoutcomes.results.brief import brief
from rtxoutcomes.results.estimate import NAN
from rtxoutcomes.results.frame import KEY
from rtxoutcomes.results.lookup import place_of
from rtxoutcomes.results.number import Number, numbers_of
from rtxoutcomes.results.row import Role
from rtxoutcomes.study import Study
from rtxoutcomes.style import DEFAULT

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


SELECT = "results.get(...) selects"
# Columns of the key that are filled in every row: `get` does not require them to be empty.
FILLED = ("analysis", "grouping", "method_key")


@dataclass(frozen=True, slots=True, eq=False)
class Results:
    """Everything that was computed from a cohort, and what its figures draw.

    `estimates` has the columns of `results.frame.COLUMNS`, `curves` what Kaplan-Meier figures draw
    (months), `distributions` how often each pair of values of a score occurs, `trajectories` the
    values of a score over the months, one line per patient without an id, `participation` who took
    part in what in each month. `origin` is that of the cohort (synthetic, public or patient);
    `study` gives names, units and windows. `needs_rows` names what is not there because it was
    computed from counts alone.
    """

    estimates: pd.DataFrame
    curves: pd.DataFrame
    distributions: pd.DataFrame
    origin: str
    study: Study
    trajectories: pd.DataFrame = field(default_factory=no_trajectories)
    participation: pd.DataFrame = field(default_factory=no_participation)
    needs_rows: tuple[str, ...] = ()

    def _repr_html_(self) -> str:
        first = brief(self.estimates.head(ROWS))
        return glance_html(first, len(self.estimates), SELECT)

    def __repr__(self) -> str:
        head = (
            f"<Results: {len(self.estimates):,} rows, origin {self.origin}; "
            "see .estimates, .curves, .distributions, .trajectories, .participation>"
        )
        first = brief(self.estimates.head(ROWS))
        return f"{head}\n{glance_text(first, len(self.estimates), SELECT)}"

    def get(
        self,
        endpoint: str,
        group: str,
        quantity: str,
        *,
        against: str = "",
        month: float = NAN,
        channel: str = "",
        activity: str = "",
        subgroup: str = "",
        level: str = "",
        model: str = "",
        choice: str = "",
        method: str = "",
        role: Role = "reported",
    ) -> Number:
        """The only row with this key, with everything that the results frame holds of it.

        Columns that are not given must be empty: `month=12` selects month 12, and without it the
        row must have no month, as those of the last visit. A call therefore selects the same row in
        every cohort of the study.

        Parameters
        ----------
        endpoint, group, quantity
            As in the columns of these names: `"edss"`, `"NMOSD"`, `"mean_change"`.
        against, month, channel, activity, subgroup, level, model, choice
            The other columns of the key.
        method
            A value of `method_key`; needed only where several methods have the same role.
        role
            `"reported"`, `"alternative"` for another method, `"sensitivity"` for another choice.

        Raises
        ------
        LookupFault
            No row matches, or several do; the message lists the nearest. It is a LookupError.

        Examples
        --------
        >>> change = results.get("edss", "NMOSD", "mean_change")
        >>> print(change)
        −0.57 (95% CI −0.93 to −0.22; P = 0.004), n = 14, paired t
        >>> change.n, round(change.estimate, 2), change.unit
        (14, -0.57, 'points')
        """
        asked: dict[str, object] = dict.fromkeys((n for n in KEY if n not in FILLED), "")
        asked |= {"endpoint": endpoint, "group": group, "quantity": quantity, "role": role}
        asked |= {"against": against, "channel": channel, "activity": activity}
        asked |= {"subgroup": subgroup, "level": level}
        asked |= {"month": float(month), "model": model, "choice": choice}
        asked |= {"method_key": method} if method else {}
        place = place_of(self.estimates, asked)
        (number,) = numbers_of(self.estimates.iloc[[place]], DEFAULT)
        return replace(number, place=place)
