"""What bytes are when they are not text in UTF-8."""

import pickle

import pytest

from rtxoutcomes.read.encoding import no_text

PERSIAN = "شناسه,ماه\nبیمار,۱\n"
WESTERN = "patient_id,month\nRené,1\nZoë,2\n"


@pytest.mark.parametrize(
    ("content", "expected", "seems", "line"),
    [
        (b"PK\x03\x04rest", "file.workbook", "", None),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "file.workbook", "", None),
        (b"\xef\xbb\xbf <HTML><table>", "file.workbook", "", None),
        (pickle.dumps({"a": 1}), "file.pickle", "", None),
        (b"a,b\n1,\x00\n", "file.binary", "", 2),
        (WESTERN.encode("utf-16"), "file.encoding", "UTF-16", 1),
        (WESTERN.encode("utf-16-be"), "file.encoding", "UTF-16", 1),
        (WESTERN.encode("utf-16-le"), "file.encoding", "UTF-16", 1),
        (WESTERN.encode("cp1252"), "file.encoding", "Windows-1252", 2),
        (PERSIAN.replace("ی", "ي").replace("۱", "1").encode("cp1256"), "file.encoding", "1256", 1),
        (WESTERN.encode()[:21], "file.encoding", "cut off", 2),
    ],
)
def test_what_is_not_utf_8_text_is_reported_with_what_it_seems(
    content: bytes, expected: str, seems: str, line: int | None
) -> None:
    violation = no_text(content, "visits")

    assert violation is not None
    assert (violation.rule, violation.line) == (expected, line)
    assert seems in violation.must
    assert violation.remedy


@pytest.mark.parametrize(
    ("zeros", "letter_zeros", "rule"),
    [
        (41, 0, "file.encoding"),
        (40, 0, "file.binary"),
        (100, 9, "file.encoding"),
        (100, 10, "file.binary"),
    ],
)
def test_utf_16_without_a_mark_has_zeros_in_every_other_byte_only(
    zeros: int, letter_zeros: int, rule: str
) -> None:
    letters = bytes(letter_zeros) + b"a" * (100 - letter_zeros)
    others = bytes(zeros) + b"b" * (100 - zeros)
    content = bytes(byte for pair in zip(letters, others, strict=True) for byte in pair)

    fault = no_text(content, "visits")

    assert fault is not None
    assert fault.rule == rule


@pytest.mark.parametrize("text", ["", "a,b\n", PERSIAN, WESTERN, "\ufeffa,b\n"])
def test_utf_8_is_text(text: str) -> None:
    assert no_text(text.encode(), "visits") is None
