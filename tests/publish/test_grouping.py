"""A report of another grouping, of a cohort from which patients were excluded."""

import json
from pathlib import Path

import pandas as pd
import pytest

import rtxoutcomes as rtx

TOML = """
[study]
id = "arms"
title = "A trial"
drug = "a drug"
design = "randomised"
allocation = "random"
grouping = "arm"
reference_group = "P"

[[diagnoses]]
code = "MS"
label = "Multiple sclerosis"

[[variables]]
name = "arm"
label = "Arm"
kind = "category"
levels = [
  { code = "P", label = "Placebo", patients = "patients assigned to placebo" },
  { code = "D", label = "Drug 2.5 mg", patients = "patients assigned to 2.5 mg" },
]

[[scores]]
name = "edss"
column = "edss"
label = "EDSS"
unit = "points"
minimum = 0
maximum = 10
step = 0.5
not_on_scale = [0.5]
higher_is = "worse"
baseline_months = [-3, 0.5]
follow_up_months = [6, "end"]

[randomness]
permutations = 199
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("arms")
    study_file = place / "study.toml"
    study_file.write_text(TOML, encoding="utf-8")
    study = rtx.read_study(study_file)
    ids = [f"SYN-{k:03d}" for k in range(40)]
    patients = pd.DataFrame(
        {
            "patient_id": ids,
            "diagnosis": "MS",
            "arm": ["P", "D"] * 19 + [None, "D"],
            "follow_up_months": 24.0,
        }
    )
    months = pd.DataFrame({"month": [0.0, 12.0]})
    visits = patients[["patient_id"]].merge(months, how="cross")
    visits["edss"] = [2.0 + (k % 7) / 2 for k in range(len(visits))]
    relapses = pd.DataFrame({"patient_id": ids[:9], "month": [float(k) for k in range(3, 12)]})
    cohort = rtx.cohort_from_frames(
        study, patients=patients, visits=visits, relapses=relapses, origin="synthetic"
    )
    cohort = cohort.exclude(ids[-1:], reason="relapse 3 days before the first infusion")
    rtx.write_report(cohort, study, place / "reports")
    return place / "reports"


def test_sentences_name_the_groups_as_the_study_does(folder: Path) -> None:
    text = (folder / "manuscript.md").read_text(encoding="utf-8")

    assert "Among 19 patients assigned to placebo, five (26%) had at least one relapse" in text
    assert "3.45 points at follow-up in patients assigned to 2.5 mg (n = 19; mean change" in text
    assert "2.5 mg minus placebo" in text
    assert "iagnos" not in text.partition("## References")[0].replace("Diagnoses", "")


def test_exclusions_are_counted_in_flow_text_and_manifest(folder: Path) -> None:
    text = (folder / "manuscript.md").read_text(encoding="utf-8")
    flow = (folder / "tables" / "flow.csv").read_text(encoding="utf-8")
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))

    reason = "relapse 3 days before the first infusion"
    assert f"Of 40 patients, one ({reason}) and one (arm not recorded) were excluded" in text
    assert "In all, 38 patients were analysed" in text
    assert f"Excluded: {reason}" in flow.replace(reason.capitalize(), reason)
    assert manifest["exclusions"] == [
        {"reason": reason, "patients": 1},
        {"reason": "arm not recorded", "patients": 1},
    ]


def test_every_number_of_the_text_is_traced(folder: Path) -> None:
    trace = pd.read_csv(folder / "trace.csv")

    assert "untraced" not in set(trace["kind"])


def test_the_results_name_the_grouping(folder: Path) -> None:
    rows = pd.read_csv(folder / "results.csv", low_memory=False)
    words = json.loads((folder / "results.json").read_text(encoding="utf-8"))["study"]

    assert set(rows["grouping"]) == {"arm"}
    assert words["grouping"] == "arm"
    assert [group["label"] for group in words["groups"]] == ["Placebo", "Drug 2.5 mg"]
