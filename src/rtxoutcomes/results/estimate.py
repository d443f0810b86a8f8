"""An estimate: one number, how it was made, and why it is missing where it is."""

import math
from dataclasses import dataclass, fields, replace
from html import escape
from typing import Literal, get_args

import pandas as pd

from rtxoutcomes.results.line import line
from rtxoutcomes.results.measure import Measure
from rtxoutcomes.results.method import MethodKey

# `withheld` is kept for disclosure control.
Status = Literal["ok", "bound_only", "not_estimable", "not_attempted", "withheld"]
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
    "leverage_one",
    "leverage_near_one",
    "few_at_risk",
    "few_patients",
    "limited_by_scale",
    "above_nominal_level",
    "baselines_apart",
    "below_quantification",
    "other_grouping",
    "too_few_in_level",
    "too_few_for_interaction",
    "too_few_for_covariates",
]
Ends = Literal["[]", "[)", "(]", "()"]
NAN = math.nan
COUNT_COLUMNS = ("n", "dropped", "events")


class EqualWithNaN:
    """Field-wise equality that treats NaN as equal to NaN.

    What a dataclass does by itself depends on the Python version: 3.13 distinguishes one NaN from
    another.
    """

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        return _comparable(self) == _comparable(other)

    def __hash__(self) -> int:
        return hash(_comparable(self))


def _comparable(value: object) -> tuple[object, ...]:
    values = (getattr(value, field.name) for field in fields(value))  # type: ignore[arg-type]
    return tuple(None if isinstance(v, float) and math.isnan(v) else v for v in values)


@dataclass(frozen=True, slots=True)
class Kind:
    """What all results of one method share: how they are read, the method's key and its prose."""

    measure: Measure
    method_key: MethodKey
    method: str


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Estimate(EqualWithNaN):
    """One number, and how it was made. Every estimator returns these.

    `measure` decides how the number is read and printed, `method_key` names the method in
    methods.toml, `method` describes it in prose. `n` counts patients analysed, `dropped` patients
    without the data that the estimate needs; `events` and `person_years` (years) are given where
    the estimate rests on them. NaN in a number column means that this kind of result has no such
    number; where a result could not be given, `status` is not `ok` and `note` says why, in a word
    of the closed set. An `ok` result may have a note too.

    Raises
    ------
    ValueError
        No method; `ok` without a finite estimate or p-value; another status without a note; an
        infinite value; a p-value that is 0 or outside [0, 1]; a level outside (0, 1).
    """

    measure: Measure
    method_key: MethodKey
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
    p_pair: MethodKey | Literal[""] = ""
    status: Status = "ok"
    note: Note = ""

    def __post_init__(self) -> None:
        if self.status not in get_args(Status) or self.note not in get_args(Note):
            raise ValueError(f"unknown status or note: {self.status!r}, {self.note!r}")
        if not (isinstance(self.measure, Measure) and isinstance(self.method_key, MethodKey)):
            raise ValueError(f"unknown measure or method: {self.measure!r}, {self.method_key!r}")
        if not self.method or not 0 < self.conf_level < 1:
            raise ValueError(f"no method or no level: {self.method!r}, {self.conf_level!r}")
        if self.status != "ok" and not self.note:
            raise ValueError(f"{self.method}: {self.status} needs a note")
        if self.status == "ok" and math.isnan(self.estimate) and math.isnan(self.p_value):
            raise ValueError(f"{self.method}: ok, but neither an estimate nor a p-value")
        if any(math.isinf(v) for v in (self.estimate, self.conf_low, self.conf_high)):
            raise ValueError(f"{self.method}: infinite values need a status instead")
        if self.p_value <= 0 or self.p_value > 1:
            raise ValueError(f"{self.method}: p-value {self.p_value} is not in (0, 1]")

    def by(self, method_key: MethodKey, method: str) -> "Estimate":
        """The same numbers by the method of an analysis; a test in the row itself goes with it."""
        own = self.p_pair == self.method_key
        p_pair = method_key if own else self.p_pair
        return replace(self, method_key=method_key, method=method, p_pair=p_pair)

    def __str__(self) -> str:
        return line(self)

    def _repr_html_(self) -> str:
        return f"<p>{escape(line(self))}</p>"

    def to_frame(self) -> pd.DataFrame:
        """One row with the fields as columns, named and typed as in the results frame.

        Examples
        --------
        >>> from rtxoutcomes.estimate import proportion
        >>> wilson = proportion(8, 42).wilson
        >>> print(wilson)
        0.19 (95% CI 0.10 to 0.33), n = 42, Wilson score
        >>> wilson.to_frame()[["n", "events", "estimate"]].round(3)
            n  events  estimate
        0  42       8      0.19
        """
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        plain = {name: str(v) if isinstance(v, str) else v for name, v in values.items()}
        return pd.DataFrame([plain]).astype(dict.fromkeys(COUNT_COLUMNS, "Int64"))
