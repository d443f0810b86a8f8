"""Small folders of generated text: templates, schemas, a synthetic cohort."""

from collections.abc import Mapping
from pathlib import Path

from rtxoutcomes.cohort import ONE_TABLE
from rtxoutcomes.errors import OutputsDiffer, UsageFault
from rtxoutcomes.owned.lock import locked, write_named
from rtxoutcomes.owned.look import Allowed
from rtxoutcomes.publish.results_schema import results_schemas
from rtxoutcomes.study import Study
from rtxoutcomes.study.keys_page import keys_page
from rtxoutcomes.synthetic import files as synthetic_files
from rtxoutcomes.synthetic import synthesise
from rtxoutcomes.validate.data_package import PACKAGE, data_package
from rtxoutcomes.validate.dictionary import dictionary_page
from rtxoutcomes.validate.redcap import redcap_files
from rtxoutcomes.validate.table_schema import table_schemas
from rtxoutcomes.validate.template import template

# The page of every key of a study file, next to the data dictionary.
KEYS = "study-keys.md"


def write_template(
    study: Study, folder: str | Path, *, redcap: bool = False, replace: bool = False
) -> tuple[str, ...]:
    """Empty tables, a data dictionary and a study file, those that the folder does not have yet.

    With `redcap`, in their place two data dictionaries for a REDCap project, in the folder
    `redcap`: with dates, and the map by which `deidentify` makes a cohort of its export; and with
    months. With `replace`, files of these names are moved to `kept/` and written anew.

    Returns
    -------
    tuple of str
        The files that were written.

    Raises
    ------
    UsageFault
        A link or a folder has the name of one of these.
    EnvironmentFault
        The folder cannot be written.
    """
    if redcap:
        files = redcap_files(study)
        return write_named(Path(folder), files, "template", replaced=replace, left=True)
    files = template(study)
    files[PACKAGE] = data_package(study, _tables(files, ""), filled=False)
    inner = f"{ONE_TABLE}/"
    files[f"{inner}{PACKAGE}"] = data_package(study, _tables(files, inner), filled=False)
    return write_named(Path(folder), files, "template", replaced=replace, left=True)


def _tables(files: Mapping[str, str], folder: str) -> dict[str, bytes]:
    """The files of one folder of a template."""
    return {
        name.removeprefix(folder): text.encode()
        for name, text in files.items()
        if name.rpartition("/")[0] == folder.rstrip("/")
    }


def write_synthetic(
    study: Study,
    folder: str | Path,
    *,
    patients: int | None = None,
    seed: int | None = None,
    replace: bool = False,
) -> tuple[str, ...]:
    """A synthetic cohort with the margins of the study's `[synthesis]` block, marked synthetic.

    Raises
    ------
    UsageFault
        The study has no such block, or a file that we did not write, or that was edited, has the
        name of one of these; `replace` moves it to `kept/`.
    EnvironmentFault
        The folder cannot be written.
    """
    if study.synthesis is None:
        raise UsageFault(f"study {study.id!r} has no [synthesis] block to make a cohort from")
    frames = synthesise(study, patients=patients, seed=seed)
    files = synthetic_files(frames, study)
    files[PACKAGE] = data_package(study, {name: text.encode() for name, text in files.items()})
    return write_named(Path(folder), files, "synthesise", replaced=replace, whole=True)


def write_schemas(
    study: Study,
    folder: str | Path = "data/schema",
    dictionary: str | Path | None = None,
    *,
    replace: bool = False,
) -> tuple[str, ...]:
    """The schemas of the tables and of the results.

    `dictionary` is a Markdown file that gets the same in words; next to it is written a page of
    every key of a study file.

    Raises
    ------
    UsageFault
        A file that we did not write, or that was edited, has the name of one of these; `replace`
        moves it to `kept/`.
    EnvironmentFault
        The folder cannot be written.
    """
    schemas = table_schemas(study) | results_schemas()
    if dictionary is None:
        return write_named(Path(folder), schemas, "schema", replaced=replace)
    page = Path(dictionary)
    words = {page.name: dictionary_page(study), KEYS: keys_page()}
    # Both are looked at before one is written.
    with locked(Path(folder), "schema") as own:
        contents = {name: text.encode() for name, text in schemas.items()}
        own.look(contents, Allowed(replace), contents)
    written = write_named(page.parent, words, "schema", replaced=replace)
    return (*write_named(Path(folder), schemas, "schema", replaced=replace), *written)


def check_schemas(
    study: Study, folder: str | Path = "data/schema", dictionary: str | Path | None = None
) -> None:
    """Compare the schemas in a folder, and the dictionary, with those the code gives.

    Raises
    ------
    OutputsDiffer
        Names each schema that is missing or differs.
    """
    schemas = table_schemas(study) | results_schemas()
    wanted = {Path(folder) / name: text for name, text in schemas.items()}
    if dictionary is not None:
        page = Path(dictionary)
        wanted |= {page: dictionary_page(study), page.parent / KEYS: keys_page()}
    found = [path.name for path, text in wanted.items() if _text(path) != text]
    if found:
        head = f"{folder}: not as generated from the code (rtxoutcomes schema writes them)"
        raise OutputsDiffer("\n  ".join([head, *found]), found)


def _text(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.is_file() else None
