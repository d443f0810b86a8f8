"""Drafts written so that no edit is lost."""

from pathlib import Path

import pytest

from rtxoutcomes.errors import UsageFault
from rtxoutcomes.publish.drafted import DraftTexts, write_draft

FIRST = DraftTexts({"study.toml": "a = 1\n", "map.toml": "b = 1\n"}, ("which?",))
SECOND = DraftTexts({"study.toml": "a = 2\n", "map.toml": "b = 1\n"}, ())


def test_a_draft_of_ours_is_replaced_and_the_difference_told(tmp_path: Path) -> None:
    first = write_draft(tmp_path, FIRST)
    second = write_draft(tmp_path, SECOND)

    assert (first.files, first.differences) == (("map.toml", "study.toml"), {})
    assert second.differences == {"study.toml": "-a = 1\n+a = 2"}
    assert (tmp_path / "study.toml").read_text(encoding="utf-8") == "a = 2\n"


@pytest.mark.parametrize("is_ours", [True, False], ids=["edited", "written by somebody"])
def test_a_file_of_a_person_stays_and_the_draft_lies_beside_it(
    is_ours: bool, tmp_path: Path
) -> None:
    if is_ours:
        write_draft(tmp_path, FIRST)
    (tmp_path / "study.toml").write_text("a = 7\n", encoding="utf-8")

    made = write_draft(tmp_path, SECOND)

    assert (tmp_path / "study.toml").read_text(encoding="utf-8") == "a = 7\n"
    assert (tmp_path / "study.draft.toml").read_text(encoding="utf-8") == "a = 2\n"
    assert made.differences == {"study.toml": "-a = 7\n+a = 2"}


def test_a_draft_beside_that_was_edited_too_is_refused(tmp_path: Path) -> None:
    for name in ("study.toml", "study.draft.toml"):
        (tmp_path / name).write_text("a = 7\n", encoding="utf-8")

    with pytest.raises(UsageFault, match=r"study\.draft\.toml"):
        write_draft(tmp_path, SECOND)
    assert not (tmp_path / "map.toml").exists()
