"""Small folders of generated text: templates, schemas, a synthetic cohort."""

from collections.abc import Mapping
from pathlib import Path

from rtxoutcomes.errors import EnvironmentFault, OutputsDiffer, UsageFault
from rtxoutcomes.publish.results_schema import results_schemas
from rtxoutcomes.study import Study
from rtxoutcomes.synthetic import files as synthetic_files
from rtxoutcomes.synthetic import synthesise
from rtxoutcomes.validate.dictionary import dictionary_page
from rtxoutcomes.validate.table_schema import table_schemas
from rtxoutcomes.validate.template import template


def write_template(study: Study, folder: str | Path) -> tuple[str, ...]:
    """Empty tables and a data dictionary, into a new or empty folder.

    Raises
    ------
    UsageFault
        The folder holds files already: nothing of the user's is ever overwritten.
    EnvironmentFault
        The folder cannot be written.
    """
    return _into_new(Path(folder), template(study))


def write_synthetic(
    study: Study, folder: str | Path, *, patients: int | None = None, seed: int | None = None
) -> tuple[str, ...]:
    """A synthetic cohort with the margins of the study's `[synthesis]` block, marked synthetic.

    Raises
    ------
    UsageFault
        The study has no such block, or the folder holds files already.
    EnvironmentFault
        The folder cannot be written.
    """
    if study.synthesis is None:
        raise UsageFault(f"study {study.id!r} has no [synthesis] block to make a cohort from")
    frames = synthesise(study, patients=patients, seed=seed)
    return _into_new(Path(folder), synthetic_files(frames, study))


def write_schemas(
    study: Study, folder: str | Path = "data/schema", dictionary: str | Path | None = None
) -> tuple[str, ...]:
    """The schemas of the tables and of the results; files of these names are replaced.

    `dictionary` is a Markdown file that gets the same in words.

    Raises
    ------
    EnvironmentFault
        The folder cannot be written.
    """
    files = _write(Path(folder), table_schemas(study) | results_schemas())
    if dictionary is None:
        return files
    page = Path(dictionary)
    return (*files, *_write(page.parent, {page.name: dictionary_page(study)}))


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
        wanted[Path(dictionary)] = dictionary_page(study)
    found = [path.name for path, text in wanted.items() if _text(path) != text]
    if found:
        head = f"{folder}: not as generated from the code (rtxoutcomes schema writes them)"
        raise OutputsDiffer("\n  ".join([head, *found]), found)


def _text(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.is_file() else None


def _into_new(folder: Path, files: Mapping[str, str]) -> tuple[str, ...]:
    if folder.exists() and not folder.is_dir():
        raise UsageFault(f"{folder}: is a file; name a new or empty folder")
    if folder.is_dir() and any(folder.iterdir()):
        raise UsageFault(f"{folder}: holds files already; name a new or empty folder")
    return _write(folder, files)


def _write(folder: Path, files: Mapping[str, str]) -> tuple[str, ...]:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in files.items():
            (folder / name).parent.mkdir(exist_ok=True)
            (folder / name).write_text(text, encoding="utf-8", newline="\n")
    except OSError as fault:
        raise EnvironmentFault(f"{folder}: {fault.strerror or fault}") from None
    return tuple(sorted(files))
