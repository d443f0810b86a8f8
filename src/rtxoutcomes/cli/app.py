"""The commands: arguments in, a result out. All work is done by public functions of the package."""

import shlex
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, TypedDict

from typer import Exit, Option, Typer, echo

import rtxoutcomes as rtx
from rtxoutcomes.cli import later
from rtxoutcomes.cli.audit import audit
from rtxoutcomes.cli.clinic import deidentify, init, lookup
from rtxoutcomes.cli.exit_codes import EXIT_CODES_HELP
from rtxoutcomes.cli.findings import write_findings
from rtxoutcomes.cli.generate import count, schema, styles, synthesise, template
from rtxoutcomes.cli.ingest_tables import ingest
from rtxoutcomes.cli.options import (
    DEFAULT_STUDY,
    AllowNumber,
    AsJson,
    Check,
    CohortPath,
    CohortStudy,
    GroupReadable,
    MaxMib,
    Pdf,
    RequiredCohort,
    allowed_numbers,
    cohort_study,
    place,
)
from rtxoutcomes.cli.output import Progress, next_lines, print_result, warn
from rtxoutcomes.cli.plan import plan as plan_commands
from rtxoutcomes.cli.selftest import selftest
from rtxoutcomes.cli.verify import verify
from rtxoutcomes.owned.record import KEPT
from rtxoutcomes.read.content import MAX_BYTES, MEBIBYTE
from rtxoutcomes.study_place import study_path


class ReportOptions(TypedDict):
    """How a report is written: the options of `rtx.write_report`."""

    style: str
    text: str | None
    pdf: bool
    every_format: bool
    brief: bool


class KeptOptions(TypedDict):
    """What becomes of edited files, and who may read the new ones."""

    keep_edited: bool
    group_readable: bool


app = Typer(
    name="rtxoutcomes",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    epilog=EXIT_CODES_HELP,
)
app.add_typer(ingest, name="ingest")
app.add_typer(plan_commands, name="plan")


def _print_version(asked: bool) -> None:
    if asked:
        echo(f"rtxoutcomes {rtx.__version__}")
        raise Exit


@app.callback()
def main(
    version: Annotated[
        bool,
        Option("--version", help="Print the version.", is_eager=True, callback=_print_version),
    ] = False,
) -> None:
    """Outcomes of a treated cohort: from de-identified tables to a manuscript and its figures."""


@app.command(epilog="Example: rtxoutcomes report my_cohort/ --out reports")
def report(
    cohort: CohortPath = None,
    study: CohortStudy = None,
    *,
    out: Annotated[str, Option("--out", callback=place, help="Folder of the report.")] = "reports",
    check: Check = False,
    style: Annotated[
        str, Option("--style", help="A journal style: a name (see `styles`), or a TOML file.")
    ] = "default",
    text: Annotated[
        str | None,
        Option(
            "--text",
            metavar="FILE",
            help="Your own manuscript (Markdown or Word) with references such as "
            "{{ edss.NMOSD.mean_change }}, to be filled in.",
            show_default=False,
        ),
    ] = None,
    trace: Annotated[
        bool,
        Option(
            "--trace",
            help="List every number in the text with the result it comes from, and every number "
            "without one.",
        ),
    ] = False,
    keep_edited: Annotated[
        bool,
        Option("--keep-edited", help="Move files that were edited since the last run to kept/."),
    ] = False,
    group_readable: GroupReadable = False,
    pdf: Pdf = False,
    every: Annotated[
        bool, Option("--all", help="Write figures as PDF and tables as HTML as well.")
    ] = False,
    brief: Annotated[
        bool,
        Option(
            "--brief",
            help="For a first look: report.html with the main tables and figures, and no other "
            "file.",
        ),
    ] = False,
    max_mib: MaxMib = MAX_BYTES // MEBIBYTE,
    allow_number: AllowNumber = None,
    as_json: AsJson = False,
) -> None:
    """Read, validate, analyse and write a report; other files in the folder are not touched."""
    form: ReportOptions = {
        "style": style,
        "text": text,
        "pdf": pdf,
        "every_format": every,
        "brief": brief,
    }
    if brief and trace:
        raise rtx.UsageFault("--brief writes no text, so that there is nothing to --trace")
    _keep_apart(cohort, out)
    with Progress() as tell:
        plan, data = _read(cohort, study, max_mib, allowed_numbers(allow_number), tell)
        if check:
            checked = rtx.check_report(data, plan, out, tell, **form)
            result: dict[str, object] = {"checked": out, "same": True, **asdict(checked)}
            print_result(as_json, result, _matches(checked, out))
            return
        kept: KeptOptions = {"keep_edited": keep_edited, "group_readable": group_readable}
        files = rtx.write_report(data, plan, out, tell, **kept, **form)
    warn("the study file still has the title of the template" * plan.study.title.startswith("["))
    if brief:
        result = {"out": out, "files": list(files), "origin": data.origin}
        print_result(as_json, result, f"{out}: {len(files)} files, origin {data.origin}")
        return
    numerals = rtx.read_trace(out)
    counts = rtx.count_trace(numerals)
    result = {"out": out, "files": list(files), "origin": data.origin, "text": counts}
    if trace:
        result["trace"] = numerals.to_dict("records")
        if not as_json:
            echo(rtx.trace_lines(numerals))
    sentence = f"{out}: {len(files)} files, origin {data.origin}. {_numbers_checked(counts)}"
    sentence += "".join(
        f"\n{out}/{name}: your edited version" for name in files if name.startswith(f"{KEPT}/")
    )
    print_result(as_json, result, sentence)


@app.command(epilog="Example: rtxoutcomes validate my_cohort/")
def validate(
    cohort: RequiredCohort,
    study: CohortStudy = None,
    out: Annotated[
        str | None,
        Option(
            "--out",
            callback=place,
            help="Folder for findings.csv and findings.html, or one file of either kind, to send "
            "to the person who entered the data; or a file .sarif for CI, without values or ids.",
            show_default=False,
        ),
    ] = None,
    *,
    group_readable: GroupReadable = False,
    max_mib: MaxMib = MAX_BYTES // MEBIBYTE,
    allow_number: AllowNumber = None,
    as_json: AsJson = False,
) -> None:
    """List every fault in the tables of a cohort, or confirm that they are valid."""
    allowed = allowed_numbers(allow_number)
    if (
        study is None
        and not study_path(Path(cohort)).exists()
        and (raw := later.raw_tables(cohort))
    ):
        raise raw
    plan = cohort_study(cohort, study)
    try:
        with Progress() as tell:
            data = rtx.read_cohort(
                cohort, plan, max_bytes=max_mib * MEBIBYTE, allow_numbers=allowed, tell=tell
            )
    except rtx.TableError as fault:
        if raw := later.raw_tables(cohort, fault):
            raise raw from None
        write_findings(fault.violations, out, cohort, group_readable)
        raise
    write_findings((), out, cohort, group_readable)
    rows = {str(r["table"]): r["rows"] for r in data.summary().to_dict("records")}
    counts = ", ".join(f"{table} {n}" for table, n in rows.items())
    privacy = rtx.k_anonymity(data, plan)
    result = {"valid": True, "origin": data.origin, "rows": rows, "privacy": asdict(privacy)}
    result["allowed_numbers"] = dict(data.allowed_numbers)
    sentence = f"valid, origin {data.origin}. Rows: {counts}\n{privacy.sentence()}"
    named = "" if study is None else f" --study {shlex.quote(study)}"
    following = next_lines(f"{shlex.quote(cohort)}{named}", "report")
    sentence = "\n".join([sentence, *following])
    print_result(as_json, result, sentence)


app.command(epilog="Example: rtxoutcomes init my_study/ --from patients.xlsx")(init)
app.command(
    epilog="Example: rtxoutcomes deidentify raw/ --map map.toml --key ../key.txt --out cohort/"
)(deidentify)
app.command(epilog="Example: rtxoutcomes lookup --key ../key.txt 88-10231")(lookup)
app.command(epilog="Example: rtxoutcomes verify reports my_cohort/ --before earlier_cohort/")(
    verify
)
app.command(epilog="Example: rtxoutcomes audit --study my_study.toml --against reports")(audit)
app.command(epilog="Example: rtxoutcomes template empty_tables/ --study my_study.toml")(template)
app.command(epilog="Example: rtxoutcomes styles lancet > my_style.toml")(styles)
app.command(epilog="Example: rtxoutcomes synthesise --out synthetic/ --patients 200 --seed 7")(
    synthesise
)
app.command(epilog="Example: rtxoutcomes count my_cohort/ --out counts/")(count)
app.command(epilog="Example: rtxoutcomes schema --check")(schema)
app.command(epilog="Example: rtxoutcomes selftest --out certificate.txt")(selftest)


def _keep_apart(cohort: str | None, out: str) -> None:
    """A report among the tables would be read as one of them the next time."""
    if (
        cohort is not None
        and Path(cohort).is_dir()
        and Path(cohort).resolve() == Path(out).resolve()
    ):
        raise rtx.UsageFault("--out is the folder of the cohort; name another")


def _numbers_checked(counts: Mapping[str, int]) -> str:
    """Return how many numbers in the text were traced, and to what."""
    parts = [
        f"{counts['row']} traced to results",
        f"{counts['study']} to the study file" if counts["study"] else "",
        f"{counts['structure']} structural",
        f"{counts['authors']} confirmed by the authors" if counts["authors"] else "",
        f"{counts['unexplained']} untraced",
    ]
    total = sum(n for kind, n in counts.items() if kind != "unused")
    return f"Checked {total} numbers in the text: {', '.join(filter(None, parts))}"


def _matches(checked: "rtx.Checked", out: str) -> str:
    """The sentence of a check that found no difference, with what it could not compare."""
    how = "" if checked.exactly else "; numbers compared within 1e-9"
    versions = f" ({'; '.join(checked.versions)}{how})" if checked.versions else ""
    count = len(checked.absent)
    absent = f"; {count} absent, recorded as expected in its manifest" if count else ""
    return f"{out}: matches the expected output{versions}{absent}"


def _read(
    cohort: str | None, study: str | None, max_mib: int, allowed: Mapping[str, str], tell: Progress
) -> "tuple[rtx.Study, rtx.Cohort]":
    if cohort is not None:
        plan, size = cohort_study(cohort, study), max_mib * MEBIBYTE
        data = rtx.read_cohort(cohort, plan, max_bytes=size, allow_numbers=allowed, tell=tell)
        return plan, data
    plan = rtx.read_study(study or DEFAULT_STUDY)
    if plan.id not in rtx.bundled_studies():
        raise rtx.UsageFault(
            f"study {plan.id!r} has no bundled cohort; name one: rtxoutcomes report COHORT"
        )
    return plan, rtx.bundled_cohort(plan.id)
