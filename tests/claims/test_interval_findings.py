"""Verdicts on rates, ratios and intervals of a claim."""

from typing import Any

import pytest

from claims.papers import findings


def limits(low: str, high: str, **more: Any) -> dict[str, Any]:
    return {"interval": {"low": low, "high": high, **more}}


@pytest.mark.parametrize(
    ("claim", "number", "words"),
    [
        ({"ratio": "1.64"} | limits("0.46", "5.85"), "ratio", "reproduced by: an interval symm"),
        ({"ratio": "1.94"} | limits("0.46", "5.85"), "ratio", "cannot tell: the interval is not"),
        ({"ratio": "1.94"}, "ratio", "cannot tell: no interval is printed with it"),
        ({"mean": "-0.57"} | limits("-0.93", "-0.22"), "interval", "reproduced by: an interval"),
        ({"events": 8, "n": 42} | limits("10", "33"), "interval", "reproduced by: Wilson"),
        ({"events": 8, "n": 42} | limits("1", "33"), "interval", "not reproduced by the tests"),
        ({"n": 42} | limits("1", "33"), "interval", "cannot tell: what it belongs to"),
        ({"n": 42} | limits("NR", "33"), "interval", "cannot tell: its limits are not numbers"),
        ({"rate": "0.16", "events": 27}, "rate", "cannot tell: events and person-years"),
    ],
)
def test_an_interval_is_reproduced_or_not_and_never_more(
    claim: dict[str, Any], number: str, words: str
) -> None:
    assert findings(claim)[number].words.startswith(words)


@pytest.mark.parametrize(
    ("rate", "words"),
    [
        ("0.16", "attainable"),
        ("0.1604", "attainable"),
        ("0.17", "cannot tell: the stated time at risk gives another"),
    ],
)
def test_a_rate_is_events_over_person_years(rate: str, words: str) -> None:
    claim = {"rate": rate, "events": 27, "person_years": "168.3"}

    result = findings(claim | limits("0.106", "0.233"))

    assert result["rate"].words == words
    assert result["rate"].details == ("27 events in 168.3 person-years are 0.1604 per 1.",)
    assert result["interval"].words == "reproduced by: Garwood (exact Poisson)"


def test_a_rate_may_be_per_hundred_and_truncated() -> None:
    claim = {"rate": "16.0", "rate_per": 100, "events": 27, "person_years": "168.00"}

    result = findings(claim)["rate"]

    assert result.words == "attainable by truncation only"
