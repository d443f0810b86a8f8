"""Names and dates as phones write them, normalised."""

import pytest

from rtxoutcomes.ingest.characters import handle_key, name_key, plain, without_marks


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("\u200f٣\u200f/٢", "3/2"),
        ("۹:۰۵،", "9:05,"),
        ("9:05\u202fAM", "9:05 AM"),
        ("  a \u00a0 b ", "a b"),
        ("می\u200cروم", "می\u200cروم"),
    ],
)
def test_headers_become_plain(text: str, expected: str) -> None:
    assert plain(text) == expected


def test_marks_go_and_letters_stay() -> None:
    assert without_marks("\u202a+98\u202c 👩\u200d⚕️") == "+98 👩\u200d⚕️"
    assert without_marks("abc") == "abc"


def test_a_name_is_one_however_its_letters_are_composed() -> None:
    assert name_key("Rene\u0301e") == name_key("Renée")
    assert name_key("~\u202fP 21") == "~ P 21"
    assert name_key("\u202a+98\u00a0912\u202c") == "+98 912"


def test_a_handle_is_one_with_and_without_its_number() -> None:
    assert handle_key("8:live:x") == handle_key("live:x") == "live:x"
    assert handle_key("28:bot") == "28:bot"
