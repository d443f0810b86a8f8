"""The commands that write what no data are needed for: templates, schemas, a synthetic cohort."""

from typing import Annotated

from typer import Argument, Option

import rtxoutcomes as rtx
from rtxoutcomes.cli import later
from rtxoutcomes.cli.options import (
    DEFAULT_STUDY,
    AsJson,
    Check,
    CohortStudy,
    Replace,
    RequiredCohort,
    StudyName,
    cohort_study,
    place,
)
from rtxoutcomes.cli.output import print_result
from rtxoutcomes.errors import UsageFault


def template(
    folder: Annotated[str, Argument(metavar="DIR", callback=place, help="Folder of the tables.")],
    study: StudyName = DEFAULT_STUDY,
    *,
    redcap: Annotated[
        bool,
        Option("--redcap", help="Write data dictionaries for a REDCap project, and a map."),
    ] = False,
    ci: Annotated[
        str | None,
        Option(
            "--ci",
            metavar="NAME",
            help="Write an example for CI instead, github or pre-commit, for a repository with "
            "cohort/ and reports/.",
            show_default=False,
        ),
    ] = None,
    replace: Replace = False,
    as_json: AsJson = False,
) -> None:
    """Write empty tables, a data dictionary and a study file to fill in; or examples for CI."""
    if redcap and ci:
        raise UsageFault("name --redcap or --ci, not both")
    if ci:
        files = rtx.write_ci(folder, ci, replace=replace)
    else:
        files = rtx.write_template(rtx.read_study(study), folder, redcap=redcap, replace=replace)
    sentence = f"{folder}: {len(files)} files; those that were there are left as they are"
    print_result(as_json, {"out": folder, "files": list(files)}, sentence)


def styles(
    name: Annotated[
        str | None,
        Argument(metavar="[NAME]", help="A bundled style, to print its file.", show_default=False),
    ] = None,
    *,
    as_json: AsJson = False,
) -> None:
    """List the journal styles, or print the file of one to start your own from."""
    if name is not None:
        print_result(
            as_json, {"name": name, "toml": later.style_text(name)}, later.style_text(name).rstrip()
        )
        return
    known = [rtx.read_style(each) for each in rtx.bundled_styles()]
    lines = [f"{s.name:9}{f'{s.journal}: ' if s.journal else ''}{s.summary}" for s in known]
    about = [{"name": s.name, "journal": s.journal, "summary": s.summary} for s in known]
    print_result(as_json, {"styles": about}, "\n".join(lines))


def synthesise(
    out: Annotated[
        str, Option("--out", callback=place, help="Folder of the cohort.", show_default=False)
    ],
    study: StudyName = DEFAULT_STUDY,
    patients: Annotated[
        int | None, Option("--patients", min=1, max=1_000_000, help="Number of patients.")
    ] = None,
    seed: Annotated[int | None, Option("--seed", min=0, help="Seed of the random draw.")] = None,
    *,
    replace: Replace = False,
    as_json: AsJson = False,
) -> None:
    """Write a synthetic cohort with the margins of the study file, marked as synthetic."""
    plan = rtx.read_study(study)
    files = rtx.write_synthetic(plan, out, patients=patients, seed=seed, replace=replace)
    result = {"out": out, "files": list(files), "origin": "synthetic"}
    print_result(as_json, result, f"{out}: {len(files)} files, origin synthetic")


def schema(
    out: Annotated[
        str, Option("--out", callback=place, help="Folder of the schemas.")
    ] = "data/schema",
    dictionary: Annotated[
        str | None,
        Option(
            "--dictionary",
            callback=place,
            help="Markdown file for the data dictionary.",
            show_default=False,
        ),
    ] = None,
    study: StudyName = DEFAULT_STUDY,
    *,
    check: Check = False,
    replace: Replace = False,
    as_json: AsJson = False,
) -> None:
    """Write the schemas of the tables, and of results.csv and results.json."""
    plan = rtx.read_study(study)
    if check:
        rtx.check_schemas(plan, out, dictionary)
        print_result(as_json, {"checked": out, "same": True}, f"{out}: as generated from the code")
        return
    files = rtx.write_schemas(plan, out, dictionary, replace=replace)
    print_result(as_json, {"out": out, "files": list(files)}, f"{out}: {len(files)} files")


def count(
    cohort: RequiredCohort,
    study: CohortStudy = None,
    *,
    out: Annotated[
        str, Option("--out", callback=place, help="Folder of the counts.", show_default=False)
    ],
    replace: Replace = False,
    as_json: AsJson = False,
) -> None:
    """Write count tables of a cohort: all that estimates from counts need, and no row of a patient.

    Small counts may still identify somebody: they are marked as other results are.
    """
    plan = cohort_study(cohort, study)
    counts = rtx.count(rtx.read_cohort(cohort, plan), plan)
    files = counts.write(out, replace=replace)
    result = {"out": out, "files": list(files), "origin": counts.origin, "mark": counts.mark}
    print_result(as_json, result, f"{out}: {len(files)} files. {counts.mark}")
