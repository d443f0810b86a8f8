"""The self-test of an installation."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import rtxoutcomes as rtx
from rtxoutcomes import estimate
from rtxoutcomes.publish import selftest as module
from rtxoutcomes.publish.selftest import Certificate, selftest, write_certificate
from rtxoutcomes.reference_cases.cases import reference_cases
from rtxoutcomes.reference_cases.check import Difference


@pytest.fixture(scope="module")
def certificate() -> Certificate:
    return selftest()


def test_this_installation_gives_the_numbers_of_r(certificate: Certificate) -> None:
    text = str(certificate)

    assert certificate.passed
    assert certificate.to_dict()["passed"] is True
    assert text.endswith("numbers agree with R within the stated tolerances.")
    for part in ("rtxoutcomes 0.", "numpy ", "R version 4.2.2", "survival 3.5.3", "rates"):
        assert part in text
    assert max(own.largest_error for own in certificate.families) < 1e-6


def test_a_broken_estimator_is_named_with_its_place_and_the_numbers(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    right = estimate.mean_change

    def broken(*args: Any, **kwargs: Any) -> Any:
        result = right(*args, **kwargs)
        return replace(result, p_value=result.p_value / 2)

    few = [c for c in reference_cases() if c.estimator in {"mean_change", "proportion"}]
    monkeypatch.setattr(module, "reference_cases", lambda: tuple(few))
    monkeypatch.setattr(estimate, "mean_change", broken)

    certificate = selftest()

    assert not certificate.passed
    assert {d.estimator for d in certificate.differences} == {"mean_change"}
    assert {d.path for d in certificate.differences} == {"p_value"}
    text = str(certificate)
    assert "Not passed: 3 differences from R.\n  paired changes, mean_change, p_value (" in text


def test_one_difference_is_one_and_libraries_as_locked_need_no_line(
    certificate: Certificate,
) -> None:
    one = replace(certificate.families[0], differences=())
    fault = Difference("rates", "rate", "estimate", "a case", 1.0, 2.0)
    two = replace(certificate.families[1], differences=(fault,))

    text = str(replace(certificate, families=(one, two), differs_from_lock=()))

    assert "Not passed: 1 difference from R.\n  rates, rate, estimate (a case): 2, R has 1" in text
    assert "not as locked" not in text


@pytest.mark.parametrize("suffix", ["txt", "json"])
def test_a_certificate_is_saved_as_text_or_json(
    certificate: Certificate, tmp_path: Path, suffix: str
) -> None:
    place = write_certificate(certificate, tmp_path / f"certificate.{suffix}")

    text = Path(place).read_text(encoding="utf-8")
    wanted = str(certificate) if suffix == "txt" else json.loads(text)
    assert wanted in (text.strip(), certificate.to_dict())


def test_another_suffix_is_refused_and_no_file_of_others_is_replaced(
    certificate: Certificate, tmp_path: Path
) -> None:
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")

    with pytest.raises(rtx.UsageFault, match=r"must end in .txt or .json"):
        write_certificate(certificate, tmp_path / "certificate.pdf")
    with pytest.raises(rtx.UsageFault, match="name another place with --out"):
        write_certificate(certificate, tmp_path / "mine.txt")
