"""How far patients can be told apart by what others may know of them. Information, not a gate.

k-anonymity (Sweeney 2002): the size of the smallest group of patients who share all that is known;
l-diversity (Machanavajjhala 2007): the fewest values of what is secret within such a group. A
missing value is a value of its own, which can only make groups smaller; beside it stands the k of
a reader to whom a missing value may be any. Leaving such patients out, as a grouping does by
default, would call the rest of the table safer than it is.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from rtxoutcomes.cohort import Cohort
from rtxoutcomes.identity import looks_like_mobile
from rtxoutcomes.study import Study

SENTENCE = "for information: rows of patients are not releasable at any k"
_MOST_GROUPS = 5_000
_MISSING = -1


@dataclass(frozen=True, slots=True)
class Anonymity:
    """`k` the smallest group, `k_if_missing_is_any` the same where a missing value may be any.

    `unique` counts patients alone in their group, `groups` the groups. `diversity` (l) maps what is
    secret to the fewest different values in a group of which any is known; None where it was not
    collected. `mobiles` counts ids that may be bare telephone numbers.
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
        diverse = ", ".join(
            f"l = {value} of {name}" for name, value in self.diversity.items() if value is not None
        )
        count = "1 patient is" if self.unique == 1 else f"{self.unique} patients are"
        looks = f"; {self.mobiles} ids look like telephone numbers" if self.mobiles else ""
        return (
            f"By {', '.join(self.known)}: k = {self.k}{', ' if diverse else ''}{diverse}, "
            f"{count} alone among {self.patients}{looks} ({SENTENCE})"
        )


def k_anonymity(cohort: Cohort, study: Study) -> Anonymity:
    """Groups of patients alike in the study's quasi-identifiers.

    Ages, durations and times count in the study's bands; a missing value as a value of its own.
    """
    plan = study.privacy
    codes = np.column_stack(
        [_coded(cohort.patients, name, study) for name in plan.quasi_identifiers]
    )
    alike, group, size = np.unique(codes, axis=0, return_inverse=True, return_counts=True)
    of_patient = group.reshape(-1)
    ids = cohort.patients["patient_id"].astype(str)
    return Anonymity(
        known=tuple(_described(name, study) for name in plan.quasi_identifiers),
        patients=len(codes),
        groups=len(size),
        k=int(size.min()),
        k_if_missing_is_any=int(_matching(alike, size).min()),
        unique=int((size == 1).sum()),
        diversity={name: _diversity(_secret(cohort, name), of_patient) for name in plan.sensitive},
        mobiles=sum(map(looks_like_mobile, ids[ids.str.startswith("9")])),
    )


def _coded(patients: pd.DataFrame, name: str, study: Study) -> NDArray[np.int64]:
    """A number for each value as it is known; -1 where it is missing."""
    width = _band(name, study)
    column = patients[name]
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


def _matching(alike: NDArray[np.int64], size: NDArray[np.int64]) -> NDArray[np.int64]:
    """How many patients each group could be, where a missing value stands for any."""
    matching = size.copy()
    holed = np.flatnonzero((alike == _MISSING).any(axis=1))
    if len(alike) > _MOST_GROUPS:
        return matching
    complete = np.ones(len(alike), dtype=bool)
    complete[holed] = False
    for k in holed.tolist():
        fits = ((alike == alike[k]) | (alike == _MISSING) | (alike[k] == _MISSING)).all(axis=1)
        matching[k] = size[fits].sum()
        # A complete group gains the patients of whom something it holds is not known.
        matching[fits & complete] += size[k]
    return matching


def _secret(cohort: Cohort, name: str) -> NDArray[np.float64] | None:
    """1 or 0 a patient, NaN where it is not known; None where it was not collected."""
    table = cohort.relapses if name == "relapsed" else cohort.adverse_events
    if table is None:
        return None
    ids = cohort.patients["patient_id"]
    told: NDArray[np.float64] = ids.isin(table["patient_id"]).to_numpy(bool).astype(np.float64)
    count = "relapse_count" if name == "relapsed" else "adverse_event_count"
    if name == "adverse_event" and count in cohort.patients:
        told[cohort.patients[count].isna().to_numpy(bool)] = np.nan
    if name == "relapsed" and count in cohort.patients:
        attacks = cohort.patients[count].to_numpy("float64", na_value=np.nan)
        told = np.where(attacks > 0, 1.0, told)
    return told


def _diversity(secret: NDArray[np.float64] | None, group: NDArray[np.intp]) -> int | None:
    """The fewest different values in a group; a missing one is none, and hides nothing."""
    if secret is None:
        return None
    known = ~np.isnan(secret)
    if not known.any():
        return None
    pairs = np.unique(np.column_stack([group[known], secret[known]]), axis=0)
    return int(np.unique(pairs[:, 0], return_counts=True)[1].min())
