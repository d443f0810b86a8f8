"""A real table with dated visits through `deidentify`, against days counted here from its lines."""

import datetime as dt
from collections import defaultdict
from pathlib import Path

import pytest

import rtxoutcomes as rtx
from realdata.real_cohorts import read
from shared_reference.loader import SHARED

DATA = SHARED / "data"
MAP = Path(__file__).parent / "msoutcomes_map.toml"

pytestmark = pytest.mark.skipif(
    not DATA.is_dir(), reason="the folder with public data sets is not beside the checkout"
)


def test_dated_visits_become_a_valid_cohort_with_the_same_intervals(tmp_path: Path) -> None:
    study = rtx.read_study("nabiuni2023")

    result = rtx.deidentify(DATA, MAP, tmp_path / "key.txt", tmp_path / "out", study, new_key=True)

    raw: dict[str, list[tuple[dt.date, str]]] = defaultdict(list)
    for row in read(DATA / "msoutcomes_sampledata.csv"):
        raw[row["ID"]].append((dt.date.fromisoformat(row["dateEDSS"]), row["EDSS"]))
    expected = sorted(
        sorted(((day - min(rows)[0]).days, "" if edss == "NA" else edss) for day, edss in rows)
        for rows in raw.values()
        if len(rows) > 1
    )
    found: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for row in read(tmp_path / "out" / "visits.csv"):
        found[row["patient_id"]].append((round(float(row["month"]) * 30.4375), row["edss"]))
    assert sorted(sorted(rows) for rows in found.values()) == expected
    # Seen once only: two patients have no follow-up.
    assert result.patients == len(expected) == len(raw) - 2
    assert result.proof.faults == ()
    cohort = rtx.read_cohort(tmp_path / "out", study)
    assert (len(cohort.patients), cohort.origin) == (38, "patient")
    out = b"".join(path.read_bytes() for path in (tmp_path / "out").iterdir() if path.is_file())
    assert not [name for name in raw if name.encode() in out]
    assert b"msoutcomes" not in out
