"""The commands for a clinic's own files: a draft, a cohort, and the pseudonym of a number."""

import shlex
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

from typer import Argument, Option

import rtxoutcomes as rtx
from rtxoutcomes.cli import later
from rtxoutcomes.cli.findings import write_findings
from rtxoutcomes.cli.options import (
    DEFAULT_STUDY,
    AllowNumber,
    AsJson,
    CohortStudy,
    GroupReadable,
    MapPath,
    Replace,
    allowed_numbers,
    cohort_study,
    place,
)
from rtxoutcomes.cli.output import next_lines, print_result, warn
from rtxoutcomes.read.key_file import open_key
from rtxoutcomes.study_place import FILE, study_path

_FINDINGS = "findings"


def init(
    folder: Annotated[
        str, Argument(metavar="DIR", callback=place, help="Folder of the study file and the map.")
    ],
    *,
    sources: Annotated[
        list[str] | None,
        Option(
            "--from",
            metavar="FILE",
            help="A file of the clinic, or a folder of them; once for each. Without it: a study "
            "file with every key.",
            show_default=False,
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Draft a study file and a map from a clinic's files, with the questions that stay open.

    Nothing leaves the machine, and no value of a patient is written or shown.
    """
    given = sources or []
    texts = later.draft_texts(given) if given else later.empty_study(rtx.read_study(DEFAULT_STUDY))
    made = later.write_draft(folder, texts)
    result = {"out": folder, **asdict(made)}
    print_result(as_json, result, "\n".join(_init_lines(folder, given, texts, made)))


def _init_lines(
    folder: str, sources: Sequence[str], texts: "later.DraftTexts", made: "later.Initialised"
) -> list[str]:
    lines = [f"{_in(folder, name)}: written" for name in made.files]
    for name, difference in made.differences.items():
        beside = name not in made.files
        kept = f"{name} was edited and stays as it is; the new draft is next to it. " * beside
        lines += [f"{kept}Changes in {name}:", *(f"  {line}" for line in difference.splitlines())]
    if made.dropped:
        lines += ["Not taken over:", *(f"  {line}" for line in made.dropped)]
    if made.questions:
        count = len(made.questions)
        lines.append("1 question:" if count == 1 else f"{count} questions:")
        lines += [f"  {k}. {question}" for k, question in enumerate(made.questions, start=1)]
    return [*lines, *_next(folder, sources, has_map=later.MAP in texts.files)]


def _next(folder: str, sources: Sequence[str], *, has_map: bool) -> list[str]:
    """The commands that follow."""
    if not sources:
        return [f"Next: rtxoutcomes template DIR --study {_in(folder, FILE)} writes empty tables"]
    raw = sources[0] if len(sources) == 1 else str(Path(sources[0]).parent)
    if not has_map:
        own = Path(raw).resolve() == Path(folder).resolve()
        named = "" if own else f" --study {_word(_in(folder, FILE))}"
        return next_lines(f"{_word(raw)}{named}", "report")
    cohort, drafted = _word(_in(folder, "cohort")), _word(_in(folder, later.MAP))
    return [
        "Next: answer the questions in the files, then",
        f"  rtxoutcomes deidentify {_word(raw)} --map {drafted} --key key.txt --new-key "
        f"--out {cohort}",
        *next_lines(cohort, _in(folder, "report"), "  "),
    ]


def _in(folder: str, name: str) -> str:
    return f"{folder.rstrip('/')}/{name}"


_word = shlex.quote


def deidentify(
    raw: Annotated[
        str, Argument(metavar="RAW", help="Folder of tables, or one file.", show_default=False)
    ],
    *,
    map_file: MapPath,
    key: Annotated[
        str, Option("--key", help="File with the key of the pseudonyms.", show_default=False)
    ],
    out: Annotated[
        str, Option("--out", callback=place, help="Folder of the cohort.", show_default=False)
    ],
    study: CohortStudy = None,
    replace: Replace = False,
    group_readable: GroupReadable = False,
    new_key: Annotated[
        bool, Option("--new-key", help="Make the key file; it must not exist yet.")
    ] = False,
    new_start: Annotated[
        str | None,
        Option(
            "--new-start",
            metavar="FILE",
            help="Also write when each patient had the first infusion to this new file (readable "
            "by you alone), as --start of ingest needs it.",
            show_default=False,
        ),
    ] = None,
    allow_number: AllowNumber = None,
    as_json: AsJson = False,
) -> None:
    """Turn a clinic's tables with dates and names into a cohort with months and pseudonyms."""
    plan, allowed = _study(raw, study, map_file), allowed_numbers(allow_number)
    warn(open_key(key))
    page = Path(map_file).parent / _FINDINGS
    try:
        summary = rtx.deidentify(
            raw,
            map_file,
            key,
            out,
            plan,
            new_key=new_key,
            new_start=new_start,
            allow_numbers=allowed,
            replace=replace,
            group_readable=group_readable,
        )
    except rtx.TableError as fault:
        write_findings(fault.violations, str(page), raw, group_readable)
        raise
    if page.is_dir():
        write_findings((), str(page), raw, group_readable)
    print_result(
        as_json,
        {"out": out, **asdict(summary)},
        "\n".join([out, *summary.lines(), *_after(out, study, map_file)]),
    )


def _after(out: str, study: str | None, map_file: str) -> list[str]:
    """The first report of a new cohort; the study is named where it would not be found."""
    is_found = study is None and study_path(Path(out)).is_file()
    beside = (Path(map_file).parent / FILE).as_posix()
    named = "" if is_found else f" --study {_word(study or beside)}"
    return next_lines(f"{_word(out)}{named}", (Path(out).parent / "report").as_posix())


def _study(raw: str, named: str | None, map_file: str) -> "rtx.Study":
    """The study that was named, else that of the raw tables, else the one next to the map."""
    beside = Path(map_file).parent / FILE
    if named is None and not study_path(Path(raw)).is_file() and beside.is_file():
        return rtx.read_study(str(beside))
    return cohort_study(raw, named)


def lookup(
    numbers: Annotated[
        list[str],
        Argument(
            metavar="NUMBER...", help="Numbers as the clinic writes them.", show_default=False
        ),
    ],
    *,
    key: Annotated[
        str, Option("--key", help="File with the key of the pseudonyms.", show_default=False)
    ],
    map_file: Annotated[
        str | None,
        Option("--map", help="The map, if it gives pseudonyms a form.", show_default=False),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Print the pseudonyms of hospital numbers, in their order and without the numbers."""
    warn(open_key(key))
    found = later.looked_up(numbers, key, map_file)
    print_result(as_json, {"pseudonyms": list(found)}, "\n".join(found))
