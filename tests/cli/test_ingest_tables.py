"""The commands that count tables of attendance and of messages."""

import json
from pathlib import Path

from typer.testing import CliRunner

from chats import ROSTER, START, put
from rtxoutcomes.cli import program
from rtxoutcomes.cli.app import app

RUN = CliRunner()
ZOOM = [
    "Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes),In Waiting Room",
    "P-017,,02/03/2022 04:00:00 PM,02/03/2022 04:20:00 PM,20,Yes",
    "P-017,,02/03/2022 04:20:00 PM,02/03/2022 04:22:00 PM,2,No",
    "P-021,,02/03/2022 04:20:00 PM,02/03/2022 05:00:00 PM,40,No",
]


def common(folder: Path) -> list[str]:
    (folder / "out").mkdir(exist_ok=True)
    roster, start = put(folder, "roster.csv", ROSTER), put(folder, "start.csv", START)
    out = folder / "out" / "engagement.csv"
    files = ["--roster", str(roster), "--start", str(start), "--out", str(out)]
    return [*files, "--study", "nabiuni2023", "--json"]


def result_of(*arguments: str) -> dict[str, object]:
    result = RUN.invoke(app, ["ingest", *arguments], catch_exceptions=False)
    assert result.exit_code == 0
    parsed: dict[str, object] = json.loads(result.stdout)
    return parsed


def test_a_report_is_counted_by_its_preset(tmp_path: Path) -> None:
    report = str(put(tmp_path, "zoom.csv", ZOOM))
    preset = ["attendance", report, "--preset", "zoom", "--channel", "skype", *common(tmp_path)]

    default = result_of(*preset)
    short = result_of(*preset, "--min-minutes", "2", "--replace")
    skipped = result_of(*preset, "--skip", "4", "--replace")

    assert default["account"]["stays"]["counted"] == 1  # type: ignore[index]
    assert default["account"]["classes"]["filtered"] == 1  # type: ignore[index]
    assert short["account"]["stays"]["counted"] == 2  # type: ignore[index]
    assert skipped["account"]["classes"]["skipped"] == 1  # type: ignore[index]
    assert skipped["rows"] == 0


def test_a_preset_or_a_map_is_needed_and_not_both(tmp_path: Path) -> None:
    report = str(put(tmp_path, "zoom.csv", ZOOM))
    call = ["ingest", "attendance", report, "--channel", "skype", *common(tmp_path)]

    assert program.run(call) == 2
    assert program.run([*call, "--preset", "zoom", "--columns", report]) == 2
    assert program.run([*call, "--preset", "webex"]) == 2


def test_a_table_of_messages_is_counted(tmp_path: Path) -> None:
    rows = ["Who,When,What", "P-017,2022-02-03 09:05,hello", "P-021,2022-02-04 09:05,why?"]
    words = 'time_format = "%Y-%m-%d %H:%M"\n[columns]\nauthor = "Who"\ntime = "When"\n'
    columns = str(put(tmp_path, "map.toml", words + 'text = "What"\n'))
    call = ["messages", str(put(tmp_path, "t.csv", rows)), "--columns", columns]

    done = result_of(*call, "--channel", "whatsapp", *common(tmp_path))

    assert done["account"]["messages"]["counted"] == 2  # type: ignore[index]
    assert done["rows"] == 3
