import os
import tomllib
from pathlib import Path

import pytest

from rtxoutcomes.errors import StyleError, UsageFault
from rtxoutcomes.read.style_file import BUNDLED, bundled_styles, parse_style, read_style
from rtxoutcomes.style import DEFAULT


def test_the_bundled_styles_are_read_by_their_names() -> None:
    assert bundled_styles() == ("default", "jama", "lancet", "nejm")
    for name in bundled_styles():
        assert read_style(name).name == name


def test_the_default_file_says_what_the_package_does_without_one() -> None:
    assert read_style() == DEFAULT


def test_the_default_file_shows_every_key() -> None:
    text = (BUNDLED / "default.toml").read_text(encoding="utf-8")

    for block in DEFAULT.model_dump().values():
        for key in block if isinstance(block, dict) else []:
            assert f"{key} = " in text


@pytest.mark.parametrize("name", ["jama", "lancet", "nejm"])
def test_every_rule_of_a_journal_has_its_source(name: str) -> None:
    content = tomllib.loads((BUNDLED / f"{name}.toml").read_text(encoding="utf-8"))
    blocks = {key: value for key, value in content.items() if isinstance(value, dict)}
    sources = blocks.pop("sources")

    rules = [f"{block}.{key}" for block, keys in blocks.items() for key in keys]
    assert sorted(sources) == sorted(rules)
    assert all(sources.values())


def test_every_bundled_style_says_what_distinguishes_it() -> None:
    summaries = [read_style(name).summary for name in bundled_styles()]

    assert all(summaries)
    assert len(set(summaries)) == len(summaries)


def test_a_fault_of_a_style_is_in_the_words_of_its_author() -> None:
    content = b'[numbers]\nthousands = " "\n[citations]\nform = "footnotes"\n[sources]\n"p.x" = "y"'

    with pytest.raises(StyleError) as caught:
        parse_style(content, "mine.toml")

    said = {problem.path: problem.must for problem in caught.value.problems}
    assert said["citations.form"] == "must be 'brackets', 'parentheses' or 'superscript'"
    assert said["sources"] == "'p.x' is not a key of a style file such as 'p_values.letter'"
    assert said["numbers.thousands"].startswith("must be ")


def test_a_style_is_read_from_its_file(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text('name = "mine"\n[numbers]\ndecimal_mark = ","\n', encoding="utf-8")

    assert read_style(path).numbers.decimal_mark == ","


def test_faults_of_a_style_file_name_it() -> None:
    with pytest.raises(StyleError, match=r"mine\.toml: 1 fault in the style file") as caught:
        parse_style(b"nam = 1", "mine.toml")

    assert caught.value.exit_code == 4


@pytest.mark.parametrize("name", ["nature", "", "a\0b"])
def test_an_unknown_name_lists_the_known_ones(name: str) -> None:
    with pytest.raises(UsageFault, match=r"default, jama, lancet, nejm|is a folder"):
        read_style(name)


def test_a_folder_is_no_style(tmp_path: Path) -> None:
    with pytest.raises(UsageFault, match="not a folder"):
        read_style(tmp_path)


def test_a_pipe_is_no_style(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "style.toml")

    with pytest.raises(UsageFault, match="must be a regular file; a style is"):
        read_style(tmp_path / "style.toml")
