"""The way from exports of one kind to the table."""

from collections.abc import Sequence
from pathlib import Path

from chats import put, read, setting
from rtxoutcomes.ingest.count import MESSAGE
from rtxoutcomes.ingest.log import Log
from rtxoutcomes.ingest.members.people import Roster
from rtxoutcomes.ingest.outcome import Export
from rtxoutcomes.ingest.source import Records, Source, ingested


def test_only_several_exports_are_united_and_each_is_read_once(tmp_path: Path) -> None:
    texts = [put(tmp_path, f"{k}.txt", f"1{k}/02/2022, 09:05 - P-017: {k}\n") for k in (3, 4)]
    seen: list[int] = []
    united: list[int] = []

    def reader(chosen: Sequence[Export], _: Roster) -> Records:
        seen.extend(export.number for export in chosen)
        return [read(Path(export.path).read_bytes()) for export in chosen], []

    def unite(logs: list[Log], _: Roster) -> list[Log]:
        united.append(len(logs))
        return logs

    chosen = setting(tmp_path)
    one = ingested(Source(texts[:1], (MESSAGE,), reader, unite=unite), chosen)

    assert (one.account.lines, seen) == (1, [1])
    seen.clear()
    chosen = setting(tmp_path, mode="replace")
    counted = ingested(Source(texts, (MESSAGE,), reader, unite=unite), chosen)
    assert (counted.account.lines, seen, united) == (2, [1, 2], [2])
