"""A row of the results in words."""

from rtxoutcomes.disclose import Released
from rtxoutcomes.presentation import words
from rtxoutcomes.results.number import Number, numbers_of
from rtxoutcomes.study import Study


def row_words(results: Released) -> dict[str, str]:
    """Each row of the results by its key, in words: `EDSS, NMOSD: mean change`."""
    rows = numbers_of(results.estimates, results.style)
    return {row.key: _in_words(results.study, row) for row in rows}


def _in_words(study: Study, row: Number) -> str:
    parts = [
        words.outcome_label(study, row.endpoint, row.month),
        words.group_or_contrast(study, row),
        words.exposure_label(study, row.channel, row.activity) if row.channel else "",
        words.model_label(study, row) if row.model else "",
    ]
    return f"{', '.join(filter(None, parts))}: {words.quantity_label(study, row)}"
