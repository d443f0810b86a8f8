"""The whole way once, in order: cohort to report folder."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from rtxoutcomes.analysis import analyse
from rtxoutcomes.analysis.asked import plan_of
from rtxoutcomes.cohort import Cohort
from rtxoutcomes.disclose import Released, internal
from rtxoutcomes.errors import UsageFault
from rtxoutcomes.owned.folder import private_mode
from rtxoutcomes.owned.lock import locked
from rtxoutcomes.owned.look import Allowed
from rtxoutcomes.progress import Progress, silent
from rtxoutcomes.publish.form import Form, form_of
from rtxoutcomes.publish.letters import font_hash, refuse_unwritable
from rtxoutcomes.publish.manifest import ENVIRONMENT, NAME, adopted, origin_of
from rtxoutcomes.publish.names import WORD
from rtxoutcomes.publish.outputs import outputs
from rtxoutcomes.publish.plan_lock import lock_text
from rtxoutcomes.publish.records import records
from rtxoutcomes.publish.report_id import report_id
from rtxoutcomes.publish.writing import MANUSCRIPT, TEMPLATE
from rtxoutcomes.read.study_file import study_text
from rtxoutcomes.study import Study
from rtxoutcomes.study_place import FILE as STUDY
from rtxoutcomes.study_place import PLAN as RECORDED
from rtxoutcomes.style import DEFAULT, Style

COMMAND = "report"
EDITED = "--keep-edited moves it to kept/ (keep_edited=True in Python)"
EDITED_TEXT = f"give it to --text to bring its numbers up to date, or {EDITED}"
TEXTS = (MANUSCRIPT, TEMPLATE, WORD)
FOREIGN = "move it, or use another --out"


def write_report(
    cohort: Cohort,
    study: Study | str,
    out: str | Path = "reports",
    tell: Progress = silent,
    *,
    style: str | Path | Style = DEFAULT,
    text: str | Path | None = None,
    pdf: bool = False,
    every_format: bool = False,
    brief: bool = False,
    keep_edited: bool = False,
    group_readable: bool = False,
) -> tuple[str, ...]:
    """Analyse the cohort and put the whole report into the folder `out`.

    Only files that an earlier report wrote are replaced; others in the folder are not touched. If
    the run ends early, the earlier report is kept, or the next run completes the new one.

    Parameters
    ----------
    cohort, study
        What is analysed, and how: a study, or the name of a bundled one.
    out
        The folder of the report; it may hold other files, of other names.
    tell
        Hears the name of each stage.
    style
        A journal style: a bundled name, a style file, or what `read_style` gives.
    text
        The authors' own manuscript, a Markdown or Word file with references; without it the
        skeleton is written. If it is in the folder where the report writes, it is moved to
        `kept/`.
    pdf
        Set manuscript.pdf too, which needs the extra `pdf`.
    every_format
        Write figures as PDF and tables as HTML too.
    brief
        Write report.html and the tables and figures of the manuscript, and nothing else. Not with
        `text` or `pdf`, which belong to the manuscript.
    keep_edited
        Move files of an earlier report that somebody edited to `kept/`, instead of refusing.
    group_readable
        Allow the owner's group to read a report of patients, which is otherwise the owner's alone.

    Returns
    -------
    tuple of str
        The files written and those in `kept/`, as paths within the folder, sorted.

    Raises
    ------
    EnvironmentFault
        The folder cannot be written, the disk is full, another run is writing it, or the extra
        that sets a PDF is not installed.
    TextError
        The text has a reference that is not well-formed, or that the results do not hold.
    StyleError, UsageFault
        The style or the text cannot be read, or a file that would be lost is in a place of the
        report. Nothing was computed.
    TypeError
        Something else was given in place of the cohort or the study.
    UsageFault
        A table of the cohort was changed in memory after it was read: the manifest would vouch
        for files that the report was not made from.
    """
    plan = plan_of(cohort, study)
    folder, form = Path(out), form_of(style, text, pdf, every_format, brief)
    with locked(folder, COMMAND, adopted) as own:
        mine = frozenset(() if text is None else (_within(Path(text), own.root),))
        _refuse_other_origin(own.root, folder, cohort)
        texts = dict.fromkeys(TEXTS, EDITED_TEXT)
        allowed = Allowed(False, keep_edited, mine, EDITED, FOREIGN, texts)
        own.look(form.names(plan), allowed)
        files = render_report(cohort, plan, tell, form).files
        tell("writing")
        modes = private_modes(cohort, files, private_mode(group_readable))
        kept = own.write(files, allowed, seal=NAME, modes=modes, spared=mine)
    return tuple(sorted([*files, *kept.values(), *own.moved]))


def _refuse_other_origin(root: Path, shown: Path, cohort: Cohort) -> None:
    """Refuse to put patients' data in place of a report that may be public, as in a clone."""
    stands = origin_of(root)
    if cohort.origin == "patient" and stands not in {"", "patient"}:
        raise UsageFault(
            f"{shown}: holds a report of {stands} data, which others may see; name another folder "
            "for a report of patients with --out"
        )


def private_modes(cohort: Cohort, names: Iterable[str], mode: int) -> dict[str, int]:
    """Modes of a report of patients: any number of a small cohort may be one patient's."""
    telling = set(names) - {NAME, ENVIRONMENT} if cohort.origin == "patient" else ()
    return dict.fromkeys(telling, mode)


def _within(path: Path, root: Path) -> str:
    """The path within a folder, the folder's own links followed; empty for one outside it."""
    place = path.parent.resolve() / path.name
    return place.relative_to(root).as_posix() if place.is_relative_to(root) else ""


@dataclass(frozen=True, slots=True)
class Rendered:
    """Every file of a report in memory, and the results that they show."""

    files: dict[str, bytes]
    results: Released


def render_report(
    cohort: Cohort, study: Study, tell: Progress = silent, form: Form | None = None
) -> Rendered:
    """Every file of the report, in memory; a cohort that was edited in memory is refused."""
    _refuse_edited(cohort)
    own = form or Form()
    refuse_unwritable(study, pdf=own.set_pdf is not None)
    results = released(cohort, study, own.style, tell)
    inputs = {**cohort.sources, **own.inputs, **font_hash(study)}
    known_by = report_id(inputs, study)
    files = outputs(
        results,
        tell,
        own.text,
        own.set_pdf,
        every_format=own.every_format,
        brief=own.brief,
        identifier=known_by,
    )
    if not own.brief:
        files |= _study_files(study)
    return Rendered(files | records(files, cohort, results, inputs, known_by), results)


def _study_files(study: Study) -> dict[str, bytes]:
    """The study file, and the plan that was recorded of it: what the report is rerun from."""
    plan = study.recorded_plan
    recorded = {} if plan is None else {RECORDED: lock_text(plan).encode()}
    return {STUDY: study_text(study), **recorded}


def released(
    cohort: Cohort, study: Study, style: Style = DEFAULT, tell: Progress = silent
) -> Released:
    """The results of a cohort, for those who hold its data."""
    return internal(analyse(cohort, study, tell), style)


def _refuse_edited(cohort: Cohort) -> None:
    """The hashes in the manifest are those of the files, which an edited table is not."""
    if edited := cohort.edited():
        raise UsageFault(
            f"{', '.join(edited)}: changed in memory after the cohort was read, so that the "
            "manifest would vouch for other data. Write the changed tables into files, read them "
            "with read_cohort, and report that cohort; or read the files again as they are"
        )
