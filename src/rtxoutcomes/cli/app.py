"""The command line: arguments in, exit code out. Everything else is called by its public name."""

from dataclasses import asdict
from typing import Annotated

import typer

import rtxoutcomes as rtx
from rtxoutcomes.cli.answer import BUNDLED, AsJson, Progress, StudyName
from rtxoutcomes.cli.answer import say as _say
from rtxoutcomes.cli.ingest import ingest

MEBIBYTE = 1024 * 1024
app = typer.Typer(
    name="rtxoutcomes",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Outcomes of a treated cohort: from de-identified tables to a manuscript's tables and "
    "figures.",
    epilog="Exit codes: 0 done, 1 unforeseen, 2 usage, 3 withheld by the disclosure policy, "
    "4 data or study file refused, 5 outputs differ, 6 environment.",
)
app.add_typer(ingest, name="ingest")

CohortPath = Annotated[
    str | None,
    typer.Argument(
        metavar="[COHORT]",
        help="Folder of tables, or one CSV with a row a patient. Without it: the bundled "
        "synthetic cohort.",
        show_default=False,
    ),
]
MaxMib = Annotated[
    int, typer.Option("--max-mib", min=1, help="The largest file that is read, in MiB.")
]
NeededCohort = Annotated[
    str, typer.Argument(metavar="COHORT", help="Folder of tables, or one CSV.", show_default=False)
]


@app.command(epilog="Example: rtxoutcomes report my_cohort/ --study my_study.toml --out reports")
def report(
    cohort: CohortPath = None,
    study: StudyName = BUNDLED,
    *,
    out: Annotated[str, typer.Option("--out", help="Folder of the report.")] = "reports",
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; fail if the folder differs.")
    ] = False,
    style: Annotated[
        str, typer.Option("--style", help="A journal style: a bundled name, or a TOML file.")
    ] = "default",
    text: Annotated[
        str | None,
        typer.Option(
            "--text",
            metavar="FILE",
            help="Your own manuscript (Markdown or Word) with references such as "
            "{{ edss.NMOSD.mean_change }}, to be filled in.",
            show_default=False,
        ),
    ] = None,
    trace: Annotated[
        bool,
        typer.Option(
            "--trace",
            help="List every numeral of the text with the result behind it, and every one that "
            "no result explains.",
        ),
    ] = False,
    pdf: Annotated[
        bool, typer.Option("--pdf", help="Set manuscript.pdf as well; needs the extra `pdf`.")
    ] = False,
    max_mib: MaxMib = 64,
    as_json: AsJson = False,
) -> None:
    """Read, validate, analyse and render everything into a folder, whole or not at all."""
    plan, data = _read(cohort, study, max_mib)
    if check:
        lock = rtx.check_report(data, plan, out, Progress(), style=style, text=text, pdf=pdf)
        limited = f" (csv and json only: {'; '.join(lock)})" if lock else ""
        told = {"checked": out, "same": True, "differs_from_lock": lock}
        _say(as_json, told, f"{out}: exactly what this input gives{limited}")
        return
    files = rtx.write_report(data, plan, out, Progress(), style=style, text=text, pdf=pdf)
    numerals = rtx.read_trace(out)
    counted = rtx.count_trace(numerals)
    told = {"out": out, "files": list(files), "origin": data.origin, "text": counted}
    if trace:
        told["trace"] = numerals.to_dict("records")
        if not as_json:
            typer.echo(rtx.trace_lines(numerals))
    summary = ", ".join(f"{kind} {n}" for kind, n in counted.items())
    sentence = f"{out}: {len(files)} files, origin {data.origin}. Numerals of the text: {summary}"
    _say(as_json, told, sentence)


@app.command(epilog="Example: rtxoutcomes validate my_cohort/ --study my_study.toml")
def validate(
    cohort: NeededCohort,
    study: StudyName = BUNDLED,
    out: Annotated[
        str | None,
        typer.Option(
            "--out",
            help="Folder for findings.csv and findings.html, or a file of one of the two kinds: "
            "to send to whoever typed the tables.",
            show_default=False,
        ),
    ] = None,
    max_mib: MaxMib = 64,
    as_json: AsJson = False,
) -> None:
    """Say everything that is wrong with the tables of a cohort, or that they are valid."""
    plan = rtx.read_study(study)
    try:
        data = rtx.read_cohort(cohort, plan, max_bytes=max_mib * MEBIBYTE)
    except rtx.TableError as fault:
        if out is not None:
            rtx.write_findings(fault.violations, out, cohort)
        raise
    if out is not None:
        rtx.write_findings([], out, cohort)
    rows = {str(r["table"]): r["rows"] for r in data.summary().to_dict("records")}
    counted = ", ".join(f"{table} {n}" for table, n in rows.items())
    privacy = rtx.k_anonymity(data, plan)
    told = {"valid": True, "origin": data.origin, "rows": rows, "privacy": asdict(privacy)}
    sentence = f"valid, origin {data.origin}. Rows: {counted}\n{privacy.sentence()}"
    _say(as_json, told, sentence)


@app.command(
    epilog="Example: rtxoutcomes deidentify raw/ --map map.toml --key ../key.txt --out cohort/"
)
def deidentify(
    raw: Annotated[
        str,
        typer.Argument(metavar="RAW", help="Folder of tables, or one file.", show_default=False),
    ],
    *,
    map_file: Annotated[
        str, typer.Option("--map", help="Which column is what (TOML).", show_default=False)
    ],
    key: Annotated[
        str, typer.Option("--key", help="File with the key of the pseudonyms.", show_default=False)
    ],
    out: Annotated[str, typer.Option("--out", help="A new or empty folder.", show_default=False)],
    study: StudyName = BUNDLED,
    new_key: Annotated[
        bool, typer.Option("--new-key", help="Make the key file; it must not exist yet.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Make a cohort of a clinic's dated, named tables: months, pseudonyms, and nothing else."""
    done = rtx.deidentify(raw, map_file, key, out, rtx.read_study(study), new_key=new_key)
    _say(as_json, {"out": out, **asdict(done)}, "\n".join([out, *done.lines()]))


@app.command(epilog="Example: rtxoutcomes template empty_tables/ --study my_study.toml")
def template(
    folder: Annotated[str, typer.Argument(metavar="DIR", help="A new or empty folder.")],
    study: StudyName = BUNDLED,
    as_json: AsJson = False,
) -> None:
    """Write empty tables and a data dictionary to fill in."""
    files = rtx.write_template(rtx.read_study(study), folder)
    _say(as_json, {"out": folder, "files": list(files)}, f"{folder}: {len(files)} files")


@app.command(epilog="Example: rtxoutcomes synthesise --out made_up/ --patients 200 --seed 7")
def synthesise(
    out: Annotated[str, typer.Option("--out", help="A new or empty folder.", show_default=False)],
    study: StudyName = BUNDLED,
    patients: Annotated[
        int | None, typer.Option("--patients", min=1, max=1_000_000, help="How many.")
    ] = None,
    seed: Annotated[int | None, typer.Option("--seed", min=0, help="Another draw.")] = None,
    as_json: AsJson = False,
) -> None:
    """Write a made-up cohort with the margins of the study file, marked as such."""
    files = rtx.write_synthetic(rtx.read_study(study), out, patients=patients, seed=seed)
    told = {"out": out, "files": list(files), "origin": "synthetic"}
    _say(as_json, told, f"{out}: {len(files)} files, origin synthetic")


@app.command(epilog="Example: rtxoutcomes schema --check")
def schema(
    out: Annotated[str, typer.Option("--out", help="Folder of the schemas.")] = "data/schema",
    dictionary: Annotated[
        str | None,
        typer.Option(
            "--dictionary", help="A Markdown file for the same in words.", show_default=False
        ),
    ] = None,
    study: StudyName = BUNDLED,
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; fail if the folder differs.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Write the schema of each table as Table Schema JSON."""
    plan = rtx.read_study(study)
    if check:
        rtx.check_schemas(plan, out, dictionary)
        _say(as_json, {"checked": out, "same": True}, f"{out}: as generated from the code")
        return
    files = rtx.write_schemas(plan, out, dictionary)
    _say(as_json, {"out": out, "files": list(files)}, f"{out}: {len(files)} files")


def _read(cohort: str | None, study: str, max_mib: int) -> "tuple[rtx.Study, rtx.Cohort]":
    plan = rtx.read_study(study)
    if cohort is not None:
        return plan, rtx.read_cohort(cohort, plan, max_bytes=max_mib * MEBIBYTE)
    if plan.id not in rtx.bundled_studies():
        raise rtx.UsageFault(
            f"study {plan.id!r} has no bundled cohort; name one: rtxoutcomes report COHORT"
        )
    return plan, rtx.bundled_cohort(plan.id)
