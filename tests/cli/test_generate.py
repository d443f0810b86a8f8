"""Templates, schemas and a synthetic cohort, from the command line."""

import json
from pathlib import Path

import pytest

import rtxoutcomes as rtx
from cli.test_app import COHORT, RUN, result_of
from rtxoutcomes.cli.app import app


def test_template_synthesise_and_schema_write_into_new_folders(tmp_path: Path) -> None:
    empty = result_of("template", str(tmp_path / "empty"))
    made = result_of(
        "synthesise", "--out", str(tmp_path / "made"), "--patients", "30", "--seed", "4"
    )
    schemas = result_of("schema", "--out", str(tmp_path / "schema"))

    assert "patients.csv" in empty["files"]  # type: ignore[operator]
    assert made["origin"] == "synthetic"
    valid = result_of("validate", str(tmp_path / "made"), "--study", "nabiuni2023")
    assert valid["rows"]["patients"] == 30  # type: ignore[index]
    assert "patients.schema.json" in schemas["files"]  # type: ignore[operator]
    assert result_of("schema", "--out", str(tmp_path / "schema"), "--check")["same"] is True


def test_the_dictionary_is_written_and_compared_with_the_schemas(tmp_path: Path) -> None:
    words = ("schema", "--out", str(tmp_path), "--dictionary", str(tmp_path / "words.md"))

    files = result_of(*words)["files"]

    assert "words.md" in files  # type: ignore[operator]
    assert result_of(*words, "--check")["same"] is True
    (tmp_path / "words.md").write_text("changed", encoding="utf-8")
    with pytest.raises(rtx.OutputsDiffer, match=r"words\.md"):
        RUN.invoke(app, [*words, "--check"], catch_exceptions=False)


def test_files_are_replaced_on_request_only_and_kept_then(tmp_path: Path) -> None:
    for name in ("patients.csv", "visits.schema.json"):
        (tmp_path / name).write_text("mine", encoding="utf-8")
    for command, name in (("synthesise", "patients.csv"), ("schema", "visits.schema.json")):
        with pytest.raises(rtx.UsageFault, match=rf"{name}: was not written.*--replace"):
            RUN.invoke(app, [command, "--out", str(tmp_path)], catch_exceptions=False)

    assert result_of("schema", "--out", str(tmp_path), "--replace")["files"]
    assert result_of("template", str(tmp_path), "--replace")["files"]
    for name in ("patients-1.csv", "visits.schema-1.json"):
        assert (tmp_path / "kept" / name).read_text(encoding="utf-8") == "mine"


def test_styles_are_listed_one_a_line() -> None:
    lines = RUN.invoke(app, ["styles"]).stdout.splitlines()

    assert [line.split()[0] for line in lines] == list(rtx.bundled_styles())
    assert "New England Journal of Medicine" in lines[-1]
    listed = json.loads(RUN.invoke(app, ["styles", "--json"]).stdout)
    assert [set(style) for style in listed["styles"]] == [{"name", "journal", "summary"}] * 4


def test_a_style_is_printed_to_start_ones_own_from(tmp_path: Path) -> None:
    printed = RUN.invoke(app, ["styles", "lancet"]).stdout
    mine = tmp_path / "mine.toml"
    mine.write_text(printed, encoding="utf-8")

    assert rtx.read_style(mine) == rtx.read_style("lancet")
    assert json.loads(RUN.invoke(app, ["styles", "lancet", "--json"]).stdout)["name"] == "lancet"


def test_an_unknown_style_lists_the_known_ones() -> None:
    result = RUN.invoke(app, ["styles", "nature"])

    assert isinstance(result.exception, rtx.UsageFault)
    assert "there are default, jama, lancet, nejm" in str(result.exception)


def test_count_writes_tables_that_can_be_read(tmp_path: Path) -> None:
    out = tmp_path / "counts"
    result = result_of("count", COHORT, "--study", "nabiuni2023", "--out", str(out))

    assert result["mark"] == "Synthetic data"
    assert rtx.read_counts(out, "nabiuni2023").groups["patients"].sum() == 99
