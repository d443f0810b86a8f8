"""Another drug, two other diagnoses, another score: nothing is written in Python."""

from pathlib import Path

import pytest

from clinic import ASTHMA
from rtxoutcomes.analysis.pipeline import analyse
from rtxoutcomes.disclose import internal
from rtxoutcomes.intake import read_cohort
from rtxoutcomes.tables.manuscript import all_tables


def folder(place: Path) -> Path:
    patients = ["Code,diagnosis,follow_up_months"]
    visits = ["patient_id,month,act_points"]
    relapses = ["patient_id,month"]
    engagement = ["patient_id,month,channel,activity,count"]
    for k in range(16):
        name = f"Q{k:03d}"
        patients.append(f"{name},{'EOS' if k % 3 else 'ALLERGIC'},{8 + k % 5}")
        visits += [f"{name},0,{10 + k % 6}", f"{name},6,{12 + (k * 5) % 7}"]
        engagement.append(f"{name},0,app,entry,{(k * 3) % 5}")
        if k % 4 == 0:
            relapses.append(f"{name},{3 + k % 4}.5")
    visits[3] = "Q001,0,NA"
    for name, lines in {
        "patients": patients,
        "visits": visits,
        "relapses": relapses,
        "engagement": engagement,
    }.items():
        (place / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return place


def one_table(place: Path) -> Path:
    lines = ["patient_id,diagnosis,follow_up_months,relapsed,relapse_month,act_before,act_after"]
    for k in range(8):
        event = "1,4" if k % 4 == 0 else "0,"
        lines.append(f"Q{k:03d},{'EOS' if k % 2 else 'ALLERGIC'},9,{event},{10 + k},{11 + k % 3}")
    path = place / "asthma.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


@pytest.mark.parametrize("form", [folder, one_table])
def test_rows_are_named_after_the_study_s_own_words(form: object, tmp_path: Path) -> None:
    cohort = read_cohort(form(tmp_path), ASTHMA)  # type: ignore[operator]

    results = analyse(cohort, ASTHMA)

    frame = results.estimates
    assert {"ALLERGIC", "EOS"} == set(frame["group"]) - {"all"}
    change = frame[(frame["endpoint"] == "act") & (frame["term"] == "mean_change")]
    assert set(change["status"]) == {"ok"}
    assert change["p_adjusted"].notna().all()
    assert "risk_6_months" in set(frame["term"])
    words = " ".join(str(table.to_frame()) for table in all_tables(internal(results)))
    assert "EOS (n = " in words
    for foreign in ("RRMS", "NMOSD", "EDSS", "rituximab", "WhatsApp"):
        assert foreign not in words
