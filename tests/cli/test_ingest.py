"""The commands that make the engagement table."""

import inspect
import json
import os
import pty
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from chats import ROSTER, SAMPLES, START, put
from rtxoutcomes.cli import program
from rtxoutcomes.cli.app import app
from rtxoutcomes.cli.ingest_options import MIN_SESSION_SECONDS
from rtxoutcomes.ingest.run import ingest_attendance, ingest_skype

RUN = CliRunner()
CHAT = str(SAMPLES / "android_24h_dmy.txt")
HANDLES = ["live:p017,SYN-0017,patient", "live:p021,SYN-0021,patient", "live:nurse.a,,staff"]
MAP = 'time_format = "%Y-%m-%d %H:%M"\n[columns]\nperson = "Name"\njoined = "In"\nminutes = "Min"\n'


def tables(folder: Path) -> list[str]:
    """The options that every command needs."""
    (folder / "out").mkdir(exist_ok=True)
    roster = put(folder, "roster.csv", [*ROSTER, *HANDLES])
    start = put(folder, "start.csv", START)
    out = folder / "out" / "engagement.csv"
    study = ["--study", "nabiuni2023"]
    return ["--roster", str(roster), "--start", str(start), "--out", str(out), *study]


def result_of(*arguments: str) -> dict[str, object]:
    result = RUN.invoke(app, ["ingest", *arguments, "--json"], catch_exceptions=False)
    assert result.exit_code == 0
    parsed: dict[str, object] = json.loads(result.stdout)
    return parsed


@pytest.mark.parametrize("command", ["whatsapp", "skype", "telegram", "attendance", "messages"])
def test_every_command_has_help_with_an_example(command: str) -> None:
    result = RUN.invoke(app, ["ingest", command, "--help"])

    assert result.exit_code == 0
    assert "Example" in result.stdout


def test_each_kind_of_export_is_counted(tmp_path: Path) -> None:
    table = put(tmp_path, "t.csv", ["Name,In,Min", "P-017,2022-02-03 16:00,55"])
    columns = put(tmp_path, "map.toml", MAP)
    common = tables(tmp_path)

    whatsapp = result_of("whatsapp", CHAT, *common, "--date-order", "dmy", "--clock", "24")
    skype = result_of("skype", str(SAMPLES / "skype_export.tar"), *common, "--min-seconds", "300")
    attendance = ["attendance", str(table), "--columns", str(columns), "--channel", "skype"]
    again = result_of(*attendance, *common, "--add")

    assert whatsapp["activities"] == ["message", "question"]
    assert (skype["rows"], skype["kept"]) == (2, 4)
    assert (again["rows"], again["kept"], again["increased"]) == (1, 5, 1)
    assert whatsapp["account"]["lines"] == 6  # type: ignore[index]


def test_an_result_in_words_holds_the_account(tmp_path: Path) -> None:
    result = RUN.invoke(app, ["ingest", "whatsapp", CHAT, *tables(tmp_path)])

    assert result.exit_code == 0
    assert "6 dated lines: 2 messages of patients" in result.stdout


def test_another_name_of_an_activity_is_given_by_count(tmp_path: Path) -> None:
    common = tables(tmp_path)

    result = result_of(
        "whatsapp", CHAT, *common, "--channel", "skype", "--count", "message=session"
    )

    assert result["activities"] == ["session"]


@pytest.mark.parametrize("word", [["message"], ["message=message", "message=question"]])
def test_a_count_that_says_nothing_is_a_fault_of_the_call(tmp_path: Path, word: list[str]) -> None:
    options = [part for each in word for part in ("--count", each)]

    assert program.run(["ingest", "whatsapp", CHAT, *tables(tmp_path), *options]) == 2


def test_words_and_order_reach_the_reader(tmp_path: Path) -> None:
    text = (
        "03/02/2022, 09:05 - P-017: <qwerty>\n01/02/2022, 09:05 - P-017: gone\n"
        "01/02/2022, 09:05 - P-017: <said>\n"
    )
    options = ["--media", "<qwerty>", "--deleted", "gone", "--spoken", "<said>", "--unordered"]

    result = result_of(
        "whatsapp",
        str(put(tmp_path, "a.txt", text)),
        *tables(tmp_path),
        *options,
        "--date-order",
        "dmy",
    )

    classes = result["account"]["classes"]  # type: ignore[index]
    assert (classes["media"], classes["deleted"], classes["message"]) == (1, 1, 1)


def test_two_groups_are_declared(tmp_path: Path) -> None:
    other = put(tmp_path, "a.txt", ["14/02/2022, 09:05 - P-017: another group"])

    result = result_of("whatsapp", CHAT, str(other), *tables(tmp_path), "--separate-groups")

    assert result["account"]["messages"]["counted"] == 3  # type: ignore[index]


def test_a_refusal_is_exit_code_4_with_places_and_no_name(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    chat = put(tmp_path, "a.txt", ["14/02/2022, 09:05 - Canary Name: canary words"])

    code = program.run(["ingest", "whatsapp", str(chat), *tables(tmp_path), "--json"])

    out, err = capsys.readouterr()
    result = json.loads(out)
    assert code == result["exit_code"] == 4
    assert [(f["file"], f["line"]) for f in result["findings"]] == [("export", 1)]
    assert "anary" not in out + err
    assert list((tmp_path / "out").iterdir()) == []


@pytest.mark.parametrize("function", [ingest_skype, ingest_attendance])
def test_the_shortest_session_is_that_of_the_library(function: Callable[..., object]) -> None:
    default = inspect.signature(function).parameters["least_seconds"].default

    assert default == MIN_SESSION_SECONDS


def test_a_person_at_a_terminal_sees_the_names_and_a_file_does_not(tmp_path: Path) -> None:
    chat = put(tmp_path, "a.txt", ["14/02/2022, 09:05 - Canary Name: canary words"])
    command = [sys.executable, "-m", "rtxoutcomes", "ingest", "whatsapp", str(chat)]
    screen, side = pty.openpty()

    seen = subprocess.run(
        [*command, *tables(tmp_path)], check=False, stderr=side, stdout=subprocess.PIPE
    )
    os.close(side)
    unseen = subprocess.run([*command, *tables(tmp_path)], check=False, capture_output=True)

    words = os.read(screen, 10_000).decode()
    os.close(screen)
    assert seen.returncode == unseen.returncode == 4
    assert "export, line 1: Canary Name (1 lines)" in words
    assert "canary words" not in words
    assert b"Canary" not in seen.stdout + unseen.stdout + unseen.stderr


def test_the_command_line_loads_no_tables_and_no_models_before_it_needs_them() -> None:
    heavy = ("pandas", "numpy", "scipy", "pydantic", "rtxoutcomes.ingest")
    code = f"import sys, rtxoutcomes.cli.app; print([m for m in {heavy} if m in sys.modules])"

    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout

    assert loaded.strip() == "[]"


def test_rows_added_increased_replaced_and_kept_are_counted(tmp_path: Path) -> None:
    common = tables(tmp_path)
    result_of("whatsapp", CHAT, *common)

    same = result_of("whatsapp", CHAT, *common)
    again = result_of("whatsapp", CHAT, *common, "--replace")

    names = ("rows", "added", "increased", "replaced", "kept", "known")
    assert [same[name] for name in names] == [0, 0, 0, 0, 4, 1]
    assert [again[name] for name in names] == [4, 0, 0, 4, 0, 0]
    assert program.run(["ingest", "whatsapp", CHAT, *common, "--replace", "--add"]) == 2


def test_a_telegram_chat_is_counted(tmp_path: Path) -> None:
    sent = {"id": 1, "type": "message", "date": "2022-02-15T16:10:59", "from": "P-017"}
    chat = {
        "name": "Our group",
        "type": "private_group",
        "id": 3,
        "messages": [{**sent, "text": "a?"}],
    }
    export = str(put(tmp_path, "result.json", json.dumps(chat)))

    done = result_of(
        "telegram", export, *tables(tmp_path), "--channel", "whatsapp", "--group", "Our group"
    )

    assert (done["rows"], done["activities"]) == (2, ["message", "question"])
    assert program.run(["ingest", "telegram", export, *tables(tmp_path)]) == 2


def test_names_are_written_to_a_new_roster_without_roster_and_start(tmp_path: Path) -> None:
    place, out = str(tmp_path / "new.csv"), str(tmp_path / "out" / "engagement.csv")
    (tmp_path / "out").mkdir()

    done = result_of(
        "whatsapp", CHAT, "--new-roster", place, "--out", out, "--study", "nabiuni2023"
    )

    assert done["names"] == 4
    assert len(Path(place).read_text(encoding="utf-8").splitlines()) == 5
    assert not Path(out).exists()


def test_a_record_is_skipped_by_its_line(tmp_path: Path) -> None:
    lines = ["14/02/2022, 09:05 - P-017: a", "14/02/2022, 09:06 - P-017: <qwerty>"]
    chat = str(put(tmp_path, "a.txt", lines))

    assert program.run(["ingest", "whatsapp", chat, *tables(tmp_path)]) == 4
    done = result_of("whatsapp", chat, *tables(tmp_path), "--skip", "2")

    assert done["account"]["classes"]["skipped"] == 1  # type: ignore[index]
