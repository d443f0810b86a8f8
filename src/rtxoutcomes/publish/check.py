"""A check of a report folder: does it hold what a cohort gives? Nothing is written."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from rtxoutcomes.analysis.asked import plan_of
from rtxoutcomes.cohort import Cohort
from rtxoutcomes.errors import OutputsDiffer
from rtxoutcomes.owned.record import is_interrupted
from rtxoutcomes.progress import Progress, silent
from rtxoutcomes.publish.build import Rendered, render_report
from rtxoutcomes.publish.compare import Comparison, compare, file_content
from rtxoutcomes.publish.differing_numbers import Difference, differing_numbers, number_lines
from rtxoutcomes.publish.form import Form, form_of
from rtxoutcomes.publish.manifest import read_manifest
from rtxoutcomes.publish.names import RESULTS
from rtxoutcomes.publish.recorded import differing_versions, is_same_environment
from rtxoutcomes.publish.writing import TRACE
from rtxoutcomes.study import Study
from rtxoutcomes.style import DEFAULT, Style

# The files that only a report of every format has.
OF_ALL = ("tables/*.html", "figures/*.pdf")
_MOST_ROWS = 20


@dataclass(frozen=True, slots=True)
class Checked:
    """A report that holds what is expected.

    `versions` says in words which versions made the report and differ in this run; `exactly`
    whether its files were compared by bytes; `absent` names outputs that the folder lacks and its
    manifest records as expected.
    """

    versions: tuple[str, ...]
    exactly: bool
    absent: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rerun:
    """A report folder compared with a run: its files, and its numbers."""

    rendered: Rendered
    files: Comparison
    numbers: tuple[Difference, ...]
    versions: tuple[str, ...]
    exactly: bool


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
    brief: bool = False,
) -> Checked:
    """Whether `out` holds exactly what this cohort gives. Writes nothing.

    Under the lock, or the library versions that made the report, on its system: text, svg and pdf
    by bytes, Word files by their parts, png by pixels. Elsewhere: numbers within a relative 1e-9, a
    figure by the csv of what it draws, and what is printed by its words and numerals, of which one
    may lie one unit of its last digit away if all numbers agree. An output that the folder lacks is
    compared with the folder's manifest. `style`, `text`, `pdf`, `every_format` and `brief` are
    those of `write_report`: a folder written with a PDF is checked with one.

    Returns
    -------
    Checked
        The versions that differ, and the outputs that the folder lacks.

    Raises
    ------
    OutputsDiffer
        Names every number that differs, and every file that is missing, differs, or should not be
        there.
    TypeError, UsageFault
        As for `write_report`.
    """
    plan, folder = plan_of(cohort, study), Path(out)
    refuse_no_report(folder)
    form = form_of(style, text, pdf, every_format, brief)
    rerun = compare_with_run(folder, render_report(cohort, plan, tell, form))
    if rerun.files.why:
        names = [*rerun.files.why]
        raise OutputsDiffer("\n  ".join(_lines(folder, rerun, form)), names, _details(rerun))
    return Checked(rerun.versions, rerun.exactly, rerun.files.absent)


def refuse_no_report(folder: Path) -> None:
    """Refuse a folder without a report, and one that an ended run left."""
    if not folder.is_dir():
        raise OutputsDiffer(f"{folder}: there is no report to check", [str(folder)])
    if is_interrupted(folder):
        raise OutputsDiffer(f"{folder}: interrupted: run report again", [str(folder)])


def compare_with_run(folder: Path, rendered: Rendered) -> Rerun:
    """The files and numbers of a report compared with those of a run."""
    listed = read_manifest(folder)
    exactly = is_same_environment(listed)
    comparison = compare(folder, rendered.files, exactly=exactly)
    old, new = file_content(folder, RESULTS), rendered.files.get(RESULTS)
    numbers = () if old is None or new is None else differing_numbers(old, new, rendered.results)
    return Rerun(rendered, comparison, numbers, tuple(differing_versions(listed)), exactly)


def _lines(folder: Path, rerun: Rerun, form: Form) -> list[str]:
    """What differs: how many files, which versions, the numbers, then the files."""
    why = rerun.files.why
    count = f"{len(why)} file{'s differ' if len(why) != 1 else ' differs'}"
    versions = f" ({'; '.join(rerun.versions)})" * bool(rerun.versions)
    head = f"{folder}: {count} from the expected output{versions}{_hint(why, form)}"
    return [head, *_numbers(rerun.numbers), *rerun.files.lines]


def _hint(names: Iterable[str], form: Form) -> str:
    """The option with which a folder was probably written, if it was not checked with it."""
    of_all = any(Path(name).match(pattern) for name in names for pattern in OF_ALL)
    likely = "--all" if of_all and not form.every_format else ""
    likely = likely or ("--brief" if TRACE in names and not form.brief else "")
    return f"; was it written with {likely}? Then check it with {likely}" * bool(likely)


def _numbers(numbers: Sequence[Difference]) -> list[str]:
    if not numbers:
        return ["no number of results.csv differs"]
    count = f"{len(numbers)} number{'s' if len(numbers) != 1 else ''} of results.csv"
    lines = [f"  {line}" for line in number_lines(numbers, _MOST_ROWS)]
    return [f"{count} differ{'s' if len(numbers) == 1 else ''}; `verify` names the cause:", *lines]


def _details(rerun: Rerun) -> Mapping[str, object]:
    return {"versions": list(rerun.versions), "numbers": [asdict(one) for one in rerun.numbers]}
