"""Numbers that agree with their reference, and those that do not."""

import math
from typing import Any

from rtxoutcomes.reference_cases.cases import Case
from rtxoutcomes.reference_cases.check import check_families


def proportion(expected: dict[str, float | None], **changed: Any) -> Case:
    words: dict[str, Any] = {
        "family": "proportions",
        "estimator": "proportion",
        "arguments": {"events": 1, "n": 4},
        "expected": expected,
        "relative": 1e-9,
        "absolute": 0.0,
        "source": "a case",
        "r_version": "R",
        "packages": {},
        "r_call": "",
    }
    return Case(**words | changed)


def test_what_agrees_is_counted_with_its_largest_error() -> None:
    cases = [
        proportion({"wilson.estimate": 0.25 * (1 + 1e-10)}),
        proportion({"wilson.estimate": 0.25, "wilson.n": 4}),
    ]

    (checked,) = check_families(cases)

    assert (checked.cases, checked.numbers, checked.differences) == (2, 3, ())
    assert math.isclose(checked.largest_error, 1e-10, rel_tol=1e-4)


def test_a_number_outside_its_tolerance_is_named_with_its_place() -> None:
    cases = [
        proportion({"wilson.estimate": 0.26}),
        # The estimator has a number where R has none, and the reverse.
        proportion({"wilson.estimate": None}),
        proportion({"wilson.p_value": 0.5}),
        proportion({"wilson.events": 0}, arguments={"events": 1, "n": 2}),
    ]

    (checked,) = check_families(cases)

    assert [difference.sentence() for difference in checked.differences] == [
        "proportions, proportion, wilson.estimate (a case): 0.25, R has 0.26",
        "proportions, proportion, wilson.estimate (a case): 0.25, R has no number",
        "proportions, proportion, wilson.p_value (a case): nan, R has 0.5",
        "proportions, proportion, wilson.events (a case): 1, R has 0",
    ]
    assert checked.largest_error == math.inf


def test_a_call_that_fails_is_a_difference_and_the_others_are_still_checked() -> None:
    heard: list[str] = []
    cases = [
        proportion({"wilson.estimate": 0.25}, arguments={"events": 5, "n": 4}),
        proportion({"value": 1}, family="others", arguments={"events": 1, "n": 4}),
    ]

    first, second = check_families(cases, heard.append)

    assert first.differences[0].sentence() == (
        "proportions, proportion, the call (a case): ended in ValueError"
    )
    assert second.differences[0].fault == "ended in AttributeError"
    assert heard == ["checking proportions", "checking others"]
