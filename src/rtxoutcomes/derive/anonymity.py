"""k-anonymity and l-diversity of the patients, for information only.

k-anonymity (Sweeney 2002): the size of the smallest group of patients with equal values of all
quasi-identifiers; l-diversity (Machanavajjhala 2007): the smallest number of values of a sensitive
attribute within such a group. A missing value counts as a value of its own, which can only make
groups smaller; k is also given for a reader to whom a missing value may be any value. Excluding
such patients, as grouping does by default, would make the table appear safer than it is.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from rtxoutcomes.arrays import Floats, Ints
from rtxoutcomes.cohort import Cohort
from rtxoutcomes.identity import looks_like_mobile
from rtxoutcomes.study import Study

_MOST_GROUPS = 5_000
_MISSING = -1


@dataclass(frozen=True, slots=True)
class Anonymity:
    """`k` is the size of the smallest group, `k_if_missing_is_any` if a missing value may be any.

    `unique` counts patients alone in their group, `groups` the groups. `diversity` (l) maps each
    sensitive attribute to the smallest number of different values in a group with any known value;
    None if it was not collected. `mobiles` counts ids that may be bare telephone numbers.
    """

    known: tuple[str, ...]
    patients: int
    groups: int
    k: int
    k_if_missing_is_any: int
    unique: int
    diversity: dict[str, int | None]
    mobiles: int

    def sentence(self) -> str:
        """The result in words, for the people who hold the data."""
        known = [(name, value) for name, value in self.diversity.items() if value is not None]
        diversity = "".join(f"; l = {value} for {name}" for name, value in known)
        verb = "is" if self.unique == 1 else "are"
        mobiles = f"; {self.mobiles} ids look like telephone numbers" if self.mobiles else ""
        *others, last = self.known
        groups = f"{', '.join(others)} and {last}" if others else last
        return (
            f"Grouped by {groups}: {self.unique} of {self.patients} patients {verb} unique "
            f"(k = {self.k}{diversity}){mobiles}. Rows of patients are never released."
        )


def k_anonymity(cohort: Cohort, study: Study) -> Anonymity:
    """Groups of patients with equal quasi-identifiers of the study.

    Ages, durations and times are grouped in the study's bands; a missing value is a value.
    """
    plan = study.privacy
    declared = (variable.name for variable in study.with_role("quasi-identifier"))
    names = tuple(dict.fromkeys((*plan.quasi_identifiers, *declared)))
    coded = [_coded(cohort.patients, name, study) for name in names]
    codes = np.column_stack(coded)
    alike, group, size = np.unique(codes, axis=0, return_inverse=True, return_counts=True)
    of_patient = group.reshape(-1)
    ids = cohort.patients["patient_id"].astype(str)
    sensitive: tuple[str, ...] = plan.sensitive
    diversity = {name: _diversity(_sensitive(cohort, name), of_patient) for name in sensitive}
    return Anonymity(
        known=tuple(_described(name, study) for name in names),
        patients=len(codes),
        groups=len(size),
        k=int(size.min()),
        k_if_missing_is_any=int(_matching(alike, size).min()),
        unique=int((size == 1).sum()),
        diversity=diversity,
        mobiles=sum(map(looks_like_mobile, ids[ids.str.startswith("9")])),
    )


def _coded(patients: pd.DataFrame, name: str, study: Study) -> Ints:
    """A number for each value or band; -1 if it is missing."""
    width, column = _band(name, study), patients[name]
    if width is not None:
        values = column.to_numpy("float64", na_value=np.nan)
        band = np.floor(np.nan_to_num(values, nan=0.0) / width).astype(np.int64)
        return np.where(np.isnan(values), _MISSING, band)
    codes, _ = pd.factorize(column, use_na_sentinel=True)
    return codes.astype(np.int64)


def _band(name: str, study: Study) -> int | None:
    plan = study.privacy
    widths = {
        "age_years": plan.age_band_years,
        "disease_duration_years": plan.duration_band_years,
        "follow_up_months": plan.follow_up_band_months,
    }
    return widths.get(name)


def _described(name: str, study: Study) -> str:
    width = _band(name, study)
    return name if width is None else f"{name} in bands of {width}"


def _matching(alike: Ints, size: Ints) -> Ints:
    """The size that each group could have if a missing value may be any value."""
    matching = size.copy()
    holed = np.flatnonzero((alike == _MISSING).any(axis=1))
    if len(alike) > _MOST_GROUPS:
        return matching
    complete = np.ones(len(alike), dtype=bool)
    complete[holed] = False
    for k in holed.tolist():
        fits = ((alike == alike[k]) | (alike == _MISSING) | (alike[k] == _MISSING)).all(axis=1)
        matching[k] = size[fits].sum()
        # A complete group gains the patients whose missing values may equal its values.
        matching[fits & complete] += size[k]
    return matching


def _sensitive(cohort: Cohort, name: str) -> Floats | None:
    """1 or 0 for each patient, NaN if unknown; None if it was not collected."""
    table = cohort.relapses if name == "relapsed" else cohort.adverse_events
    if table is None:
        return None
    ids = cohort.patients["patient_id"]
    flags: Floats = ids.isin(table["patient_id"]).to_numpy(bool).astype(np.float64)
    column = "relapse_count" if name == "relapsed" else "adverse_event_count"
    if column not in cohort.patients:
        return flags
    count = cohort.patients[column].to_numpy("float64", na_value=np.nan)
    if name == "relapsed":
        return np.where(count > 0, 1.0, flags)
    return np.where(np.isnan(count), np.nan, flags)


def _diversity(sensitive: Floats | None, group: NDArray[np.intp]) -> int | None:
    """The smallest number of different known values in a group."""
    if sensitive is None or np.isnan(sensitive).all():
        return None
    known = ~np.isnan(sensitive)
    pairs = np.unique(np.column_stack([group[known], sensitive[known]]), axis=0)
    return int(np.unique(pairs[:, 0], return_counts=True)[1].min())
