"""What stands where a file is to go."""

from pathlib import Path

import pytest

from rtxoutcomes.errors import UsageFault
from rtxoutcomes.owned.look import EDITED, FOREIGN, LINK, ODD, Allowed, obstacles, refuse, standing
from rtxoutcomes.owned.record import sha256

OURS = {"a.csv": {sha256(b"1"), sha256(b"2")}}


@pytest.mark.parametrize("content", [b"1", b"2"])
def test_a_file_is_ours_by_any_of_its_hashes(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(content)

    assert standing(tmp_path, "a.csv", OURS) == ""
    assert standing(tmp_path, "a.csv", {}) == FOREIGN
    assert standing(tmp_path, "a.csv", {"a.csv": {sha256(b"3")}}) == EDITED
    assert standing(tmp_path, "a.csv", {}, content) == ""
    assert standing(tmp_path, "a.csv", {}, b"9") == FOREIGN


def test_what_is_no_file_is_an_obstacle(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "link").symlink_to("nowhere")
    (tmp_path / "file").write_bytes(b"1")

    found = obstacles(tmp_path, ["folder", "link", "file/below", "absent"], {})

    assert found == {"file/below": "no folder", "folder": ODD, "link": LINK}


def test_a_foreign_file_of_another_size_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.csv").write_bytes(b"much more than is to be written")
    monkeypatch.setattr("rtxoutcomes.owned.look.digest", lambda _: pytest.fail("it was read"))

    assert standing(tmp_path, "a.csv", {}, b"1") == FOREIGN


def test_at_most_twenty_names_are_listed() -> None:
    with pytest.raises(UsageFault) as refused:
        refuse("out", {f"{k}.csv": FOREIGN for k in range(23)}, Allowed())

    assert len(str(refused.value).splitlines()) == 22
    assert str(refused.value).endswith("and 3 more")


def test_a_named_file_of_the_user_may_be_kept_and_another_may_not() -> None:
    refuse("out", {"a.md": FOREIGN, "b.md": EDITED}, Allowed(kept=("a.md", "b.md")))

    with pytest.raises(UsageFault, match=r"c\.md: was not written"):
        refuse("out", {"c.md": FOREIGN}, Allowed(keep=True))
