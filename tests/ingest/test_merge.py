"""Two exports of one group."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chats import PLAIN, people, read
from rtxoutcomes.errors import IngestError
from rtxoutcomes.ingest.log import LineKind, Log
from rtxoutcomes.ingest.members.people import Person
from rtxoutcomes.ingest.merge import check_separate_groups, merge

WHO: dict[str, Person] = dict(
    people(
        {
            "A": ("patient", "SYN-1"),
            "Anna": ("patient", "SYN-1"),
            "B": ("patient", "SYN-2"),
            "N": ("staff", ""),
            "Nurse": ("staff", ""),
        },
        {},
    ).by_name
)
BASE = [
    "13/02/2022, 09:05 - A: one",
    "13/02/2022, 09:05 - A: one",
    "13/02/2022, 09:06 - B: two",
    "13/02/2022, 09:07 - N: three",
    "13/02/2022, 09:08 - B: <Media omitted>",
    "13/02/2022, 09:09 - A: four",
]


def log(lines: Sequence[str], file: str = "export") -> Log:
    text = "".join(f"{line}\n" for line in lines)
    return read(text, replace(PLAIN, compare=True, order="dmy"), file=file)


def kinds(logs: Sequence[Log]) -> list[list[str]]:
    return [[LineKind(kind).name for kind in log.kind] for log in logs]


def test_a_line_that_both_hold_counts_once_and_equal_lines_of_one_stay_two() -> None:
    other = [line.replace(" A:", " Anna:").replace(" N:", " Nurse:") for line in BASE]

    merged = merge([log(BASE), log([*other, "14/02/2022, 09:09 - B: five"])], WHO)

    assert kinds(merged)[0].count("REPEATED") == 0
    assert kinds(merged)[1] == ["REPEATED"] * 6 + ["MESSAGE"]


def test_the_group_and_the_application_are_not_compared() -> None:
    notice = "13/02/2022, 09:05 - Our group: \u200ecreated"
    known = {**WHO, "Known group": Person("system", "")}
    one = [notice, *BASE, notice.replace("Our", "Known")]
    other = [line.replace("created", "changed") for line in one]

    merged = merge([log(one), log(other)], known)

    assert kinds(merged)[1][1:7] == ["REPEATED"] * 6
    assert "REPEATED" not in (kinds(merged)[1][0], kinds(merged)[1][7])


def test_an_iphone_and_an_android_phone_agree_to_the_minute() -> None:
    iphone = [
        f"[13/02/2022, {line[12:17]}:3{k}]"
        + line[19:].replace("<Media omitted>", "\u200eimage omitted")
        for k, line in enumerate(BASE)
    ]

    assert kinds(merge([log(BASE), log(iphone)], WHO))[1] == ["REPEATED"] * 6


def test_an_export_that_begins_in_the_evening_is_compared_from_then_on() -> None:
    day = [f"13/02/2022, {hour:02}:00 - A: at {hour}" for hour in range(9, 22)]
    both = ["13/02/2022, 22:00 - A: x", "13/02/2022, 23:00 - B: y", "14/02/2022, 08:00 - A: z"]
    later = ["15/02/2022, 08:00 - B: later"]

    marked = kinds(merge([log([*day, *both]), log([*both, *later])], WHO))[1]

    assert marked == ["REPEATED"] * 3 + ["MESSAGE"]


def test_a_third_export_is_compared_with_both() -> None:
    early, late = BASE[:4], [*BASE[2:], "14/02/2022, 09:09 - B: five"]

    marked = kinds(merge([log(early), log(late), log([*BASE, late[-1]])], WHO))

    assert marked[1] == ["REPEATED", "REPEATED", "MEDIA", "MESSAGE", "MESSAGE"]
    assert marked[2] == ["REPEATED"] * 7


def test_exports_of_other_times_are_joined() -> None:
    later = [line.replace("/2022", "/2023") for line in BASE]

    assert "REPEATED" not in kinds(merge([log(BASE), log(later)], WHO))[1]


def test_a_deleted_message_that_the_other_phone_still_has_counts_once() -> None:
    other = list(BASE)
    other[2] = "13/02/2022, 09:06 - B: This message was deleted"

    merged = merge([log(BASE), log(other)], WHO)

    messages = sum(kind == LineKind.MESSAGE for one in merged for kind in one.kind)
    assert messages == 5


def test_another_group_or_another_time_zone_is_refused() -> None:
    other = [line.replace(": ", ": other ") for line in BASE]
    zone = [line.replace(", 09", ", 08") for line in BASE] + ["13/02/2022, 23:00 - A: six"]

    for lines in (other, zone):
        with pytest.raises(IngestError, match=r"export 2: shares [0-9]+ of [0-9]+ messages"):
            merge([log([*BASE, "13/02/2022, 23:00 - A: six"]), log(lines, "export 2")], WHO)


def test_one_message_written_in_two_ways_is_refused_by_its_line() -> None:
    many = [f"13/02/2022, 10:{k:02} - B: text {k}" for k in range(30)]
    other = [*BASE[:5], "13/02/2022, 09:09 - A: four, edited", *many]

    with pytest.raises(IngestError, match="export 2, line 6: is a message whose author"):
        merge([log([*BASE, *many]), log(other, "export 2")], WHO)


def test_exports_without_messages_have_nothing_to_share() -> None:
    system = ["13/02/2022, 09:05 - A left"]

    assert kinds(merge([log(BASE), log(system)], WHO))[1] == ["SYSTEM"]
    assert kinds(merge([log(system), log(BASE)], WHO))[1][0] == "MESSAGE"


def test_one_group_that_was_declared_as_two_is_refused() -> None:
    with pytest.raises(IngestError, match="export 2: holds messages of an earlier"):
        check_separate_groups([log(BASE), log(BASE[1:], "export 2")], WHO)


def test_groups_that_share_a_word_are_two() -> None:
    other = ["13/02/2022, 09:05 - A: one", *(line.replace(": ", ": x ") for line in BASE[1:])]

    check_separate_groups([log(BASE), log(other)], WHO)


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from("AB"), st.integers(0, 59), st.sampled_from("xyz")),
        min_size=1,
        max_size=30,
    ),
    st.integers(0, 30),
)
def test_an_export_and_a_part_of_it_are_the_export(
    drawn: list[tuple[str, int, str]], cut: int
) -> None:
    lines = [
        f"13/02/2022, 09:{m:02} - {name}: {body}"
        for name, m, body in sorted(drawn, key=lambda t: t[1])
    ]
    part = lines[min(cut, len(lines) - 1) :]

    for pair in ([lines, part], [part, lines], [lines, lines]):
        merged = merge([log(each) for each in pair], WHO)

        assert sum(kind == LineKind.MESSAGE for one in merged for kind in one.kind) == len(lines)
