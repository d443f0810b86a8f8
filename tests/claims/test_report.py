"""An audit as lines and as data."""

import rtxoutcomes as rtx
from claims.papers import claims_file
from rtxoutcomes.claims.against import Comparison, Outcome
from rtxoutcomes.claims.report import JSON_VERSION, Audit


def test_lines_name_each_claim_once_and_its_numbers_below() -> None:
    lines = rtx.audit(claims_file({"events": 8, "n": 42, "percent": "19"})).lines()

    assert lines[2:6] == ["Paper A", "", "claim.0 (table 1)", "  count 8/42: attainable"]
    assert "  percentage 19%: attainable" in lines


def test_data_have_a_version() -> None:
    result = rtx.audit(claims_file({"events": 8, "n": 42})).to_dict()

    assert list(result) == ["notice", "version", "paper", "findings", "comparisons"]
    assert result["version"] == JSON_VERSION


def test_comparisons_follow_and_are_counted() -> None:
    one = Comparison("a.b.c", "n", "42", "41", Outcome.DIFFERS, "differs: in digits only", "text")
    audit = Audit("Paper A", (), (one,))

    assert audit.differing == 1
    assert audit.lines()[-1] == "  a.b.c n 42, run 41: differs: in digits only"
