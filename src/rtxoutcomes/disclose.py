"""Disclosure control: tables, figures and text see `Released` values only, made here."""

from dataclasses import dataclass, field

import pandas as pd

from rtxoutcomes.cohort import MARKS
from rtxoutcomes.results.collection import Results, no_participation, no_trajectories
from rtxoutcomes.results.frame import rounded
from rtxoutcomes.study import Study
from rtxoutcomes.style import DEFAULT, Style


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
        frame = self.estimates.to_html(index=False, na_rep="", float_format="{:.4g}".format)
        return f"<p>{self.mark}</p>{frame}"


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
    ValueError
        The origin is none of synthetic, public and patient, so that no mark fits it.
    """
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
