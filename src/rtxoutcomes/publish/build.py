"""The whole way once, in order: cohort to report folder, or a check of one that stands."""

from dataclasses import dataclass
from pathlib import Path

from rtxoutcomes.analysis import analyse
from rtxoutcomes.cohort import Cohort
from rtxoutcomes.disclose import Released, internal
from rtxoutcomes.errors import OutputsDiffer
from rtxoutcomes.publish.compare import differences
from rtxoutcomes.publish.environment import differences_from_lock, environment, lock_text
from rtxoutcomes.publish.manifest import ENVIRONMENT, NAME, known_files, manifest, sha256
from rtxoutcomes.publish.outputs import Progress, Typesetter, outputs
from rtxoutcomes.publish.staging import staged, write
from rtxoutcomes.publish.version import VERSION
from rtxoutcomes.read.kinds import optional_module
from rtxoutcomes.read.style_file import read_style
from rtxoutcomes.read.text_file import TextFile, read_text
from rtxoutcomes.study import Study
from rtxoutcomes.style import DEFAULT, Style

SETTER = "rtxoutcomes.publish.pdf"


@dataclass(frozen=True, slots=True)
class Form:
    """How a report is written: the style of its numbers, the authors' own text, a PDF or none."""

    style: Style = DEFAULT
    text: TextFile | None = None
    set_pdf: Typesetter | None = None

    @property
    def inputs(self) -> dict[str, str]:
        """What went in beside the cohort and the study, by SHA-256."""
        read = {} if self.text is None else {f"text/{self.text.name}": sha256(self.text.content)}
        if self.style != DEFAULT:
            read[f"style/{self.style.name}"] = sha256(self.style.model_dump_json().encode())
        return read


def silent(stage: str) -> None:
    """Progress that nobody hears."""


def write_report(
    cohort: Cohort,
    study: Study,
    out: str | Path = "reports",
    tell: Progress = silent,
    *,
    style: str | Path | Style = DEFAULT,
    text: str | Path | None = None,
    pdf: bool = False,
) -> tuple[str, ...]:
    """Analyse the cohort and put the whole report into the folder `out`, in one step.

    The folder holds the earlier report unchanged, or the new one whole. Files of others in it are
    left alone. `tell` hears the name of each stage. `style` is a journal style: a bundled name, a
    style file, or what `read_style` gives. `text` is the authors' own manuscript, a Markdown or
    Word file with references; without it the skeleton is written. With `pdf`, manuscript.pdf is
    set as well, which needs the extra `pdf`.

    Returns
    -------
    tuple of str
        The files written, as paths within the folder, sorted.

    Raises
    ------
    EnvironmentFault
        The folder cannot be written, the disk is full, another run is writing it, or the extra
        that sets a PDF is not installed.
    TextError
        The text refers to what the results do not hold.
    StyleError, UsageFault
        The style or the text cannot be read.
    """
    folder, form = Path(out), _form(style, text, pdf)
    with staged(folder) as staging:
        files = render_report(cohort, study, tell, form)
        tell("writing")
        before = staging.target / NAME
        known = known_files(before.read_bytes() if before.is_file() else None)
        write(staging, files, known, folder)
    return tuple(sorted(files))


def check_report(
    cohort: Cohort,
    study: Study,
    out: str | Path = "reports",
    tell: Progress = silent,
    *,
    style: str | Path | Style = DEFAULT,
    text: str | Path | None = None,
    pdf: bool = False,
) -> list[str]:
    """Whether `out` holds exactly what this cohort gives. Writes nothing.

    Text, svg and pdf are compared by bytes, Word files by their parts, png by pixels. Where
    library versions differ from the lock only csv and json are compared. `style`, `text` and `pdf`
    are those of `write_report`: a folder written with a PDF is checked with one.

    Returns
    -------
    list of str
        What differs from the lock, in words; empty where nothing does.

    Raises
    ------
    OutputsDiffer
        Names every file that is missing, differs, or should not be there.
    """
    folder = Path(out)
    if not folder.is_dir():
        raise OutputsDiffer(f"{folder}: there is no report to check", [str(folder)])
    other_versions = differences_from_lock()
    files = render_report(cohort, study, tell, _form(style, text, pdf))
    found = differences(folder, files, numbers_only=bool(other_versions))
    if found:
        names = [line.split(":")[0] for line in found]
        count = f"{len(found)} file{'s' if len(found) != 1 else ''}"
        head = f"{folder}: {count} not as this input gives"
        raise OutputsDiffer("\n  ".join([head, *found]), names)
    return other_versions


def render_report(
    cohort: Cohort, study: Study, tell: Progress = silent, form: Form | None = None
) -> dict[str, bytes]:
    """Every file of the report, in memory."""
    own = form or Form()
    tell("statistics")
    files = outputs(released(cohort, study, own.style), tell, own.text, own.set_pdf)
    listed = manifest(
        files,
        inputs={**cohort.sources, **own.inputs},
        study={"id": study.id, "sha256": sha256(study.model_dump_json().encode())},
        origin=cohort.origin,
        package={"version": VERSION, "lock_sha256": sha256(lock_text().encode())},
    )
    return files | {NAME: listed, ENVIRONMENT: environment()}


def released(cohort: Cohort, study: Study, style: Style = DEFAULT) -> Released:
    """The results of a cohort, for those who hold its data."""
    return internal(analyse(cohort, study), style)


def _form(style: str | Path | Style, text: str | Path | None, pdf: bool) -> Form:
    """Read before anything is computed, so that a misspelt name costs no time."""
    setter = optional_module(SETTER, "pdf", "manuscript.pdf").manuscript_pdf if pdf else None
    chosen = style if isinstance(style, Style) else read_style(style)
    return Form(chosen, None if text is None else read_text(text), setter)
