import os
from pathlib import Path

import pytest

from rtxoutcomes.errors import StyleError, UsageFault
from rtxoutcomes.read.style_file import BUNDLED, bundled_styles, parse_style, read_style
from rtxoutcomes.style import DEFAULT


def test_the_bundled_styles_are_read_by_their_names() -> None:
    assert bundled_styles() == ("default", "jama", "lancet")
    for name in bundled_styles():
        assert read_style(name).name == name


def test_the_default_file_says_what_the_package_does_without_one() -> None:
    assert read_style() == DEFAULT


def test_the_default_file_shows_every_key() -> None:
    text = (BUNDLED / "default.toml").read_text(encoding="utf-8")

    for block in DEFAULT.model_dump().values():
        for key in block if isinstance(block, dict) else []:
            assert f"{key} = " in text


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
    with pytest.raises(UsageFault, match=r"default, jama, lancet|is a folder"):
        read_style(name)


def test_a_folder_is_no_style(tmp_path: Path) -> None:
    with pytest.raises(UsageFault, match="not a folder"):
        read_style(tmp_path)


def test_a_pipe_is_no_style(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "style.toml")

    with pytest.raises(UsageFault, match="must be a regular file; a style is"):
        read_style(tmp_path / "style.toml")
