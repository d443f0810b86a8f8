"""How exports of each kind are read."""

from datetime import UTC
from pathlib import Path

import pytest

from chats import PLAIN, people, put, read
from rtxoutcomes.errors import IngestError, UsageFault
from rtxoutcomes.ingest.kinds import attendance_source, messages_source, whatsapp_source, zone_of
from rtxoutcomes.ingest.log import LineKind
from rtxoutcomes.ingest.outcome import Export
from rtxoutcomes.progress import silent

WHO = people({"P-017": ("patient", "SYN-1")}, {"SYN-1": ("2022-01-01", None)})
LINES = [f"{day}/02/2022, 09:05 - P-017: on the {day}th\n" for day in range(13, 20)]


@pytest.mark.parametrize("several", [False, True])
def test_an_export_is_called_by_its_number_in_the_call(tmp_path: Path, several: bool) -> None:
    paths = [put(tmp_path, f"{k}.txt", "".join(LINES)) for k in range(3 if several else 1)]
    source = whatsapp_source(paths, PLAIN, "one", {}, silent)

    logs, stays = source.read([Export(3 if several else 1, paths[-1], "")], WHO)

    assert [log.file for log in logs] == ["export 3" if several else "export"]
    assert stays == []


def test_exports_of_one_group_are_merged_and_of_separate_groups_are_not() -> None:
    logs = [read("".join(LINES[:5])), read("".join(LINES[2:]))]
    for log in logs:
        log.text_hash.extend(hash(line) for line in (LINES[:5] if log is logs[0] else LINES[2:]))

    merged = whatsapp_source([], PLAIN, "one", {}, silent).unite(logs, WHO)

    assert [kind == LineKind.REPEATED for kind in merged[1].kind] == [True] * 3 + [False] * 2
    with pytest.raises(IngestError, match="--separate-groups"):
        whatsapp_source([], PLAIN, "separate", {}, silent).unite(logs, WHO)


def test_a_map_is_no_place_for_the_output(tmp_path: Path) -> None:
    columns = put(tmp_path, "m.toml", "")

    assert list(messages_source([], columns, {}).others) == [columns]
    assert list(attendance_source([], columns, "", None, {}).others) == [columns]
    assert list(attendance_source([], None, "zoom", None, {}).others) == []


def test_rows_are_skipped_in_the_table_that_is_named(tmp_path: Path) -> None:
    words = 'time_format = "%Y-%m-%d"\n[columns]\nperson = "N"\njoined = "D"\nminutes = "M"\n'
    columns = put(tmp_path, "m.toml", words.replace("%d", "%d %H:%M"))
    rows = ["N,D,M", "P-017,2022-02-03 16:00,9", "P-017,2022-02-03 16:00,9"]
    paths = [put(tmp_path, f"{k}.csv", rows) for k in (1, 2)]
    exports = [Export(k, path, "") for k, path in enumerate(paths, start=1)]

    source = attendance_source(paths, columns, "", None, {2: frozenset({3})})
    logs, _ = source.read(exports, WHO)
    (second,), _ = source.read(exports[1:], WHO)

    assert [(log.file, log.skipped()) for log in logs] == [("table 1", 0), ("table 2", 1)]
    assert (second.file, second.skipped()) == ("table 2", 1)
    (alone,), _ = attendance_source(paths[:1], columns, "", None, {}).read(exports[:1], WHO)
    assert alone.file == "table"


def test_tables_of_messages_are_called_by_their_numbers(tmp_path: Path) -> None:
    words = 'time_format = "%Y-%m-%d %H:%M"\n[columns]\nauthor = "N"\ntime = "D"\n'
    columns = put(tmp_path, "m.toml", words)
    paths = [put(tmp_path, f"{k}.csv", ["N,D", "P-017,2022-02-03 16:00"]) for k in (1, 2)]
    exports = [Export(k, path, "") for k, path in enumerate(paths, start=1)]

    logs, _ = messages_source(paths, columns, {}).read(exports, WHO)
    (alone,), _ = messages_source(paths[:1], columns, {}).read(exports[:1], WHO)

    assert [log.file for log in logs] == ["table 1", "table 2"]
    assert alone.file == "table"


def test_a_time_zone_exists_or_is_refused() -> None:
    assert zone_of("UTC") is UTC
    assert str(zone_of("Asia/Tehran")) == "Asia/Tehran"
    with pytest.raises(UsageFault, match="no such time zone"):
        zone_of("Asia/Nowhere")
