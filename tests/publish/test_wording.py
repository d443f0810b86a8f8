"""Paragraphs from what was run."""

from dataclasses import replace

from released import bundled, small
from rtxoutcomes.publish.wording import introduction


def test_the_introduction_tells_study_patients_and_origin() -> None:
    told = " ".join(introduction(bundled()))

    assert "Synthetic data" in told
    assert "99 patients (Relapsing-remitting MS 42" in told
    assert "rituximab" in told
    assert "Published study: Nabiuni" in told


def test_a_study_without_a_reference_has_no_such_sentence() -> None:
    assert "Published study" not in " ".join(introduction(small()))


def test_results_without_a_flow_are_still_introduced() -> None:
    rows = small().estimates
    without = replace(small(), estimates=rows[rows["analysis"] != "flow"])

    assert introduction(without)[1] == "A single-arm study of a drug."
