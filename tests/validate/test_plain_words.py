"""Words that identify nobody."""

import pytest

from rtxoutcomes.validate.plain_words import are_plain


@pytest.mark.parametrize(
    "text",
    [
        *("Y", "N", "rrms", "f", "EDSS pre", "EDSS post 12m", "IgG before", "relapse Y/N"),
        *("date of first RTX", "FU (mo)", "Pt ID", "redcap_event_name", "visitDate", "t0"),
        *("نام بیمار", "زن", "سن"),
    ],
)
def test_words_of_the_trade_are_plain(text: str) -> None:
    assert are_plain(text)


@pytest.mark.parametrize(
    "text",
    [
        *("Sara", "REZA", "EDSS Karimi", "Rezaei_edss", "AR", "P0007", "0912", "مریم", "", " "),
        *("edss\nmonth", "edss " * 20),
    ],
)
def test_other_words_may_be_somebody_s(text: str) -> None:
    assert not are_plain(text)


def test_words_of_the_study_are_plain() -> None:
    assert not are_plain("Telegram ninehpt")
    assert are_plain("Telegram ninehpt", ["ninehpt_s"])
    assert not are_plain("ninehpt", [])


def test_a_text_has_at_most_sixty_characters() -> None:
    assert are_plain(f"{'edss ' * 11}month")
    assert not are_plain(f"{'edss ' * 11}months")


def test_counters_are_short() -> None:
    assert all(map(are_plain, ("m12", "12m", "123", "ab123cd")))
    assert not any(map(are_plain, ("1234", "abc1", "1abc")))
