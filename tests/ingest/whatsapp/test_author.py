"""Who wrote a line."""

import pytest

from rtxoutcomes.ingest.whatsapp.author import names_of, split_author

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


def test_what_is_longer_than_a_name_is_none() -> None:
    rest = "x" * 201 + ": a"

    assert split_author(rest, NAMES) == (None, rest)
    assert split_author(rest[1:], NAMES) == ("x" * 200, "a")


def test_longer_names_come_first() -> None:
    assert NAMES.with_colon == ("Dr. B: clinic", "A: B: C")
