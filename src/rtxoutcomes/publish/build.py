"""The whole way once, in order: cohort to report folder, or a check of an existing one."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from rtxoutcomes.analysis import analyse
from rtxoutcomes.analysis.asked import plan_of
from rtxoutcomes.cohort import Cohort
from rtxoutcomes.disclose import Released, internal
from rtxoutcomes.errors import OutputsDiffer, UsageFault
from rtxoutcomes.identity import safe_name
from rtxoutcomes.owned.folder import private_mode
from rtxoutcomes.owned.lock import locked
from rtxoutcomes.owned.look import Allowed
from rtxoutcomes.owned.record import is_interrupted, sha256
from rtxoutcomes.progress import Progress, silent
from rtxoutcomes.publish.compare import compare
from rtxoutcomes.publish.environment import differences_from_lock, system
from rtxoutcomes.publish.manifest import (
    ENVIRONMENT,
    NAME,
    adopted,
    origin_of,
    system_of,
)
from rtxoutcomes.publish.names import WORD, possible_names
from rtxoutcomes.publish.outputs import Typesetter, figure_forms, outputs, table_writers
from rtxoutcomes.publish.records import records
from rtxoutcomes.publish.report_id import report_id
from rtxoutcomes.publish.writing import MANUSCRIPT, TEMPLATE
from rtxoutcomes.read.kinds import optional_module
from rtxoutcomes.read.style_file import read_style
from rtxoutcomes.read.text_file import TextFile, read_text
from rtxoutcomes.study import Study
from rtxoutcomes.style import DEFAULT, Style
from rtxoutcomes.text.precheck import check_text

SETTER = "rtxoutcomes.publish.pdf"
COMMAND = "report"
EDITED = "--keep-edited moves it to kept/ (keep_edited=True in Python)"
EDITED_TEXT = f"give it to --text to bring its numbers up to date, or {EDITED}"
TEXTS = (MANUSCRIPT, TEMPLATE, WORD)
# The files that only a report of every format has.
_OF_ALL = ("tables/*.html", "figures/*.pdf")
FOREIGN = "move it, or use another --out"


@dataclass(frozen=True, slots=True)
class Form:
    """How a report is written: the style of its numbers, the authors' text, and the formats."""

    style: Style = DEFAULT
    text: TextFile | None = None
    set_pdf: Typesetter | None = None
    every_format: bool = False

    def names(self, study: Study) -> frozenset[str]:
        """Every path that a report of this form may write."""
        forms, tables = figure_forms(self.every_format), table_writers(self.every_format)
        return possible_names(study, forms, tables, pdf=self.set_pdf is not None)

    @property
    def inputs(self) -> dict[str, str]:
        """What was read besides the cohort and the study, by SHA-256."""
        read = (
            {}
            if self.text is None
            else {f"text/{safe_name(self.text.name)}": sha256(self.text.content)}
        )
        if self.style != DEFAULT:
            read[f"style/{self.style.name}"] = sha256(self.style.model_dump_json().encode())
        return read


@dataclass(frozen=True, slots=True)
class Checked:
    """A report that holds what is expected.

    `differs_from_lock` names library versions that differ; `absent` outputs that the folder lacks
    and its manifest records as expected.
    """

    differs_from_lock: tuple[str, ...]
    absent: tuple[str, ...]


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
    folder, form = Path(out), _form(style, text, pdf, every_format)
    with locked(folder, COMMAND, adopted) as own:
        mine = frozenset(() if text is None else (_within(Path(text), own.root),))
        _refuse_other_origin(own.root, folder, cohort)
        texts = dict.fromkeys(TEXTS, EDITED_TEXT)
        allowed = Allowed(False, keep_edited, mine, EDITED, FOREIGN, texts)
        own.look(form.names(plan), allowed)
        files = render_report(cohort, plan, tell, form)
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


def check_report(
    cohort: Cohort,
    study: Study | str,
    out: str | Path = "reports",
    tell: Progress = silent,
    *,
    style: str | Path | Style = DEFAULT,
    text: str | Path | None = None,
    pdf: bool = False,
    every_format: bool = False,
) -> Checked:
    """Whether `out` holds exactly what this cohort gives. Writes nothing.

    Text, svg and pdf are compared by bytes, Word files by their parts, png by pixels. An output
    that the folder lacks is compared with the folder's manifest. Where library versions differ
    from the lock, or the report was made on another system, only csv and json are compared, their
    numbers within a relative 1e-9. `style`, `text`, `pdf` and `every_format` are
    those of `write_report`: a folder written with a PDF is checked with one.

    Returns
    -------
    Checked
        The libraries that differ from the lock, and the outputs that the folder lacks.

    Raises
    ------
    OutputsDiffer
        Names every file that is missing, differs, or should not be there.
    TypeError, UsageFault
        As for `write_report`.
    """
    plan, folder = plan_of(cohort, study), Path(out)
    if not folder.is_dir():
        raise OutputsDiffer(f"{folder}: there is no report to check", [str(folder)])
    if is_interrupted(folder):
        raise OutputsDiffer(f"{folder}: interrupted: run report again", [str(folder)])
    made_on = system_of(folder)
    other_systems = [f"made on {made_on}, checked on {system()}"] * (made_on not in {"", system()})
    other_versions = [*differences_from_lock(), *other_systems]
    form = _form(style, text, pdf, every_format)
    files = render_report(cohort, plan, tell, form)
    comparison = compare(folder, files, numbers_only=bool(other_versions))
    if differing := comparison.differing:
        names = [line.split(":")[0] for line in differing]
        count = f"{len(differing)} file{'s differ' if len(differing) != 1 else ' differs'}"
        limited = f" (compared by numbers: {'; '.join(other_versions)})" * bool(other_versions)
        more = not form.every_format and any(Path(name).match(p) for name in names for p in _OF_ALL)
        hint = "; was it written with --all? Then check it with --all" * more
        head = f"{folder}: {count} from the expected output{limited}{hint}"
        raise OutputsDiffer("\n  ".join([head, *differing]), names)
    return Checked(tuple(other_versions), comparison.absent)


def render_report(
    cohort: Cohort, study: Study, tell: Progress = silent, form: Form | None = None
) -> dict[str, bytes]:
    """Every file of the report, in memory; a cohort that was edited in memory is refused."""
    _refuse_edited(cohort)
    own = form or Form()
    results, inputs = released(cohort, study, own.style, tell), {**cohort.sources, **own.inputs}
    known_by = report_id(inputs, study)
    every = own.every_format
    files = outputs(results, tell, own.text, own.set_pdf, every_format=every, identifier=known_by)
    return files | records(files, cohort, results, inputs, known_by)


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


def _form(
    style: str | Path | Style, text: str | Path | None, pdf: bool, every_format: bool
) -> Form:
    """Read and checked before anything is computed, so that a misspelt name costs no time."""
    setter = optional_module(SETTER, "pdf", "manuscript.pdf").manuscript_pdf if pdf else None
    chosen = style if isinstance(style, Style) else read_style(style)
    return Form(chosen, None if text is None else _checked(read_text(text)), setter, every_format)


def _checked(text: TextFile) -> TextFile:
    check_text(text)
    return text
