"""Everything a report holds."""

import io
import json
import zipfile

import pandas as pd
import pytest

from released import bundled
from rtxoutcomes.publish.outputs import outputs


@pytest.fixture(scope="module")
def told() -> tuple[dict[str, bytes], list[str]]:
    stages: list[str] = []
    return outputs(bundled(), stages.append), stages


def test_every_figure_has_three_formats_and_a_twin(
    told: tuple[dict[str, bytes], list[str]],
) -> None:
    figures = [name for name in told[0] if name.startswith("figures/")]

    assert len(figures) == 10 * 4
    assert {name.rsplit(".", 1)[1] for name in figures} == {"svg", "png", "pdf", "csv"}


def test_every_table_has_four_formats(told: tuple[dict[str, bytes], list[str]]) -> None:
    tables = [name for name in told[0] if name.startswith("tables/")]

    assert {name.rsplit(".", 1)[1] for name in tables} == {"csv", "md", "html", "tex"}
    assert len(tables) % 4 == 0


def test_results_are_the_same_as_csv_and_as_json(told: tuple[dict[str, bytes], list[str]]) -> None:
    frame = pd.read_csv(io.BytesIO(told[0]["results.csv"]))
    records = json.loads(told[0]["results.json"])["estimates"]

    assert len(frame) == len(records)
    for place in (0, 100, 200):
        estimate = records[place]["estimate"]
        assert frame.loc[place, "method"] == records[place]["method"]
        assert pd.isna(frame.loc[place, "estimate"]) == (estimate is None)
        if estimate is not None:
            assert frame.loc[place, "estimate"] == estimate


def test_the_json_is_as_the_standard_library_indents_it(
    told: tuple[dict[str, bytes], list[str]],
) -> None:
    text = told[0]["results.json"].decode()

    assert text == json.dumps(json.loads(text), indent=1, ensure_ascii=False) + "\n"


def test_every_text_says_that_the_data_are_made_up(
    told: tuple[dict[str, bytes], list[str]],
) -> None:
    for name, content in told[0].items():
        # The template says it by a reference, so that it holds for whatever fills it.
        if name.endswith("template.md"):
            assert b"{{ study.mark }}" in content
        elif name.endswith((".csv", ".json", ".html", ".md", ".tex")):
            assert b"ynthetic" in content, name


def test_the_manuscript_is_a_word_file_with_its_pictures(
    told: tuple[dict[str, bytes], list[str]],
) -> None:
    with zipfile.ZipFile(io.BytesIO(told[0]["manuscript.docx"])) as archive:
        names = archive.namelist()
        assert "word/document.xml" in names
        assert sum(name.startswith("word/media/") for name in names) == 10


def test_each_stage_is_told_as_it_begins(told: tuple[dict[str, bytes], list[str]]) -> None:
    assert told[1][0] == "tables"
    assert "figure time_to_relapse" in told[1]
