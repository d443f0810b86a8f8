"""What a report is rerun from: its study, its cohort, its style and its text."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from rtxoutcomes.cohort import Cohort
from rtxoutcomes.errors import UsageFault
from rtxoutcomes.intake import bundled_cohort, read_cohort
from rtxoutcomes.owned.record import sha256
from rtxoutcomes.publish import manifest
from rtxoutcomes.publish.causes import study_changes
from rtxoutcomes.publish.check import OF_ALL, refuse_no_report
from rtxoutcomes.publish.compare import file_content
from rtxoutcomes.publish.form import Form
from rtxoutcomes.publish.names import FRAMES, LATEX, PAGE, WORD
from rtxoutcomes.publish.recorded import LIBRARIES_KEY, TABLES_KEY, mapping_of, recorded_tables
from rtxoutcomes.publish.writing import MANUSCRIPT, TEMPLATE, TRACE
from rtxoutcomes.read.study_file import (
    bundled_studies,
    parse_plan,
    parse_study,
    read_study,
    study_of,
)
from rtxoutcomes.read.style_file import bundled_styles, read_style
from rtxoutcomes.read.text_file import read_text
from rtxoutcomes.study import Study
from rtxoutcomes.study_place import FILE as STUDY
from rtxoutcomes.study_place import PLAN as RECORDED

_OF_TEXT = (MANUSCRIPT, TEMPLATE, WORD, LATEX, TRACE, PAGE)
Given = Cohort | str | Path


@dataclass(frozen=True, slots=True)
class Rerunnable:
    """A report folder with all that it is rerun from.

    `listed` is its manifest and `recorded_study` its study; `cohort`, `study` and `form` are those
    of the rerun; `before` is the cohort that it was made from, if it was given. The files
    `omitted` cannot be written again as they were; `notes` say why.
    """

    folder: Path
    listed: Mapping[str, object]
    recorded_study: Study
    cohort: Cohort
    study: Study
    before: Cohort | None
    form: Form
    notes: tuple[str, ...]
    omitted: tuple[str, ...]


def rerunnable(
    folder: Path,
    cohort: Given | None,
    study: Study | str | Path | None,
    before: Given | None,
    max_bytes: int,
) -> Rerunnable:
    """Read what a report is rerun from; raises as `verify_report` does."""
    own = _read(folder)
    data, plan = _inputs(own, cohort, study, max_bytes)
    earlier = None if before is None else _earlier(own, before, max_bytes)
    form, form_notes, omitted = _form(own)
    notes = [*form_notes, *_excluded(own.listed, cohort)]
    if cohort is None:
        notes += _bundled_note(plan)
    return Rerunnable(
        folder, own.listed, own.study, data, plan, earlier, form, tuple(notes), omitted
    )


@dataclass(frozen=True, slots=True)
class _Report:
    """The folder of a report, its manifest and its study."""

    folder: Path
    listed: Mapping[str, object]
    study: Study

    @property
    def allowed(self) -> dict[str, str]:
        return {k: str(v) for k, v in mapping_of(self.listed, "allowed_numbers").items()}


def _read(folder: Path) -> _Report:
    refuse_no_report(folder)
    listed, content = manifest.read_manifest(folder), file_content(folder, STUDY)
    if not listed:
        raise UsageFault(f"{folder}: holds no readable {manifest.NAME}: it is no report")
    if content is None and LIBRARIES_KEY in listed:
        raise UsageFault(
            f"{folder}: is a brief report, which holds no {STUDY}; write the whole one, or check "
            "this one with `rtxoutcomes report --check --brief`"
        )
    if content is None:
        version = mapping_of(listed, "package").get("version", "an earlier version")
        raise UsageFault(
            f"{folder}: holds no {STUDY}, as reports of earlier versions (this one: {version}); "
            f"write it again with `rtxoutcomes report`, or check it with that version: "
            "`rtxoutcomes report --check`"
        )
    plan = file_content(folder, RECORDED)
    recorded = None if plan is None else parse_plan(plan, RECORDED)
    return _Report(folder, listed, parse_study(content, STUDY).with_plan(recorded))


def _inputs(
    own: _Report, cohort: Given | None, study: Study | str | Path | None, max_bytes: int
) -> tuple[Cohort, Study]:
    """The cohort and study of the rerun."""
    plan = study if isinstance(study, Study) else own.study
    if isinstance(study, str | Path):
        plan = read_study(study)
    if isinstance(cohort, Cohort):
        return cohort, plan
    if cohort is None:
        return _bundled(own), plan
    if study is None:
        plan = _study_of(cohort) or plan
    return read_cohort(cohort, plan, max_bytes=max_bytes, allow_numbers=own.allowed), plan


def _study_of(cohort: str | Path) -> Study | None:
    """The cohort's own study; None where it has no study file."""
    try:
        return study_of(cohort)
    except UsageFault:
        return None


def _bundled(own: _Report) -> Cohort:
    """The bundled cohort, if the report was made from its tables."""
    if own.study.id in bundled_studies():
        cohort = bundled_cohort(own.study.id)
        if recorded_tables(cohort) == own.listed.get(TABLES_KEY):
            return cohort
    tables = ", ".join(mapping_of(own.listed, TABLES_KEY))
    raise UsageFault(
        f"{own.folder}: was not made from the bundled cohort; name the cohort that it was made "
        f"from (its tables: {tables}): rtxoutcomes verify {own.folder} COHORT"
    )


def _bundled_note(plan: Study) -> list[str]:
    """Whether the study of a run with the bundled cohort is the bundled one."""
    keys = [path for path, _, _ in study_changes(read_study(plan.id), plan)]
    return [f"the study differs from the bundled one in {', '.join(keys)}"] if keys else []


def _excluded(listed: Mapping[str, object], cohort: Given | None) -> list[str]:
    """Patients whom the report excluded in memory, which files do not show."""
    if isinstance(cohort, Cohort) or not listed.get("exclusions"):
        return []
    return ["the report excluded patients in memory: pass the same cohort to verify_report"]


def _earlier(own: _Report, before: Given, max_bytes: int) -> Cohort:
    """The cohort that the report was made from; another one is refused."""
    cohort = (
        before
        if isinstance(before, Cohort)
        else read_cohort(before, own.study, max_bytes=max_bytes, allow_numbers=own.allowed)
    )
    now, listed = recorded_tables(cohort), mapping_of(own.listed, TABLES_KEY)
    if other := [name for name in {**listed, **now} if listed.get(name) != now.get(name)]:
        raise UsageFault(
            f"--before: {', '.join(other)} differ{'s' if len(other) == 1 else ''} from what the "
            "report was made from; name the cohort of the report, or omit --before"
        )
    return cohort


def _form(own: _Report) -> tuple[Form, list[str], tuple[str, ...]]:
    """How the report was written, notes, and the files that cannot be written so again."""
    outputs = [*mapping_of(own.listed, "outputs")]
    every = any(Path(name).match(pattern) for name in outputs for pattern in OF_ALL)
    form, notes, omitted = Form(every_format=every), list[str](), tuple[str, ...]()
    for name, digest in mapping_of(own.listed, "inputs").items():
        kind, _, what = name.partition("/")
        if kind == "style":
            style = read_style(what) if what in bundled_styles() else None
            if style is None or sha256(style.model_dump_json().encode()) != digest:
                notes.append(f"the style {what} is not that of this version: numbers are compared")
                omitted += tuple(n for n in outputs if not _is_data(n))
            else:
                form = Form(style, form.text, None, every)
        if kind == "text" and TEMPLATE in outputs:
            form = Form(form.style, read_text(own.folder / TEMPLATE), None, every)
        elif kind == "text":
            notes.append(f"the text {what} is not in the report: files with it are not compared")
            omitted += _OF_TEXT
    return form, notes, omitted


def _is_data(name: str) -> bool:
    """Whether a file holds numbers that no style changes."""
    return name.removesuffix(".csv") in FRAMES
