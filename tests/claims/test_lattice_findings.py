"""Verdicts on counts, percentages, means, SDs, medians and ranges of a claim."""

from typing import Any

import pytest

from claims.papers import CHANGE, POINTS, findings
from rtxoutcomes.claims.verdict import Verdict


def test_a_claim_has_a_verdict_on_each_number_that_it_prints() -> None:
    claim = {"events": 8, "n": 42, "percent": "19", "mean": "2.69", "sd": "1.01", "median": "2.5"}
    claim |= {"range": ["1.0", "5.0"], "scale": POINTS}

    result = findings(claim)

    assert {name: f.verdict for name, f in result.items()} == dict.fromkeys(
        ("count", "percentage", "mean", "SD", "median", "range"), Verdict.ATTAINABLE
    )
    assert result["percentage"].details == ("8/42 is 19.048%.",)
    assert result["mean"].values["sums"] == ["+113.0"]


def test_an_example_has_the_printed_mean_and_sd() -> None:
    result = findings({"n": 12, "mean": "3.46", "sd": "1.18", "scale": POINTS})

    values = [float(str(x)) for x in result["SD"].values["example"]]  # type: ignore[attr-defined]
    mean = sum(values) / 12
    assert f"{mean:.2f}" == "3.46"
    assert f"{(sum((v - mean) ** 2 for v in values) / 11) ** 0.5:.2f}" == "1.18"


@pytest.mark.parametrize(
    ("claim", "number", "words"),
    [
        ({"events": 2}, "count", "cannot tell: no n is stated"),
        ({"percent": "19"}, "percentage", "cannot tell: no n is stated"),
        ({"percent": "a fifth", "n": 42}, "percentage", "cannot tell: it is not one number"),
        ({"mean": "2.69", "n": 42}, "mean", "cannot tell: no scale is stated"),
        ({"mean": "2.69", "scale": POINTS}, "mean", "cannot tell: no n of at least 2"),
        ({"sd": "1.01", "n": 42, "scale": POINTS}, "SD", "cannot tell: no mean is printed"),
        ({"mean": "3.1", "sd": "1.0", "n": 401, "scale": POINTS}, "SD", "cannot tell: more than"),
        ({"median": "2.25", "n": 7, "scale": POINTS}, "median", "cannot tell: it is not a value"),
        ({"range": ["0.0", "10.5"], "scale": POINTS}, "range", "cannot tell: its ends do not fit"),
        ({"range": ["0.0", "1.0"], "mean": "2.0", "scale": POINTS}, "range", "cannot tell: its"),
        ({"range": ["0.0", "1.0"]}, "range", "cannot tell: no scale is stated"),
    ],
)
def test_what_is_missing_is_named(claim: dict[str, Any], number: str, words: str) -> None:
    result = findings(claim)[number]

    assert result.verdict is Verdict.CANNOT_TELL
    assert result.words.startswith(words)


def test_the_middle_of_an_even_number_of_patients_may_lie_between_two_values() -> None:
    odd, even = (
        findings({"median": "2.75", "n": n, "scale": POINTS})["median"].verdict for n in (7, 8)
    )

    assert (odd, even) == (Verdict.CANNOT_TELL, Verdict.ATTAINABLE)


@pytest.mark.parametrize("basis", ["adjusted", "weighted", "imputed", "model-based"])
def test_of_other_numbers_than_plain_ones_nothing_can_be_told(basis: str) -> None:
    # Not attained by any sum of whole points.
    claim = {"mean": "0.33", "n": 5, "p_value": "0.001", "percent": "99", "basis": basis}

    result = findings(claim | {"scale": CHANGE})

    assert set(result) == {"mean", "P", "percentage"}
    assert {f.words for f in result.values()} == {f"cannot tell: it is {basis}"}
    assert findings(claim | {"scale": CHANGE, "basis": "unadjusted"})["percentage"].verdict is (
        Verdict.NOT_ATTAINABLE
    )


def test_readings_are_named() -> None:
    claim = {"mean": "0.33", "n": 5, "n_enrolled": 8, "scale": CHANGE}

    assert findings(claim)["mean"].readings == (
        "rounded, halves away from zero",
        "rounded, halves to the even digit",
        "truncated",
        "n = 5, and every n from 2 and up to the 8 enrolled",
        "values from -10 to 10 in steps of 0.5",
    )
