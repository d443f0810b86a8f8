"""Bytes as numbered lines."""

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rtxoutcomes.errors import IngestError
from rtxoutcomes.ingest.whatsapp.lines import BLOCK, MAX_LINE, text_blocks


def numbered(content: bytes) -> list[tuple[int, str]]:
    return [
        (block.first + k, line)
        for block in text_blocks(BytesIO(content), "export")
        for k, line in enumerate(block.lines)
    ]


def test_lines_end_at_line_feeds_with_or_without_a_carriage_return() -> None:
    content = "\ufeffa\r\nb\x0b\u2028c\n\nd".encode()

    assert numbered(content) == [(1, "a"), (2, "b\x0b\u2028c"), (3, ""), (4, "d")]


def test_an_unfinished_last_line_is_marked() -> None:
    assert [b.closed for b in text_blocks(BytesIO(b"a\nb"), "export")] == [True, False]
    assert [b.closed for b in text_blocks(BytesIO(b"a\nb\n"), "export")] == [True]


@given(st.lists(st.text(st.characters(exclude_characters="\r\n\x00", exclude_categories=["Cs"]))))
def test_joined_lines_are_separated(lines: list[str]) -> None:
    content = "".join(f"x{line}\n" for line in lines).encode()

    assert [line for _, line in numbered(content)] == [f"x{line}" for line in lines]


def test_a_character_over_the_edge_of_a_block_is_whole() -> None:
    content = b"a" * (BLOCK - 1) + "é\nb\n".encode()

    assert [line[-2:] for _, line in numbered(content)] == ["aé", "b"]


def test_a_line_may_be_as_long_as_the_limit() -> None:
    assert [len(line) for _, line in numbered(b"a" * MAX_LINE + b"\nb")] == [MAX_LINE, 1]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"a\nb\n" * 200_000 + b"c\xffd\n", "line 400001: must be UTF-8"),
        (b"a\nb\x00\n", "line 2: holds a zero byte"),
        (b"\x00a\n", "line 1: holds a zero byte"),
        ("a\n".encode("utf-16"), "line 1: holds a zero byte"),
        (b"a\n" + b"b" * 100_000_000, "line 2: is longer than 1 MiB"),
    ],
)
def test_what_is_no_text_is_refused_with_its_line(content: bytes, words: str) -> None:
    with pytest.raises(IngestError, match=words):
        numbered(content)
