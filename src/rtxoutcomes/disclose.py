"""The only door from results to what is shown: whoever draws or prints sees `Released` values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import pandas as pd

from rtxoutcomes.results import TRAJECTORY_COLUMNS, Results, no_participation, rounded
from rtxoutcomes.style import DEFAULT, Style

MARKS: Mapping[str, str] = MappingProxyType(
    {
        "synthetic": "Synthetic data: made-up patients",
        "public": "Public data",
        "patient": "Internal, not checked for release",
    }
)


@dataclass(frozen=True, slots=True, eq=False)
class Released:
    """Results that may be shown, with the words that must be shown beside them.

    The frames are those of `Results`, every number at 12 significant digits. `origin` is that of
    the cohort (synthetic, public or patient), `mark` the words that every table and figure
    carries. `about` tells the study: title, drug, reference, and the labels of diagnoses, scores
    and channels under dotted keys (`diagnosis.RRMS`). `style` is how numbers are printed; it
    changes no number.
    """

    estimates: pd.DataFrame
    curves: pd.DataFrame
    distributions: pd.DataFrame
    origin: str
    mark: str
    about: Mapping[str, str]
    trajectories: pd.DataFrame = field(
        default_factory=lambda: pd.DataFrame(columns=list(TRAJECTORY_COLUMNS))
    )
    style: Style = DEFAULT
    participation: pd.DataFrame = field(default_factory=no_participation)

    @property
    def labels(self) -> Mapping[str, str]:
        """The dotted keys of `about`: what the study calls its diagnoses, scores and channels."""
        return {key: text for key, text in self.about.items() if "." in key}

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
        The same rows, with numbers at 12 significant digits: more differs between processors.

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
        about=MappingProxyType(dict(results.about)),
        trajectories=rounded(results.trajectories),
        style=style,
        participation=rounded(results.participation),
    )
