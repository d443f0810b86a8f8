"""The bundled abstract, and the words that no output may hold."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest

import rtxoutcomes as rtx
from claims.papers import CHANGE, POINTS, claims_file
from rtxoutcomes.claims.verdict import NOTICE, Verdict
from rtxoutcomes.publish.audit_page import audit_page

BANNED = re.compile(
    r"error|fraud|wrong|impossible|false|fabricat|suspicious|misconduct|manipulat|inconsistent"
    r"|anomal|fail",
    re.IGNORECASE,
)
# One claim for each verdict and each reason why there is no verdict.
EVERYTHING: tuple[dict[str, Any], ...] = (
    {"events": 27, "n": 32, "percent": "84.3"},
    {"events": 59, "n": 82, "percent": "75.6"},
    {"events": 9, "n": 8, "percent": "<5"},
    {"mean": "0.33", "n": 5, "sd": "9.99", "scale": CHANGE, "p_value": "0.0001"},
    {"mean": "0.3", "n": 5, "sd": "0.4", "median": "9", "range": ["0.0", "99"], "scale": POINTS},
    {"mean": "0.3", "basis": "imputed", "p_value": "NS"},
    {"ratio": "1.9", "interval": {"low": "0.4", "high": "5.8"}, "p_value": "0.9"},
    {"rate": "0.2", "events": 27, "person_years": "168.3", "parts": ["claim.0"]},
    {"p_value": "0.04", "p_adjusted": "0.04", "family": "a"},
    {"p_value": "0.01", "family": "a"},
)


@pytest.fixture(scope="module")
def abstract() -> rtx.Audit:
    return rtx.audit(rtx.read_study("nabiuni2023"))


def test_nothing_in_the_abstract_is_beyond_its_arithmetic(abstract: rtx.Audit) -> None:
    verdicts = {f.verdict for f in abstract.findings}

    assert verdicts == {Verdict.ATTAINABLE, Verdict.REPRODUCED, Verdict.CANNOT_TELL}
    cannot = [f.key for f in abstract.findings if f.verdict is Verdict.CANNOT_TELL]
    assert "adverse_events.all.proportion" in cannot


def test_the_implied_deviations_are_those_of_the_published_audit(abstract: rtx.Audit) -> None:
    values = [f.values for f in abstract.findings if f.number == "P"]

    assert [v["implied_sd"] for v in values] == ["1.077", "1.002", "0.613"]
    assert [v["implied_sd_range"] for v in values] == [
        ["1.055", "1.099"],
        ["0.991", "1.013"],
        ["0.601", "0.624"],
    ]
    assert values[2]["distributions"] == 1_226


@pytest.mark.parametrize("form", [str, audit_page, lambda audit: json.dumps(audit.to_dict())])
def test_every_output_begins_with_the_notice_and_judges_nobody(
    form: Callable[[rtx.Audit], str], abstract: rtx.Audit
) -> None:
    every = rtx.audit(claims_file(*EVERYTHING))

    assert {f.verdict for f in every.findings} == set(Verdict)
    for result in (abstract, every):
        text = form(result)
        body = text.partition("<body>")[2] or text
        assert re.sub(r"<[^>]+>|\{\"notice\": \"", "", body).lstrip().startswith(NOTICE)
        assert BANNED.findall(text) == []


def test_the_same_claims_give_the_same_audit(abstract: rtx.Audit) -> None:
    assert rtx.audit(rtx.read_study("nabiuni2023")).to_dict() == abstract.to_dict()
