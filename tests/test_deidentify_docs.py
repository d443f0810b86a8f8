"""The worked example of docs/deidentify.md, run as the page says."""

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from rtxoutcomes.cli.app import app

PAGE = (Path(__file__).resolve().parents[1] / "docs" / "deidentify.md").read_text(encoding="utf-8")

STUDY = ("--study", "nabiuni2023")


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", PAGE, flags=re.DOTALL)


def test_the_example_gives_what_the_page_shows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("raw").mkdir()
    for name, text in zip(("people.csv", "visits.csv"), blocks("csv"), strict=True):
        Path("raw", name).write_text(text, encoding="utf-8")
    Path("map.toml").write_text(blocks("toml")[0], encoding="utf-8")
    (command,) = (line for line in PAGE.splitlines() if line.startswith("rtxoutcomes deidentify"))

    result = CliRunner().invoke(app, command.split()[1:], catch_exceptions=False)
    valid = CliRunner().invoke(app, ["validate", "cohort", *STUDY], catch_exceptions=False)

    assert (result.exit_code, result.stdout) == (0, blocks("text")[0])
    assert valid.stdout.startswith("valid, origin patient. Rows: patients 2, visits 4, relapses 1")
    assert sorted(p.name for p in Path("cohort").iterdir() if p.is_file()) == [
        "cohort.toml",
        "datapackage.json",
        "patients.csv",
        "relapses.csv",
        "visits.csv",
    ]
