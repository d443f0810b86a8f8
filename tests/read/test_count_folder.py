"""Reading a folder of count tables."""

from pathlib import Path

import pytest

from analysis.small import full
from cohorts import study
from rtxoutcomes.analysis.counted import count
from rtxoutcomes.errors import UsageFault
from rtxoutcomes.read.count_folder import read_count_folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    count(full(), study()).write(tmp_path)
    return tmp_path


def test_header_and_tables_are_read(folder: Path) -> None:
    raw = read_count_folder(folder)

    assert raw.header["time_unit"] == "0.1 month"
    assert list(raw.tables) == ["groups", "relapses", "times", "pairs"]
    assert raw.faults == ()


def test_a_folder_without_a_header_holds_no_counts(tmp_path: Path) -> None:
    with pytest.raises(UsageFault, match=r"with counts\.toml; rtxoutcomes count"):
        read_count_folder(tmp_path)


def test_a_header_that_is_no_toml_has_no_keys(folder: Path) -> None:
    (folder / "counts.toml").write_text("form = [")

    assert read_count_folder(folder).header == {}


@pytest.mark.parametrize(
    ("content", "rule"), [(b"\xff\xfe", "file.encoding"), (b"", "file.empty"), (None, "file.link")]
)
def test_a_file_that_is_no_table_is_named(
    folder: Path, tmp_path_factory: pytest.TempPathFactory, content: bytes | None, rule: str
) -> None:
    target = folder / "times.csv"
    if content is None:
        other = tmp_path_factory.mktemp("other") / "times.csv"
        other.write_bytes(target.read_bytes())
        target.unlink()
        target.symlink_to(other)
    else:
        target.write_bytes(content)

    (fault,) = read_count_folder(folder).faults

    assert (fault.table, fault.rule) == ("times", rule)
