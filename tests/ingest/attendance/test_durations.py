"""Lengths of time in words and as numbers."""

import pytest

from rtxoutcomes.ingest.attendance.durations import number_of, seconds_of


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("3m 40s", 220.0),
        ("1h", 3600.0),
        ("1h 2m 3s", 3723.0),
        ("1 h 2 min", 3720.0),
        ("58 minutes", 3480.0),
        ("1 hour, 5 minutes", 3900.0),
        ("2 Std. 5 Min.", 7500.0),
        ("31m\u00a02s", 1862.0),
        ("\u06f3m", 180.0),
        ("0:58:10", 3490.0),
        ("PT1H2M3S", 3723.0),
        ("PT58M", 3480.0),
        ("0s", 0.0),
        ("", None),
        ("58", None),
        ("PT", None),
        ("58:10", None),
        ("1m 2h", None),
        ("1m 2m", None),
        ("3 parsecs", None),
        ("about 3m", None),
        ("3m or so", None),
        ("3m; 2s", None),
        ("0:61:10", None),
    ],
)
def test_words_are_seconds_or_nothing(text: str, seconds: float | None) -> None:
    assert seconds_of(text) == seconds


@pytest.mark.parametrize(
    ("text", "unit", "seconds"),
    [
        ("90", 1, 90.0),
        ("2.5", 60, 150.0),
        (".5", 60, 30.0),
        ("5.", 1, 5.0),
        ("000000001", 60, 60.0),
        ("0000000001", 60, None),
        ("", 1, None),
        (".", 1, None),
        ("-3", 1, None),
        ("1e9", 1, None),
    ],
)
def test_numbers_are_counted_in_their_unit(text: str, unit: int, seconds: float | None) -> None:
    assert number_of(text, unit) == seconds
