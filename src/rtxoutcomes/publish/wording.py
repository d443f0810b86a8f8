"""The paragraphs at the head of the page: what was studied, in whom, and whose data they are."""

from rtxoutcomes.disclose import Released
from rtxoutcomes.presentation.rows import index
from rtxoutcomes.results.row import ALL


def introduction(released: Released) -> list[str]:
    """What was studied, in whom, and where the data come from."""
    study = released.study
    enrolled = index(released).enrolled
    groups = ", ".join(f"{study.label(k)} {n}" for k, n in enrolled.items() if k != ALL)
    design = f"{study.study.design} study of {study.study.drug}".strip()
    total = enrolled.get(ALL, 0)
    sentence = f"A {design}: {total} patients ({groups})." if groups else f"A {design}."
    reference = study.study.reference
    source = [f"Published study: {reference}."] if reference else []
    return [f"{released.mark}.", sentence, *source]
