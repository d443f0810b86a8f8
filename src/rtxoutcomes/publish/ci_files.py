"""Examples for continuous integration: the checks, and what git must know of the files."""

from pathlib import Path
from typing import Literal, get_args

from rtxoutcomes.errors import UsageFault
from rtxoutcomes.owned.lock import write_named
from rtxoutcomes.publish.version import VERSION

CiName = Literal["github", "pre-commit"]
CI_NAMES: tuple[str, ...] = get_args(CiName)
FOLDER = Path(__file__).with_name("ci")
_PLACES = {
    "github": (".github/workflows/rtxoutcomes.yml", "github.yml"),
    "pre-commit": (".pre-commit-config.yaml", "pre-commit.yaml"),
}
_GIT = {".gitattributes": "gitattributes", ".gitignore": "gitignore"}


def write_ci(folder: str | Path, name: str, *, replace: bool = False) -> tuple[str, ...]:
    """Write an example for continuous integration, with `.gitattributes` and `.gitignore`.

    Parameters
    ----------
    folder
        The repository, with the tables in `cohort/` and the report in `reports/`.
    name
        `github` (a workflow) or `pre-commit` (local hooks).
    replace
        Move files of these names to `kept/`; by default they are left as they are.

    Returns
    -------
    tuple of str
        The files that were written.

    Raises
    ------
    UsageFault
        There is no example of that name, or a link or a folder has the name of a file.
    EnvironmentFault
        The folder cannot be written.
    """
    if name not in CI_NAMES:
        raise UsageFault(f"no example {name!r} for CI; there are {', '.join(CI_NAMES)}")
    place, source = _PLACES[name]
    texts = {place: source} | _GIT
    files = {target: _text(own) for target, own in texts.items()}
    return write_named(Path(folder), files, "template", replaced=replace, left=True)


def _text(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8").replace("{version}", VERSION)
