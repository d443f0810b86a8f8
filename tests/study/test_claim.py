"""Claims of a study file: limits, and a dump that stays what it was."""

from typing import Any

import pytest
from pydantic import ValidationError

from cohorts import study
from rtxoutcomes.study import Claim, ClaimsFile

CLAIM: dict[str, Any] = {"key": "edss.A.mean_change", "source": "abstract"}


def test_keys_that_are_not_used_do_not_change_the_dump() -> None:
    first = {"n": None, "events": None, "percent": None, "mean": "-0.32", "p_value": None}

    dumped = Claim.model_validate(CLAIM | {"mean": "-0.32"}).model_dump()

    assert dumped == CLAIM | first
    assert Claim.model_validate(CLAIM | {"sd": "1.0"}).model_dump()["sd"] == "1.0"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"scale": {"minimum": "1", "maximum": "0", "step": "1"}}, "minimum must be below maximum"),
        ({"scale": {"minimum": "0", "maximum": "1", "step": "0.0"}}, "step must be above 0"),
        ({"scale": {"minimum": "0", "maximum": "1", "step": "half"}}, "match pattern"),
        ({"range": ["1", "2", "3"]}, "at most 2"),
        ({"interval": {"low": "1", "high": "2", "level": 100}}, "less than 100"),
        ({"test": "sign"}, "signed rank"),
        ({"basis": "crude"}, "unadjusted"),
        ({"means": "1"}, "Extra inputs"),
    ],
)
def test_what_makes_no_sense_is_refused(changes: dict[str, Any], words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        Claim.model_validate(CLAIM | changes)


@pytest.mark.parametrize("part", ["edss.B.mean_change", "edss.A.mean_change"])
def test_a_part_is_another_claim(part: str) -> None:
    own = CLAIM | {"parts": [part]}

    for make in (
        lambda: ClaimsFile.model_validate({"paper": "Paper A", "claims": [own]}),
        lambda: study(claims=[own]),
    ):
        with pytest.raises(ValidationError, match=f"'{part}' must be the key of another claim"):
            make()
