"""Putting files in their places, step by step; tests/owned/test_folder.py ends it at each step."""

from pathlib import Path

from rtxoutcomes.owned.commit import (
    commit,
    complete,
    free_name,
    prepare,
    redo,
    stage,
    staged_at,
    sweep,
)
from rtxoutcomes.owned.record import HOME, JOURNAL, RECORD, STAGED, Journal, sha256


def staged(root: Path, files: dict[str, bytes], before: dict[str, str] | None = None) -> Journal:
    (root / HOME).mkdir(exist_ok=True)
    for name, content in files.items():
        stage(root, name, content)
    return Journal({name: sha256(content) for name, content in files.items()}, before or {})


def test_files_are_staged_beside_their_places(tmp_path: Path) -> None:
    assert staged_at(tmp_path, "tables/a.csv") == tmp_path / "tables" / STAGED / "a.csv"


def test_what_was_written_while_the_run_was_interrupted_is_kept(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"old")
    (tmp_path / "seal").write_bytes(b"old")
    before = {"a.csv": sha256(b"old"), "seal": sha256(b"old")}
    journal = staged(tmp_path, {"a.csv": b"new", "seal": b"new"}, before=before)
    (tmp_path / "a.csv").write_bytes(b"mine")
    (tmp_path / "seal").write_bytes(b"mine")

    redo_with_seal = Journal(journal.files, journal.before, {}, {}, "seal")
    prepare(tmp_path, redo_with_seal, b"{}")
    commit(tmp_path, redo_with_seal)

    assert (tmp_path / "a.csv").read_bytes() == (tmp_path / "seal").read_bytes() == b"new"
    assert (tmp_path / "kept/a-1.csv").read_bytes() == b"mine"
    assert (tmp_path / "kept/seal-1").read_bytes() == b"mine"
    assert not (tmp_path / JOURNAL).exists()
    assert (tmp_path / RECORD).exists()


def test_where_a_staged_file_is_lost_the_seal_stays_away_and_the_journal_stays(
    tmp_path: Path,
) -> None:
    journal = staged(tmp_path, {"a.csv": b"new", "b.csv": b"new", "seal": b"new"})
    sealed = Journal(journal.files, seal="seal")
    prepare(tmp_path, sealed, b"{}")
    staged_at(tmp_path, "a.csv").unlink()

    commit(tmp_path, sealed)
    complete(tmp_path)

    assert (tmp_path / "b.csv").read_bytes() == b"new"
    assert not (tmp_path / "seal").exists()
    assert (tmp_path / JOURNAL).exists()
    assert not (tmp_path / RECORD).exists()


def test_an_obsolete_file_goes_only_if_it_is_still_the_one_that_was_written(
    tmp_path: Path,
) -> None:
    (tmp_path / HOME).mkdir()
    (tmp_path / JOURNAL).write_bytes(b"{}")
    for name in ("a.csv", "b.csv"):
        (tmp_path / name).write_bytes(b"old")
    (tmp_path / "b.csv").write_bytes(b"mine")

    redo(tmp_path, Journal(obsolete={"a.csv": sha256(b"old"), "b.csv": sha256(b"old")}))

    assert [p.name for p in tmp_path.iterdir() if p.is_file()] == ["b.csv"]


def test_a_link_or_folder_that_came_meanwhile_is_not_replaced(tmp_path: Path) -> None:
    journal = staged(tmp_path, {"a.csv": b"new"})
    (tmp_path / "a.csv").symlink_to("elsewhere")

    prepare(tmp_path, journal, b"{}")
    commit(tmp_path, journal)

    assert (tmp_path / "a.csv").is_symlink()
    assert (tmp_path / JOURNAL).exists()


def test_a_number_that_is_taken_is_not_given_again(tmp_path: Path) -> None:
    (tmp_path / "kept/tables").mkdir(parents=True)
    (tmp_path / "kept/tables/a-1.csv").touch()

    assert free_name(tmp_path, "tables/a.csv") == "kept/tables/a-2.csv"


def test_sweeping_follows_no_link_and_leaves_folders_of_others(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    (tmp_path / "other/mine").touch()
    (tmp_path / STAGED).symlink_to("other")
    (tmp_path / "tables" / STAGED / "folder").mkdir(parents=True)
    (tmp_path / "tables" / STAGED / "left.csv").touch()

    sweep(tmp_path, ["a.csv", "tables/b.csv"])

    assert (tmp_path / "other/mine").exists()
    assert [p.name for p in (tmp_path / "tables" / STAGED).iterdir()] == ["folder"]
