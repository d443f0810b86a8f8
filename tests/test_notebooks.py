"""Each notebook and its script say the same, and neither holds an output."""

import json
import re
from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parents[1] / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))


def cells_of_script(path: Path) -> list[str]:
    """The cells of a script in percent format, markdown without its comment signs."""
    text = path.read_text(encoding="utf-8").split("# ---\n", 2)[2]
    cells = []
    for part in re.split(r"^# %%", text, flags=re.MULTILINE)[1:]:
        kind, _, body = part.partition("\n")
        if "markdown" in kind:
            body = re.sub(r"^# ?", "", body, flags=re.MULTILINE)
        cells.append(body.strip())
    return cells


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_a_notebook_holds_the_cells_of_its_script(path: Path) -> None:
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]

    result = ["".join(cell["source"]).strip() for cell in cells]

    assert result == cells_of_script(path.with_suffix(".py"))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_a_notebook_in_the_repository_has_no_output(path: Path) -> None:
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]

    assert all(not cell.get("outputs") and not cell.get("execution_count") for cell in cells)


def test_there_is_a_notebook() -> None:
    assert NOTEBOOKS
