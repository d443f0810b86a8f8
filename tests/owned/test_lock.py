"""The lock of a folder is released whatever happens; tests/owned/test_folder.py has the rest."""

from pathlib import Path

import pytest

from rtxoutcomes.interruption import leave_nothing
from rtxoutcomes.owned.lock import locked
from rtxoutcomes.owned.record import HOME


def test_a_process_that_has_to_end_leaves_no_new_folder(tmp_path: Path) -> None:
    with locked(tmp_path / "new/below", "report"):
        leave_nothing()
        assert not (tmp_path / "new").exists()


def test_a_process_that_has_to_end_leaves_what_it_has_written(tmp_path: Path) -> None:
    with locked(tmp_path / "new", "report") as own:
        own.write({"a.csv": b"1"})
        leave_nothing()

    assert (tmp_path / "new/a.csv").read_bytes() == b"1"
    assert (tmp_path / "new" / HOME).is_dir()


def test_names_that_lead_out_of_the_folder_are_not_adopted(tmp_path: Path) -> None:
    with locked(tmp_path, "report", lambda _: {"../mine": "ab", "a.csv": "cd"}) as own:
        assert set(own.hashes()) == {"a.csv"}
    with pytest.raises(KeyError), locked(tmp_path, "report"):
        raise KeyError
    with locked(tmp_path, "report"):
        pass
