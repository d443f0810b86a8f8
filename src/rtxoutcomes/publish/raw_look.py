"""What a clinic's own tables need before they are a cohort, in the words of their columns."""

import shlex
from collections.abc import Iterator
from pathlib import Path

from rtxoutcomes.errors import NotACohort, RtxError, TableError
from rtxoutcomes.identity import shown_path
from rtxoutcomes.publish.drafted import MAP, DraftTexts, draft_texts

_ID = "patient_id"


def raw_tables(path: str | Path, fault: RtxError | None = None) -> NotACohort | None:
    """What to say of raw tables; None where these are tables of a cohort, or nothing is known.

    Parameters
    ----------
    fault
        What reading them as a cohort found, if it was tried: where they have pseudonyms, the
        findings themselves say what to do.
    """
    if isinstance(fault, TableError) and not any(
        _lacks_id(v.rule, v.column) for v in fault.violations
    ):
        return None
    try:
        texts = draft_texts([path])
    except RtxError:
        return None
    # A sheet with pseudonyms is a cohort that lacks only its study file.
    is_cohort = f'id = "{_ID}"' in texts.files.get(MAP, "")
    if is_cohort or not texts.used:
        return None
    return NotACohort("\n  ".join(_lines(Path(path), texts)))


def _lacks_id(rule: str, column: str) -> bool:
    return rule == "table.missing" or (rule == "column.missing" and column == _ID)


def _lines(path: Path, texts: DraftTexts) -> Iterator[str]:
    yield f"{shown_path(path)}: tables of a clinic, not yet a cohort"
    yield f"would be taken over: {'; '.join(texts.used)}"
    if texts.dropped:
        yield f"would be dropped: {'; '.join(texts.dropped)}"
    yield from (f"to decide: {question}" for question in texts.questions)
    command = f"rtxoutcomes init DIR --from {shlex.quote(str(shown_path(path)))}"
    yield f"next: `{command}` drafts the study file and the map, by which deidentify makes a cohort"
