"""Everything a report holds."""

import io
import zipfile
from collections import Counter

import pytest

from released import bundled
from rtxoutcomes.publish.outputs import outputs
from rtxoutcomes.tables.manuscript import all_tables


@pytest.fixture(scope="module")
def report() -> tuple[dict[str, bytes], list[str]]:
    stages: list[str] = []
    return outputs(bundled(), stages.append), stages


def formats(files: dict[str, bytes], folder: str) -> dict[str, int]:
    """How many files of each format a folder holds."""
    return Counter(name.rpartition(".")[2] for name in files if name.startswith(folder))


def test_figures_and_tables_have_the_formats_that_a_reader_needs(
    report: tuple[dict[str, bytes], list[str]],
) -> None:
    tables = len(all_tables(bundled())) + 1

    assert formats(report[0], "figures/") == {"svg": 10, "png": 10, "csv": 10}
    assert formats(report[0], "tables/") == {"csv": tables, "md": tables, "tex": tables}


def test_every_format_is_there_on_request(report: tuple[dict[str, bytes], list[str]]) -> None:
    files = outputs(bundled(), list[str]().append, every_format=True)

    assert files.keys() > report[0].keys()
    assert {name: files[name] for name in report[0]} == report[0]
    assert formats(files, "figures/")["pdf"] == 10
    assert formats(files, "tables/")["html"] == formats(files, "tables/")["csv"]


def test_every_text_says_that_the_data_are_made_up(
    report: tuple[dict[str, bytes], list[str]],
) -> None:
    for name, content in report[0].items():
        # The template says it by a reference, so that it holds for whatever fills it.
        if name.endswith("template.md"):
            assert b"{{ study.mark }}" in content
        elif name.endswith((".csv", ".json", ".html", ".md", ".tex")):
            assert b"ynthetic" in content, name


def test_the_manuscript_is_a_word_file_with_its_pictures(
    report: tuple[dict[str, bytes], list[str]],
) -> None:
    with zipfile.ZipFile(io.BytesIO(report[0]["manuscript.docx"])) as archive:
        names = archive.namelist()
        assert "word/document.xml" in names
        assert sum(name.startswith("word/media/") for name in names) == 10


def test_each_stage_is_reported_as_it_begins(report: tuple[dict[str, bytes], list[str]]) -> None:
    assert report[1][0] == "tables"
    assert "drawing time_to_relapse" in report[1]
