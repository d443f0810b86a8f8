"""Disclosure control: tables, figures and text see `Released` values only, made here."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import wraps
from html import escape
from typing import Concatenate, ParamSpec, TypeVar

import pandas as pd

from rtxoutcomes.cohort import MARKS, Cohort
from rtxoutcomes.errors import DisclosureError
from rtxoutcomes.glance import ROWS, glance_html
from rtxoutcomes.results.brief import brief
from rtxoutcomes.results.collection import Results, no_participation, no_trajectories
from rtxoutcomes.results.frame import rounded
from rtxoutcomes.study import Study
from rtxoutcomes.style import DEFAULT, Style

P = ParamSpec("P")
R = TypeVar("R")
PASS = "pass what rtx.analyse(cohort, study) gives"


@dataclass(frozen=True, slots=True, eq=False)
class Released:
    """Results that may be shown, with the mark that every output of them carries.

    The frames are those of `Results`, every number at 10 significant digits. `origin` is that of
    the cohort (synthetic, public or patient), `mark` the words that every table and figure
    carries. `study` gives the labels, units and windows. `style` is how numbers are printed; it
    changes no number.
    """

    estimates: pd.DataFrame
    curves: pd.DataFrame
    distributions: pd.DataFrame
    origin: str
    mark: str
    study: Study
    trajectories: pd.DataFrame = field(default_factory=no_trajectories)
    style: Style = DEFAULT
    participation: pd.DataFrame = field(default_factory=no_participation)

    def __repr__(self) -> str:
        return f"<Released: {len(self.estimates)} rows. {self.mark}>"

    def _repr_html_(self) -> str:
        rows = glance_html(brief(self.estimates.head(ROWS)), len(self.estimates))
        return f"<p>{escape(self.mark)}</p>{rows}"


def internal(results: Results, style: Style = DEFAULT) -> Released:
    """Results for the people who hold the data: nothing withheld, and marked as such.

    Parameters
    ----------
    results
        What `analysis` made of a cohort.
    style
        How a journal wants numbers printed, from `read_style`.

    Returns
    -------
    Released
        The same rows, with numbers at 10 significant digits: more differs between processors.

    Raises
    ------
    TypeError
        These are no results; the message says what to pass.
    ValueError
        The origin is none of synthetic, public and patient, so that no mark fits it.
    """
    if not isinstance(results, Results | Released):
        raise TypeError(f"internal: {PASS}, {_mistaken(results)}")
    if results.origin not in MARKS:
        raise ValueError(f"origin {results.origin!r} is none of {', '.join(MARKS)}")
    return Released(
        estimates=rounded(results.estimates),
        curves=rounded(results.curves),
        distributions=rounded(results.distributions),
        origin=results.origin,
        mark=MARKS[results.origin],
        study=results.study,
        trajectories=rounded(results.trajectories),
        style=style,
        participation=rounded(results.participation),
    )


def as_released(value: object, name: str = "this function") -> Released:
    """Released results as they are; results of synthetic or public data as `internal` makes them.

    Parameters
    ----------
    value
        The first argument of a function of released results.
    name
        The name of that function, for messages.

    Raises
    ------
    DisclosureError
        The results are those of patients' data, and `internal` has not marked them.
    TypeError
        The value is neither; the message says what to pass.
    """
    if isinstance(value, Released):
        return value
    if not isinstance(value, Results):
        raise TypeError(f"{name}: {PASS}, {_mistaken(value)}")
    if value.origin == "patient":
        raise DisclosureError(
            f"{name}: the results of patients' data must be marked as not checked for release "
            "first: pass rtx.internal(results)"
        )
    return internal(value)


def _mistaken(value: object) -> str:
    """What the value is instead; never what it holds."""
    if isinstance(value, Cohort):
        return "not the cohort itself"
    if isinstance(value, Study):
        return "not the study alone"
    if isinstance(value, pd.DataFrame):
        return "not a DataFrame, which lacks the study and the origin of its rows"
    return f"not {type(value).__name__}"


def takes_results(
    function: Callable[Concatenate[Released, P], R],
) -> Callable[Concatenate[Released | Results, P], R]:
    """Let a function of released results take results too, where `as_released` allows it."""

    @wraps(function)
    def called(released: Released | Results, *args: P.args, **kwargs: P.kwargs) -> R:
        return function(as_released(released, function.__name__), *args, **kwargs)

    # `Concatenate` makes the first parameter positional; here its name may be written too.
    return called  # type: ignore[return-value]
