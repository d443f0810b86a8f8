"""The verdict on a P: reproduced or not, and never unattainable."""

from typing import Any

import pytest

from claims.papers import CHANGE, findings
from rtxoutcomes.claims.verdict import Verdict

INTERVAL = {"low": "-0.93", "high": "-0.22"}


def test_tests_are_named_that_reproduce_a_p() -> None:
    claim = {"mean": "-0.57", "n": 7, "p_value": "0.03", "scale": CHANGE}
    claim |= {"assumed_range": ["-1.5", "0.5"]}

    result = findings(claim)["P"]

    assert result.verdict is Verdict.REPRODUCED
    assert "paired t" in result.words
    assert "distributions within the assumed range: values from -1.5 to 0.5 in steps of 0.5" in (
        result.readings
    )
    assert f"all {result.values['distributions']} distributions" in result.readings


def test_a_p_of_no_test_is_not_reproduced_by_those_tried() -> None:
    claim = {"mean": "-0.57", "n": 7, "p_value": "0.0001", "scale": CHANGE}

    result = findings(claim | {"test": "signed rank, exact", "range": ["-1.5", "0.5"]})["P"]

    assert result.words == (
        "not reproduced by the tests tried: signed rank, exact, zeros dropped; "
        "signed rank, exact, Pratt"
    )


def test_draws_that_find_nothing_say_how_many_they_were() -> None:
    claim = {"mean": "-0.57", "n": 28, "p_value": "0.9999", "scale": CHANGE}

    result = findings(claim | {"test": "signed rank, exact"})["P"]

    assert result.words.endswith("; not found in 2,000 draws")


@pytest.mark.parametrize(
    ("claim", "words"),
    [
        ({"mean": "-0.57", "n": 14, "interval": INTERVAL, "p_value": "0.004"}, "reproduced by: t"),
        ({"mean": "-0.57", "n": 14, "interval": INTERVAL, "p_value": "0.4"}, "not reproduced by"),
        ({"ratio": "2.0", "interval": {"low": "1.0", "high": "4.0"}, "p_value": "0.05"}, "reprod"),
        ({"p_value": "0.05"}, "cannot tell: nothing printed with it implies a P"),
        ({"p_value": "NS"}, "cannot tell: it is not one number from 0 to 1"),
        ({"p_value": "1.5"}, "cannot tell: it is not one number from 0 to 1"),
    ],
)
def test_a_p_is_compared_with_what_is_printed_with_it(claim: dict[str, Any], words: str) -> None:
    result = findings(claim)["P"]

    assert result.words.startswith(words)
    assert result.verdict is not Verdict.NOT_ATTAINABLE


def test_the_sd_of_a_change_implies_its_p() -> None:
    claim = {"key": "edss.A.mean_change", "mean": "-0.571", "sd": "0.613", "n": 14}

    assert findings(claim | {"p_value": "0.004"})["P"].words.startswith("reproduced by: t test")
    # The mean at one visit is not tested against zero.
    claim["key"] = "edss.A.baseline"
    assert findings(claim | {"p_value": "0.004"})["P"].verdict is Verdict.CANNOT_TELL


def test_a_p_below_a_limit_is_reproduced_where_one_lies_below() -> None:
    claim = {"mean": "-1.50", "n": 10, "scale": CHANGE, "assumed_range": ["-3", "0"]}

    result = findings(claim | {"p_value": "<0.01"})["P"]

    assert result.verdict is Verdict.REPRODUCED
