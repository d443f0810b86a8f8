"""The audit from the command line."""

import json
from pathlib import Path

import pytest

import rtxoutcomes as rtx
from cli.test_app import RUN, result_of
from rtxoutcomes.claims.verdict import NOTICE
from rtxoutcomes.cli.app import app

CLAIMS = """
paper = "Paper A"
[[claims]]
key = "relapse.A.proportion"
source = "abstract"
events = 27
n = 32
percent = "84.3"
"""
HEAD = "key,role,origin,n,events,estimate,conf_low,conf_high,p_value,p_adjusted\n"


@pytest.fixture
def claims(tmp_path: Path) -> str:
    path = tmp_path / "paper.toml"
    path.write_text(CLAIMS, encoding="utf-8")
    return str(path)


def test_verdicts_are_printed_after_the_notice(claims: str) -> None:
    printed = RUN.invoke(app, ["audit", "--claims", claims], catch_exceptions=False)

    assert printed.exit_code == 0
    assert printed.stdout.startswith(NOTICE)
    assert "  percentage 84.3%: attainable by truncation only\n" in printed.stdout


def test_json_begins_with_the_notice_and_has_a_version(claims: str) -> None:
    result = result_of("audit", "--claims", claims)

    assert list(result)[:3] == ["notice", "ok", "version"]
    assert [f["verdict"] for f in result["findings"]] == [  # type: ignore[attr-defined]
        "attainable",
        "attainable by truncation only",
    ]


@pytest.mark.parametrize(("events", "code"), [("27", 0), ("26", 5)])
def test_a_claim_that_differs_from_the_run_ends_with_code_5(
    events: str, code: int, claims: str, tmp_path: Path
) -> None:
    row = f"relapse.A.proportion[wilson],reported,patient,32,{events},0.8,,,,\n"
    (tmp_path / "results.csv").write_text(HEAD + row, encoding="utf-8")
    # The percentage that 27 of 32 print by rounding is 84.4.
    path = Path(claims)
    path.write_text(CLAIMS.replace("84.3", "84.4"), encoding="utf-8")

    words = ["audit", "--claims", claims, "--against", str(tmp_path), "--json"]
    result = RUN.invoke(app, words, catch_exceptions=False)

    assert result.exit_code == code
    outcomes = {c["outcome"] for c in json.loads(result.stdout)["comparisons"]}
    assert ("differs" in outcomes) == (code == 5)


def test_a_page_is_written(claims: str, tmp_path: Path) -> None:
    page = tmp_path / "audit.html"

    result_of("audit", "--claims", claims, "--out", str(page))

    assert NOTICE in page.read_text(encoding="utf-8")


def test_a_study_and_a_file_of_claims_are_not_both_audited(claims: str) -> None:
    with pytest.raises(rtx.UsageFault, match="--study or --claims, not both"):
        RUN.invoke(
            app, ["audit", "--study", "nabiuni2023", "--claims", claims], catch_exceptions=False
        )
