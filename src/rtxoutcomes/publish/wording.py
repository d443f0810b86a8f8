"""Paragraphs of the page and the manuscript, from what was actually run."""

from collections.abc import Iterable

import pandas as pd

from rtxoutcomes.disclose import Released
from rtxoutcomes.results import ALL

SECTIONS = {
    "relapse": "Relapse",
    "change": "Change of scores",
    "time_to_relapse": "Time to first relapse",
    "engagement": "Engagement",
    "safety": "Safety",
}
# Where a method goes on with the landmark or the lag it was used at.
MONTHS = ", landmark |, lag "
BESIDE = ("_planning_value", "_per_parameter", "_shuffled", "_clusters")
FIXED = (
    "Every number below comes from one table of results, in which each row carries its n, what "
    "was left out of it, its method and its status.",
    "Where the data cannot answer a question, the row stands with the reason instead of a number. "
    "Comparisons between diagnoses are descriptive and unadjusted: a diagnosis is not an exposure.",
)
EXTENSION = (
    "The analysis of engagement is a pre-specified extension. Exposure is always dated: what was "
    "done before a landmark, with who had the event or was out of view by then left out and "
    "counted, or what was done up to each moment, less a lag. Totals over the whole follow-up are "
    "described and never an exposure. Planning values are those of 80 % power, not observed power."
)
NOT_IDENTIFIABLE = (
    "Treatment and groups began together for every patient: what either did alone is not "
    "identifiable, and no effect of engagement shown here speaks of the groups as such."
)


def introduction(released: Released) -> list[str]:
    """What was studied, in whom, and where the data come from."""
    about = released.about
    enrolled = _enrolled(released.estimates)
    groups = ", ".join(
        f"{about.get(f'diagnosis.{group}', group)} {n}"
        for group, n in enrolled.items()
        if group != ALL
    )
    total = enrolled.get(ALL, 0)
    design = f"{about.get('design', '')} study of {about.get('drug', '')}".strip()
    sentence = f"A {design}: {total} patients ({groups})." if groups else f"A {design}."
    reference = about.get("reference", "")
    source = [f"Published study: {reference}."] if reference else []
    return [f"{released.mark}.", sentence, *source]


def methods(released: Released) -> list[str]:
    """Which methods stand behind the numbers, by section, and what they may not be taken for."""
    rows = released.estimates
    told = list(FIXED)
    for analysis, title in SECTIONS.items():
        used = rows[(rows["analysis"] == analysis) & (rows["status"] != "not_attempted")]
        used = used[~used["term"].str.endswith(BESIDE)]
        names = _unique(used["method"].str.split(MONTHS, regex=True).str[0])
        if names:
            told.append(f"{title}: {'; '.join(names)}.")
    engaged = rows[rows["analysis"] == "engagement"]
    if not engaged.empty:
        told.append(EXTENSION)
    if (engaged["note"] == "not_identifiable").any():
        told.append(NOT_IDENTIFIABLE)
    return told


def _enrolled(rows: pd.DataFrame) -> dict[str, int]:
    chosen = rows[(rows["analysis"] == "flow") & (rows["term"] == "enrolled")]
    return {
        str(group): int(n) for group, n in zip(chosen["group"], chosen["estimate"], strict=True)
    }


def _unique(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(str(name) for name in names))
