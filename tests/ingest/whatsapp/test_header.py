"""The shape of headers, lines that resemble them, and authors."""

import pytest

from rtxoutcomes.ingest.characters import name_key, plain
from rtxoutcomes.ingest.whatsapp.header import (
    Shape,
    cut_header,
    date_parts,
    may_be_authored,
    may_begin_header,
    names_of,
    resemblance,
    shape_of,
    split_author,
)


def shape(line: str) -> Shape:
    result = shape_of(line)
    assert isinstance(result, Shape)
    return result


KNOWN = [
    "03/02/2022, 09:05 - P: a",
    "3.2.2022 klo 09.05 - P: a",
    "3. 2. 2022 9:05 - P: a",
    "2022. 2. 3. 오후 3:05 - P: a",
    "2022/2/3 下午3:05 - P: a",
    "\u200e[03.02.22, 09:05:07] P: a",
    "[03/02/2022, 9:05:07\u202fAM] P: a",
    "\u200f٣\u200f/٢\u200f/٢٠٢٢، ٩:٠٥ ص - P: a",
    "۲۰۲۲/۲/۳،\u200f ۹:۰۵ ق.ظ. - P: a",
    "3/2/2022, 9:05 a.\u00a0m. - P: a",
]


@pytest.mark.parametrize("line", KNOWN)
def test_a_header_of_each_phone_gives_a_pattern_that_matches_it(line: str) -> None:
    match = shape(line).pattern.match(line)

    assert match is not None
    assert line[match.end() :] == "P: a"


@pytest.mark.parametrize("line", KNOWN)
def test_the_pattern_of_one_phone_matches_no_other(line: str) -> None:
    pattern = shape(line).pattern

    # In Arabic and in Latin digits a header may have one shape; in one file they never meet.
    assert {plain(other)[:9] for other in KNOWN if pattern.match(other)} == {plain(line)[:9]}


@pytest.mark.parametrize(
    "line",
    [
        "",
        "hello",
        "03/02/2022 is the date",
        "03/02/2022, 09:05 see you",
        "[03/02/2022, 09:05:07 P: a",
        "03/02/2022, 09:05:07] P: a",
        "[03/02/2022, 09:05 - P: a",
        "03/02-2022, 09:05 - P: a",
        "123/02/2022, 09:05 - P: a",
        " 03/02/2022, 09:05 - P: a",
    ],
)
def test_other_lines_have_no_shape(line: str) -> None:
    assert shape_of(line) is None
    assert line.startswith("123") or resemblance(line, shape(KNOWN[0])) == (False, "")


def test_an_unknown_word_is_returned() -> None:
    assert shape_of("03/02/2022, 9:05 xy. - P: a") == "xy"


def test_clock_and_kind_of_phone_are_recognised() -> None:
    assert shape(KNOWN[0]).twelve_hours is False
    assert shape(KNOWN[3]).twelve_hours is True
    assert shape(KNOWN[0]).bracket is False
    assert shape(KNOWN[5]).bracket is True


def test_months_and_hours_of_one_or_two_digits_are_one_shape() -> None:
    pattern = shape("2/3/22, 9:05 AM - P: a").pattern

    assert pattern.match("12/13/22, 10:05 PM - P: a")
    assert not pattern.match("12/13/2022, 10:05 PM - P: a")


@pytest.mark.parametrize("cut", range(1, 18))
def test_a_header_that_breaks_off_is_recognised_wherever_it_does(cut: int) -> None:
    line = KNOWN[0]

    assert cut_header(line[:cut], shape(line))


@pytest.mark.parametrize("line", ["", "hello", "10/02/2022 is the date", "and 3"])
def test_text_is_no_header_that_breaks_off(line: str) -> None:
    assert not cut_header(line, shape(KNOWN[0]))


def test_a_resemblance_has_the_text_after_it() -> None:
    line, android, iphone = "12/03/2022 10:00 - infusion: bring water", KNOWN[0], KNOWN[5]

    assert resemblance(line, shape(iphone)) == (False, "infusion: bring water")
    assert resemblance(iphone, shape(android)) == (True, "P: a")
    assert resemblance(android, shape(iphone)) == (True, "P: a")
    assert resemblance(iphone, shape(KNOWN[6])) == (False, "P: a")


def test_the_first_character_is_a_fast_check() -> None:
    assert [may_begin_header(line) for line in ("3", "[", "۳", "\u200e", "", "a", " 3")] == [
        True,
        True,
        True,
        True,
        False,
        False,
        False,
    ]


def test_the_numbers_of_a_date_are_plain() -> None:
    assert date_parts("\u200f٣\u200f/٢\u200f/٢٠٢٢") == ("3", "2", "2022")


def test_a_line_of_a_million_marks_takes_no_time() -> None:
    for sign in ("\u200e", "1/", " ", "["):
        line = sign * 500_000

        assert shape_of(line) is None
        assert shape(KNOWN[0]).pattern.match(line) is None


NAMES = names_of(["Dr. B: clinic", "A", "A: B: C"])


@pytest.mark.parametrize(
    ("rest", "author", "body"),
    [
        ("A: hello", "A", "hello"),
        ("A: hello: you", "A", "hello: you"),
        ("A: ", "A", ""),
        ("A:", "A", ""),
        ("Dr. B: clinic: Yes: call us", "Dr. B: clinic", "Yes: call us"),
        ("Dr. B: clinic: ", "Dr. B: clinic", ""),
        ("Dr. B: clinic:", "Dr. B: clinic", ""),
        ("Dr. B: clinics: x", "Dr. B", "clinics: x"),
        ("Dr. B: clinics", "Dr. B", "clinics"),
        ("A: B: C: d", "A: B: C", "d"),
        ("A: B: D", "A", "B: D"),
        ("\u200eDr.\u00a0B: clinic: a", "\u200eDr.\u00a0B: clinic", "a"),
        ("P left", None, "P left"),
        ("http://x", None, "http://x"),
        ("", None, ""),
        (": x", None, ": x"),
        (" :", None, " :"),
    ],
)
def test_the_roster_decides_where_a_name_holds_a_colon(
    rest: str, author: str | None, body: str
) -> None:
    assert split_author(rest, NAMES) == (author, body)


def test_a_text_longer_than_any_name_is_no_author() -> None:
    rest = "x" * 201 + ": a"

    assert split_author(rest, NAMES) == (None, rest)
    assert split_author(rest[1:], NAMES) == ("x" * 200, "a")


@pytest.mark.parametrize(
    ("rest", "body"),
    [
        ("A:hello", "hello"),
        ("A:hello: you", "hello: you"),
        ("A\u200e: hello", "hello"),
        ("A\u200e:\u200e hello", "hello"),
        ("A:\u200ehello", "\u200ehello"),
        ("A:\u00a0hello", "hello"),
        ("A\u00a0:\u202fhello", "hello"),
        ("A\uff1ahello", "hello"),
        ("\uff21\uff1a hello", "hello"),
        ("\u200bA: hello", "hello"),
    ],
)
def test_a_name_of_the_roster_ends_at_a_colon_whatever_is_around_it(rest: str, body: str) -> None:
    author, text = split_author(rest, NAMES)

    assert author is not None
    assert (name_key(author), text) == ("A", body)


def test_another_name_needs_a_colon_and_a_space() -> None:
    assert split_author("Carl:hello", NAMES) == (None, "Carl:hello")
    assert split_author("Carl\uff1ahello", NAMES) == (None, "Carl\uff1ahello")


@pytest.mark.parametrize(
    ("rest", "lost"),
    [
        ("A; hello", True),
        ("A\uff1b hello", True),
        ("A - hello", True),
        ("A \u2013 hello", True),
        ("A | hello", True),
        ("A => hello", True),
        ("A left", False),
        ("A, Carl and 2 others joined", False),
        ("A-B left", False),
        ("A added Carl - the nurse", False),
        ("Carl; hello", False),
        ("", False),
    ],
)
def test_a_name_without_a_word_after_it_may_have_lost_its_colon(rest: str, lost: bool) -> None:
    assert may_be_authored(rest, NAMES) is lost
