"""The columns of a log."""

from rtxoutcomes.ingest.log import LineKind, Log


def test_two_logs_share_nothing() -> None:
    one, other = Log("a"), Log("b")
    one.kind.append(LineKind.MEDIA)
    one.number("x")

    assert (len(other.kind), other.authors, other.unit) == (0, {}, "line")


def test_each_column_holds_what_it_must() -> None:
    log = Log("a")
    log.day.append(738_000)
    log.minute.append(1_439)
    log.line.append(10**9)
    log.text_hash.append(-(2**63))
    log.kind.append(LineKind.REPEATED)

    assert (log.day[0], log.minute[0], log.line[0]) == (738_000, 1_439, 10**9)
    assert LineKind(log.kind[0]) is LineKind.REPEATED
