"""Everything a report holds."""

import io
import re
import zipfile
from collections import Counter

import pytest
from docx import Document

from released import bundled
from rtxoutcomes.publish.outputs import outputs
from rtxoutcomes.tables.manuscript import all_tables, is_supplementary


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

    assert formats(report[0], "figures/") == {"svg": 13, "png": 13, "csv": 13}
    assert formats(report[0], "tables/") == {"csv": tables, "md": tables, "tex": tables}


def test_every_format_is_there_on_request(report: tuple[dict[str, bytes], list[str]]) -> None:
    files = outputs(bundled(), list[str]().append, every_format=True)

    assert files.keys() > report[0].keys()
    assert {name: files[name] for name in report[0]} == report[0]
    assert formats(files, "figures/")["pdf"] == 13
    assert formats(files, "tables/")["html"] == formats(files, "tables/")["csv"]


def test_a_brief_report_is_the_page_with_the_main_tables_and_figures(
    report: tuple[dict[str, bytes], list[str]],
) -> None:
    files = outputs(bundled(), list[str]().append, brief=True)

    assert {name: report[0][name] for name in files} == files
    assert formats(files, "figures/") == {"svg": 4, "png": 4, "csv": 4}
    main = [table.key for table in all_tables(bundled()) if not is_supplementary(table)]
    assert formats(files, "tables/") == dict.fromkeys(("csv", "md", "tex"), len(main))
    assert {name for name in files if "/" not in name} == {"report.html"}


def test_every_text_says_that_the_data_are_made_up(
    report: tuple[dict[str, bytes], list[str]],
) -> None:
    for name, content in report[0].items():
        # The template says it by a reference, so that it holds for whatever fills it.
        if name.endswith("template.md"):
            assert b"{{ study.mark }}" in content
        elif name.endswith((".csv", ".json", ".html", ".md", ".tex")):
            assert b"ynthetic" in content, name


@pytest.mark.parametrize(
    ("file", "pictures"), [("manuscript.docx", 4), ("supplement.docx", 9), ("checklist.docx", 0)]
)
def test_word_files_hold_their_pictures(
    report: tuple[dict[str, bytes], list[str]], file: str, pictures: int
) -> None:
    with zipfile.ZipFile(io.BytesIO(report[0][file])) as archive:
        names = archive.namelist()
        assert "word/document.xml" in names
        assert sum(name.startswith("word/media/") for name in names) == pictures


def test_tables_stand_in_the_manuscript_the_supplement_or_the_checklist(
    report: tuple[dict[str, bytes], list[str]],
) -> None:
    tables = all_tables(bundled())
    further = sum(map(is_supplementary, tables))

    counts = {
        name: len(Document(io.BytesIO(report[0][name])).tables)
        for name in ("manuscript.docx", "supplement.docx", "checklist.docx")
    }
    assert list(counts.values()) == [len(tables) - further, further, 1]


def test_latex_files_show_each_figure_once(report: tuple[dict[str, bytes], list[str]]) -> None:
    shown = [
        re.findall(rb"\{figures/(\w+)\}", report[0][f"{name}.tex"])
        for name in ("manuscript", "supplement")
    ]

    assert [len(keys) for keys in shown] == [4, 9]
    assert len({*shown[0], *shown[1]}) == 13


def test_the_page_shows_the_curves_first_and_figures_of_the_supplement_last(
    report: tuple[dict[str, bytes], list[str]],
) -> None:
    captions = re.findall(r"<figcaption>Figure (S?\d+)\.", report[0]["report.html"].decode())

    assert captions == ["2", "1", "3", "4", *(f"S{k}" for k in range(1, 10))]


def test_each_stage_is_reported_as_it_begins(report: tuple[dict[str, bytes], list[str]]) -> None:
    assert report[1][0] == "tables"
    assert "drawing time_to_relapse" in report[1]
