"""Counts by patient and month."""

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chats import people, read
from rtxoutcomes.ingest.count import count_lines, month_index
from rtxoutcomes.ingest.log import LineKind, Log, Stay

WHO = people(
    {
        "A": ("patient", "SYN-1"),
        "A2": ("patient", "SYN-1"),
        "B": ("patient", "SYN-2"),
        "N": ("staff", ""),
        "G": ("system", ""),
    },
    {
        "SYN-1": ("2022-02-03", None),
        "SYN-2": ("2022-02-03", "2022-03-01"),
        "SYN-3": ("2020-01-01", None),
    },
)
DAY = date(2022, 2, 3).toordinal()


@pytest.mark.parametrize(
    ("days", "month"),
    [(0, 0), (30, 0), (31, 1), (60, 1), (61, 2), (486, 15), (487, 16), (974, 32)],
)
def test_a_month_is_30_days_and_seven_sixteenths(days: int, month: int) -> None:
    assert month_index(days) == month == int(days / 30.4375)


def test_messages_and_questions_fall_into_their_month_and_the_rest_is_accounted_for() -> None:
    chat = read(
        "02/02/2022, 23:59 - A: before\n"
        "03/02/2022, 00:00 - A: first?\n"
        "05/03/2022, 12:00 - A2: month 0\n"
        "06/03/2022, 12:00 - A: month 1?\n"
        "06/03/2022, 12:01 - B: after the end\n"
        "13/03/2022, 12:01 - A: <Media omitted>\n"
        "13/03/2022, 12:01 - A: This message was deleted\n"
        "13/03/2022, 12:01 - N: hello?\n"
        "13/03/2022, 12:01 - G: changed\n"
        "13/03/2022, 12:01 - A left\n"
    )

    result = count_lines([chat], WHO)

    assert result.counts == {
        ("SYN-1", 0, "message"): 2,
        ("SYN-1", 0, "question"): 1,
        ("SYN-1", 1, "message"): 1,
        ("SYN-1", 1, "question"): 1,
    }
    account = result.account
    assert account.lines == 10
    assert account.classes == {
        "message": 5,
        "media": 1,
        "deleted": 1,
        "system": 2,
        "staff": 1,
        "call": 0,
        "repeated": 0,
        "skipped": 0,
        "filtered": 0,
    }
    assert account.messages == {"counted": 3, "before_start": 1, "after_end": 1}
    assert account.not_covered == 0


@pytest.mark.parametrize(("start", "not_covered"), [("2022-02-12", 1), ("2022-02-13", 0)])
def test_who_started_before_the_first_line_is_counted_if_in_the_roster(
    start: str, not_covered: int
) -> None:
    early = people({"A": ("patient", "SYN-1")}, {"SYN-1": (start, None)})

    account = count_lines([read("13/02/2022, 09:05 - A: a\n")], early).account

    assert account.not_covered == not_covered


def test_a_person_in_a_session_is_one_and_must_stay_long_enough() -> None:
    stays = [
        Stay("A", "c1", DAY, 100.0, 1),
        Stay("A2", "c1", DAY, 300.0, 1),
        Stay("A", "c2", DAY + 40, 299.9, 2),
        Stay("B", "c2", DAY + 40, 900.0, 2),
        Stay("B", "c3", DAY - 1, 900.0, 3),
        Stay("B", "c4", DAY, 900.0, 4),
        Stay("B", "c5", date(2022, 3, 1).toordinal(), 900.0, 5),
        Stay("N", "c2", DAY, 900.0, 2),
        Stay("G", "c2", DAY, 900.0, 2),
    ]

    result = count_lines([], WHO, stays, 300.0)

    assert result.counts == {("SYN-1", 0, "session"): 1, ("SYN-2", 0, "session"): 2}
    assert result.account.stays == {
        "counted": 3,
        "too_short": 1,
        "unpaired": 0,
        "staff": 1,
        "before_start": 1,
        "after_end": 1,
    }


def test_the_last_day_of_a_patient_counts_and_the_day_after_does_not() -> None:
    lines = ["01/03/2022, 23:59 - B: a", "02/03/2022, 00:00 - B: b", "03/03/2022, 00:00 - B: c"]
    log = read("".join(f"{line}\n" for line in ["13/02/2022, 09:05 - B: first", *lines]))

    result = count_lines([log], WHO)

    # The follow-up of B ends on 1 March.
    assert result.account.messages == {"counted": 2, "before_start": 0, "after_end": 2}


def test_staff_are_people_of_their_own_and_what_is_unpaired_is_named() -> None:
    roster = people(
        {
            "A": ("patient", "SYN-1"),
            "B": ("patient", "SYN-2"),
            "N": ("staff", ""),
            "M": ("staff", ""),
        },
        {"SYN-1": ("2022-01-01", None), "SYN-2": ("2022-01-01", None)},
    )
    stays = [
        Stay("N", "c1", DAY, 900.0, 1),
        Stay("M", "c1", DAY, 900.0, 2),
        Stay("A", "c1", DAY, None, 3),
        Stay("A", "c1", DAY, 300.0, 4),
        Stay("B", "c1", DAY, None, 5),
        Stay("B", "c1", DAY, 299.0, 6),
    ]

    account = count_lines([], roster, stays, 300.0).account

    nothing = {"too_short": 0, "before_start": 0, "after_end": 0}
    assert account.stays == {"counted": 1, "unpaired": 1, "staff": 2, **nothing}


LINES = st.lists(
    st.tuples(
        st.sampled_from(["A", "A2", "B", "N", "G"]),
        st.integers(-40, 500),
        st.sampled_from(list(LineKind)),
        st.booleans(),
    )
)


@given(LINES)
def test_every_line_is_in_one_class_and_counts_are_those_of_a_plain_loop(
    lines: list[tuple[str, int, LineKind, bool]],
) -> None:
    log = Log("export", authors={"A": 0, "A2": 1, "B": 2, "N": 3, "G": 4})
    expected: Counter[tuple[str, int, str]] = Counter()
    for name, days, kind, asks in lines:
        log.dated += 1
        log.add(log.number(name), DAY + days, 0, kind, asks=asks, line=1)
        patient = {"A": "SYN-1", "A2": "SYN-1", "B": "SYN-2"}.get(name)
        late = patient == "SYN-2" and date.fromordinal(DAY) + timedelta(days) > date(2022, 3, 1)
        if patient is not None and kind is LineKind.MESSAGE and days >= 0 and not late:
            expected[patient, int(days / 30.4375), "message"] += 1
            if asks:
                expected[patient, int(days / 30.4375), "question"] += 1

    result = count_lines([log], WHO)

    assert result.counts == dict(expected)
    assert sum(result.account.classes.values()) == len(lines)
