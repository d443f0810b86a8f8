"""The audit with a report, and its page."""

from pathlib import Path

import pytest

import rtxoutcomes as rtx
from claims.papers import CHANGE, claims_file

HEAD = "key,role,origin,n,events,estimate,conf_low,conf_high,p_value,p_adjusted\n"
ROW = "claim.0[paired_t],reported,synthetic,14,,-0.5714,,,0.0041,\n"
CLAIMS = claims_file({"mean": "-0.57", "n": 14, "p_value": "0.05"})


def folder(at: Path, text: str) -> Path:
    (at / "results.csv").write_text(text, encoding="utf-8")
    return at


def test_each_claim_is_compared_with_the_report(tmp_path: Path) -> None:
    result = rtx.audit(CLAIMS, folder(tmp_path, HEAD + ROW))

    assert [c.outcome for c in result.comparisons] == ["equal as printed"] * 2 + ["differs"]
    assert result.differing == 1


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (None, r"holds no results\.csv; write a report first"),
        ("", r"holds no results\.csv"),
        ("key,role\n", r"results\.csv: has no column origin, n, events, estimate"),
    ],
)
def test_a_folder_without_results_is_refused(text: str | None, words: str, tmp_path: Path) -> None:
    report = tmp_path if text is None else folder(tmp_path, text)

    with pytest.raises(rtx.UsageFault, match=words):
        rtx.audit(CLAIMS, report)


def test_a_study_without_claims_is_refused() -> None:
    study = rtx.read_study("nabiuni2023").model_copy(update={"claims": ()})

    with pytest.raises(rtx.UsageFault, match=r"has no \[\[claims\]\]"):
        rtx.audit(study)


def test_a_page_is_written_and_a_foreign_file_is_not_touched(tmp_path: Path) -> None:
    result = rtx.audit(CLAIMS)
    (tmp_path / "mine.html").write_text("mine", encoding="utf-8")

    assert rtx.write_audit(result, tmp_path / "audit.html") == str(tmp_path / "audit.html")
    assert rtx.write_audit(result, tmp_path / "audit.html")
    with pytest.raises(rtx.UsageFault, match=r"mine\.html"):
        rtx.write_audit(result, tmp_path / "mine.html")
    with pytest.raises(rtx.UsageFault, match=r"must end in \.html"):
        rtx.write_audit(result, tmp_path / "audit.pdf")


def test_the_stages_are_the_keys_of_the_claims() -> None:
    stages: list[str] = []

    rtx.audit(claims_file({"n": 3, "scale": CHANGE}, {"n": 4}), tell=stages.append)

    assert stages == ["claim.0", "claim.1"]
