"""The paragraphs at the head of the page: what was studied, in whom, and whose data they are."""

import pandas as pd

from rtxoutcomes.disclose import Released
from rtxoutcomes.results import ALL


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


def _enrolled(rows: pd.DataFrame) -> dict[str, int]:
    chosen = rows[(rows["analysis"] == "flow") & (rows["term"] == "enrolled")]
    return {
        str(group): int(n) for group, n in zip(chosen["group"], chosen["estimate"], strict=True)
    }
