"""The results frame: one row is one number with everything that makes it readable."""

import math
from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from typing import Literal, get_args

import pandas as pd

Status = Literal["ok", "bound_only", "not_estimable", "not_attempted"]
Note = Literal[
    "",
    "n_zero",
    "n_one",
    "no_events",
    "all_events",
    "all_zero_diff",
    "zero_variance",
    "separation",
    "monotone_likelihood",
    "no_followup_at_tau",
    "group_absent",
    "constant_covariate",
    "rank_deficient",
    "dispersion_at_boundary",
    "not_converged",
    "not_reached",
    "not_collected",
    "window_not_landmark",
    "lattice_degenerate",
    "not_identifiable",
    "count_unknown",
    "horizon_tolerance",
    "p_out_of_reach",
    "none_missing",
    "one_cluster",
    "few_clusters",
]
Role = Literal["reported", "beside", "sensitivity"]
Ends = Literal["[]", "[)", "(]", "()"]

COLUMNS = (
    "analysis",
    "endpoint",
    "group",
    "term",
    "role",
    "unit",
    "n",
    "dropped",
    "events",
    "person_years",
    "estimate",
    "std_error",
    "conf_low",
    "conf_high",
    "conf_ends",
    "conf_level",
    "statistic",
    "df",
    "p_value",
    "p_adjusted",
    "method",
    "status",
    "note",
)
CURVE_COLUMNS = (
    "endpoint",
    "group",
    "month",
    "at_risk",
    "events",
    "censored",
    "survival",
    "conf_low",
    "conf_high",
    "band_low",
    "band_high",
)
TRAJECTORY_COLUMNS = ("endpoint", "group", "line", "month", "value")
DISTRIBUTION_COLUMNS = ("endpoint", "group", "before", "after", "count")
PARTICIPATION_COLUMNS = (
    "endpoint",
    "group",
    "month",
    "observed",
    "took_part",
    "count",
    "median",
    "q1",
    "q3",
)
ALL = "all"
SIGNIFICANT_DIGITS = 12
_NUMBERS = (
    "person_years",
    "estimate",
    "std_error",
    "conf_low",
    "conf_high",
    "statistic",
    "df",
    "p_value",
    "p_adjusted",
)
NAN = math.nan


class _Compared:
    """Equal where all fields are, no number beside no number too.

    What a dataclass does by itself hangs on the Python version: 3.13 tells one NaN from another.
    """

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        return _comparable(self) == _comparable(other)

    def __hash__(self) -> int:
        return hash(_comparable(self))


def _comparable(value: object) -> tuple[object, ...]:
    told = (getattr(value, field.name) for field in fields(value))  # type: ignore[arg-type]
    return tuple(None if isinstance(v, float) and math.isnan(v) else v for v in told)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Estimate(_Compared):
    """One number, and how it was made. Every estimator returns these.

    `n` counts what was analysed, `dropped` what was left out of it; `events` and `person_years`
    (years) stand where the estimate rests on them. NaN in a number column means that this kind
    of result has no such number; where a result could not be given, `status` is not `ok` and
    `note` says why, in a word of the closed set. A note may also stand on an `ok` result.

    Raises
    ------
    ValueError
        No method; `ok` without a finite estimate or p-value; another status without a note; an
        infinite value; a p-value that is 0 or outside [0, 1]; a level that is none.
    """

    method: str
    n: int
    dropped: int = 0
    events: int | None = None
    person_years: float = NAN
    estimate: float = NAN
    std_error: float = NAN
    conf_low: float = NAN
    conf_high: float = NAN
    conf_ends: Ends = "[]"
    conf_level: float = 0.95
    statistic: float = NAN
    df: float = NAN
    p_value: float = NAN
    status: Status = "ok"
    note: Note = ""

    def __post_init__(self) -> None:
        if self.status not in get_args(Status) or self.note not in get_args(Note):
            raise ValueError(f"unknown status or note: {self.status!r}, {self.note!r}")
        if not self.method or not 0 < self.conf_level < 1:
            raise ValueError(f"no method or no level: {self.method!r}, {self.conf_level!r}")
        if self.status != "ok" and not self.note:
            raise ValueError(f"{self.method}: {self.status} needs a note")
        if self.status == "ok" and math.isnan(self.estimate) and math.isnan(self.p_value):
            raise ValueError(f"{self.method}: ok, but neither an estimate nor a p-value")
        if any(math.isinf(v) for v in (self.estimate, self.conf_low, self.conf_high)):
            raise ValueError(f"{self.method}: infinite values need a status instead")
        if self.p_value == 0 or self.p_value < 0 or self.p_value > 1:
            raise ValueError(f"{self.method}: p-value {self.p_value} is not in (0, 1]")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Row(_Compared):
    """One row of the results frame: which question, of whom, and its estimate."""

    analysis: str
    endpoint: str
    group: str
    term: str
    value: Estimate
    role: Role = "reported"
    unit: str = ""
    p_adjusted: float = NAN


def no_participation() -> pd.DataFrame:
    """The frame of a cohort whose engagement was not recorded by month."""
    return pd.DataFrame(columns=list(PARTICIPATION_COLUMNS))


@dataclass(frozen=True, slots=True)
class Results:
    """Everything that was computed from a cohort, and what its figures draw.

    `estimates` has `COLUMNS`, `curves` what Kaplan-Meier figures draw (months), `distributions`
    how often each pair of values of a score occurs, `trajectories` the values of a score over the
    months, a line a patient without an id, `participation` who took part in what in each month.
    `origin` is that of the cohort (synthetic,
    public or patient); `about` tells study and cohort for captions.
    """

    estimates: pd.DataFrame
    curves: pd.DataFrame
    distributions: pd.DataFrame
    origin: str
    about: dict[str, str] = field(default_factory=dict)
    trajectories: pd.DataFrame = field(
        default_factory=lambda: pd.DataFrame(columns=list(TRAJECTORY_COLUMNS))
    )
    participation: pd.DataFrame = field(default_factory=no_participation)

    def _repr_html_(self) -> str:
        return str(self.estimates.to_html(index=False, na_rep="", float_format="{:.4g}".format))

    def __repr__(self) -> str:
        return (
            f"<Results: {len(self.estimates)} rows, origin {self.origin}; "
            "see .estimates, .curves, .distributions, .trajectories, .participation>"
        )


def estimates_frame(rows: Iterable[Row]) -> pd.DataFrame:
    """Rows as the results frame, in the order given.

    Raises
    ------
    ValueError
        Two rows share endpoint, group, term and method.
    """
    records = [_record(row) for row in rows]
    frame = pd.DataFrame(records, columns=list(COLUMNS))
    key = ["endpoint", "group", "term", "method"]
    twice = frame[frame.duplicated(key, keep=False)]
    if not twice.empty:
        raise ValueError(
            f"rows that are not unique: {twice[key].drop_duplicates().values.tolist()}"
        )
    frame[["n", "dropped", "events"]] = frame[["n", "dropped", "events"]].astype("Int64")
    return frame.astype(dict.fromkeys((*_NUMBERS, "conf_level"), "float64"))


def _record(row: Row) -> dict[str, object]:
    value = row.value
    own = {c: getattr(row, c) for c in ("analysis", "endpoint", "group", "term", "role", "unit")}
    rest = {c: getattr(value, c) for c in COLUMNS if c not in own and c != "p_adjusted"}
    return own | rest | {"p_adjusted": row.p_adjusted}


def significant(value: float, digits: int = SIGNIFICANT_DIGITS) -> float:
    """The double nearest to `value` written with that many significant digits.

    Beyond 12 digits, numbers differ between processors and library builds; everything that is
    written or drawn passes through here first.
    """
    return float(f"{value:.{digits - 1}e}")


def rounded(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with every float column at 12 significant digits."""
    floats = frame.select_dtypes("float64").columns
    return frame.assign(**{c: [significant(v) for v in frame[c]] for c in floats})
