"""The columns of a log."""

from rtxoutcomes.ingest.log import NOBODY, LineKind, Log


def test_two_logs_share_nothing() -> None:
    one, other = Log("a"), Log("b")
    one.kind.append(LineKind.MEDIA)
    one.number("x")

    assert (len(other.kind), other.authors, other.unit) == (0, {}, "line")


def test_a_record_apart_has_the_time_before_it_and_is_no_day_that_was_read() -> None:
    log = Log("a")
    log.add_apart(LineKind.SKIPPED, 1)
    assert (log.dated, log.day[0], log.minute[0], log.days()) == (1, 1, 0, None)

    log.add(0, 738_000, 7, LineKind.MESSAGE, asks=False, line=2)
    log.add_apart(LineKind.FILTERED, 3)
    log.add(0, 738_005, 8, LineKind.MESSAGE, asks=True, line=4)

    assert list(log.day) == [1, 738_000, 738_000, 738_005]
    assert list(log.minute) == [0, 7, 7, 8]
    assert list(log.author) == [NOBODY, 0, NOBODY, 0]
    assert (log.dated, log.skipped(), log.days()) == (2, 1, (738_000, 738_005))


def test_each_column_holds_what_it_must() -> None:
    log = Log("a")
    log.day.append(738_000)
    log.minute.append(1_439)
    log.line.append(10**9)
    log.text_hash.append(-(2**63))
    log.kind.append(LineKind.REPEATED)

    assert (log.day[0], log.minute[0], log.line[0]) == (738_000, 1_439, 10**9)
    assert LineKind(log.kind[0]) is LineKind.REPEATED
