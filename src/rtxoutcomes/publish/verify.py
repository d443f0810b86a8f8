"""A report verified: its files against their record, and its numbers against a rerun."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from rtxoutcomes.cohort import MARKS
from rtxoutcomes.errors import UsageFault
from rtxoutcomes.owned.folder import private_mode
from rtxoutcomes.owned.lock import write_named
from rtxoutcomes.progress import Progress, silent
from rtxoutcomes.publish import manifest
from rtxoutcomes.publish.build import Rendered, render_report
from rtxoutcomes.publish.causes import causes, other_bytes
from rtxoutcomes.publish.check import compare_with_run
from rtxoutcomes.publish.compare import close, file_content
from rtxoutcomes.publish.differing_numbers import csv_rows, differing_cells
from rtxoutcomes.publish.moved import (
    differing_sentences,
    moved_figures,
    moved_sentences,
    moved_tables,
)
from rtxoutcomes.publish.names import FRAMES, RESULTS
from rtxoutcomes.publish.printed import numerals, printed_text
from rtxoutcomes.publish.printed_places import places_of
from rtxoutcomes.publish.rerun import Given, Rerunnable, rerunnable
from rtxoutcomes.publish.row_changes import row_changes
from rtxoutcomes.publish.verification import Verification
from rtxoutcomes.publish.verify_page import verify_page
from rtxoutcomes.read.content import MAX_BYTES
from rtxoutcomes.study import Study

NAME = "verification.html"


def verify_report(
    report: str | Path,
    cohort: Given | None = None,
    *,
    study: Study | str | Path | None = None,
    before: Given | None = None,
    max_bytes: int = MAX_BYTES,
    tell: Progress = silent,
) -> Verification:
    """Compare a report with its record and with a rerun. Nothing is written.

    Parameters
    ----------
    report
        The folder of the report.
    cohort
        The cohort, or its path; without it the bundled cohort, if the report was made from it.
    study
        A study to rerun it with; without it that of the cohort's folder, else that of the report.
    before
        The cohort that the report was made from, to find the rows that differ.
    max_bytes
        The largest file that is read.
    tell
        Hears the name of each stage.

    Returns
    -------
    Verification
        Every number, table, sentence and figure that differs, and what of the record does.

    Raises
    ------
    UsageFault
        The report has no study file, as those of earlier versions; it was made from another cohort
        than the bundled one, and none is given; or `before` is not what it was made from.
    OutputsDiffer
        There is no report in the folder, or it was interrupted.
    TableError, StudyError
        The cohort or a study file is invalid.
    """
    own = rerunnable(Path(report), cohort, study, before, max_bytes)
    rendered = render_report(own.cohort, own.study, tell, own.form)
    tell("comparing")
    shown = {name: data for name, data in rendered.files.items() if name not in own.omitted}
    return _verified(str(report), own, Rendered(shown, rendered.results))


def _verified(report: str, own: Rerunnable, rendered: Rendered) -> Verification:
    """The report compared with what was rendered."""
    comparison, new = compare_with_run(own.folder, rendered), rendered.files
    edited, why = comparison.files.edited, comparison.files.why
    why = {name: what for name, what in why.items() if name in new and name != manifest.NAME}
    old = {n: data for n in why if (data := file_content(own.folder, n)) is not None}
    now = manifest.loaded(new[manifest.NAME])
    figures = moved_figures(old, new)
    return Verification(
        report=report,
        study=own.recorded_study.id,
        compared=_compared(new[RESULTS]),
        causes=causes(own.listed, now, (own.recorded_study, own.study), edited),
        rows=() if own.before is None else row_changes(own.before, own.cohort),
        numbers=comparison.numbers,
        places=places_of(comparison.numbers, rendered, figures),
        cells=_cells(old, new),
        tables=moved_tables(old, new),
        sentences=moved_sentences(old, new),
        figures=figures,
        files=why,
        versions=comparison.versions,
        notes=(*own.notes, *_absent(comparison.files.absent), *other_bytes(own.listed, now)),
        edited_numbers=tuple(n for n in edited if n in old and _prints_otherwise(n, old, new)),
        mark=MARKS[own.cohort.origin],
    )


def _compared(results: bytes) -> int:
    """How many numbers a file results.csv has."""
    return sum(bool(row.get("estimate")) for row in csv_rows(results))


def _cells(old: Mapping[str, bytes], new: Mapping[str, bytes]) -> dict[str, int]:
    """Cells that differ in the other frames, by file."""
    names = [f"{name}.csv" for name in FRAMES if f"{name}.csv" != RESULTS]
    counts = {n: differing_cells(old[n], new[n]) for n in names if n in old}
    return {name: count for name, count in counts.items() if count}


def _absent(names: Iterable[str]) -> list[str]:
    listed = ", ".join(names)
    return [f"absent, as the manifest allows: {listed}"] if listed else []


def _prints_otherwise(name: str, old: Mapping[str, bytes], new: Mapping[str, bytes]) -> bool:
    """Whether an edited file prints another number than this run, or a sentence with one more."""
    if name.endswith((".csv", ".json")):
        return not close(name, old[name], new[name])
    texts = [printed_text(name, files[name]) for files in (old, new)]
    if texts[0] is None or texts[1] is None:
        return False
    pairs = differing_sentences(name, texts[0], texts[1])
    return any(p.old and numerals(p.old) != numerals(p.new) for p in pairs)


def write_verification(result: Verification, out: str | Path) -> str:
    """Write a verification as a page into a folder, and return its path.

    For patients' data it is readable for its owner alone.

    Raises
    ------
    UsageFault
        The folder is that of the report, or lies within it; or a file there was edited or is not
        ours.
    EnvironmentFault
        It cannot be written.
    """
    folder, report = Path(out).resolve(), Path(result.report).resolve()
    if folder == report or report in folder.parents:
        raise UsageFault(f"{out}: is the folder of the report; name another one with --out")
    mode = private_mode(group_readable=False) if result.mark == MARKS["patient"] else None
    remedy = "move it, or name another folder with --out"
    write_named(Path(out), {NAME: verify_page(result)}, "verify", mode=mode, remedy=remedy)
    return str(Path(out) / NAME)
