"""Options of the commands that make the engagement table."""

from pathlib import Path

import pytest

from chats import put
from rtxoutcomes.cli.ingest_options import least_seconds, mode_of, setting_of
from rtxoutcomes.errors import UsageFault

STUDY = ("nabiuni2023", (None, None, "out/engagement.csv", None), "whatsapp")


def test_counts_join_earlier_ones_in_one_way() -> None:
    assert mode_of(replace=False, add=False) == "new"
    assert mode_of(replace=True, add=False) == "replace"
    assert mode_of(replace=False, add=True) == "add"
    with pytest.raises(UsageFault, match="exclude each other"):
        mode_of(replace=True, add=True)


def test_minutes_take_the_place_of_seconds() -> None:
    assert least_seconds(300.0, None) == 300.0
    assert least_seconds(300.0, 2.5) == 150.0
    assert least_seconds(300.0, 0.0) == 0.0


def test_each_option_reaches_the_setting(tmp_path: Path) -> None:
    files = ("r.csv", "s.csv", "engagement.csv", "n.csv")
    key = str(put(tmp_path, "key", b"k" * 40))
    (tmp_path / "key").chmod(0o600)

    made = setting_of(
        "nabiuni2023",
        files,
        "skype",
        ["message=session"],
        ("jalali", key, "A###"),
        group_readable=True,
        mode="add",
    )

    assert (made.roster, made.start, made.out, made.new_roster) == files
    assert (made.study.id, made.channel, dict(made.named)) == (
        "nabiuni2023",
        "skype",
        {"message": "session"},
    )
    assert (made.start_calendar, made.key, made.template) == ("jalali", key, "A###")
    assert (made.group_readable, made.mode) == (True, "add")
