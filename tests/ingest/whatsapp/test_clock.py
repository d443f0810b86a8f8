"""Times of day."""

import pytest

from rtxoutcomes.ingest.whatsapp.clock import CONNECTORS, PERIODS, minute_of_day, word_key


@pytest.mark.parametrize(
    ("time", "period", "minute"),
    [
        ("00:00", None, 0),
        ("23.59", None, 1439),
        ("21.25.15", None, 1285),
        ("۹:۰۵", None, 545),
        ("12:10", "am", 10),
        ("12:00", "pm", 720),
        ("1:55", "pm", 835),
        ("0:10", "午前", 10),
        ("11:59", "ب.ظ.", 1439),
        ("24:00", None, None),
        ("12:60", None, None),
        ("12:00:60", None, None),
        ("13:00", "pm", None),
        ("12", None, None),
    ],
)
def test_a_time_is_minutes_or_none(time: str, period: str | None, minute: int | None) -> None:
    assert minute_of_day(time, None if period is None else word_key(period)) == minute


@pytest.mark.parametrize(
    ("text", "word"),
    [("a.\u00a0m.", "am"), (", ", ""), (" klo ", "klo"), ("قبل\u200cازظهر", "قبلازظهر")],
)
def test_words_beside_a_time_are_one_however_they_are_dotted(text: str, word: str) -> None:
    assert word_key(text) == word


def test_no_word_is_both_a_half_of_the_day_and_silent() -> None:
    assert not CONNECTORS & set(PERIODS)
    assert all(word_key(word) == word for word in [*CONNECTORS, *PERIODS])
