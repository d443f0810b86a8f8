"""Real, public tables turned into cohorts. The tables stand beside the checkout, never in it."""

import csv
from collections.abc import Iterable
from datetime import date
from pathlib import Path

DAYS_PER_MONTH = 30.4375
DECLARED = 'origin = "public"\ndeclared_by = "a test"\ndeclared_on = "2026-01-01"\n'


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write(path: Path, header: str, rows: Iterable[tuple[object, ...]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header.split())
        writer.writerows(rows)


def days(first: str, last: str) -> int:
    return (date.fromisoformat(last) - date.fromisoformat(first)).days


def anorexia(data: Path, out: Path) -> Path:
    """One table, a row a patient: weights before and after."""
    rows = read(data / "anorexia.csv")
    table = out / "anorexia.csv"
    write(
        table,
        "patient_id diagnosis follow_up_months weight_before weight_after",
        [
            (f"W{int(row['rownames']):03d}", row["Treat"], 1, row["Prewt"], row["Postwt"])
            for row in rows
        ],
    )
    (out / "anorexia.cohort.toml").write_text(DECLARED, encoding="utf-8")
    return table


def msoutcomes(data: Path, out: Path) -> Path:
    """Patients and visits; who was seen once only has no follow-up and is left out."""
    seen: dict[str, dict[str, str]] = {}
    for row in read(data / "msoutcomes_sampledata.csv"):
        visits = seen.setdefault(row["ID"], {})
        if row["EDSS"] != "NA" or row["dateEDSS"] not in visits:
            visits[row["dateEDSS"]] = "" if row["EDSS"] == "NA" else row["EDSS"]
    ids = {name: f"M{k:03d}" for k, name in enumerate(sorted(seen), start=1)}
    patients, rows = [], []
    for name, visits in sorted(seen.items()):
        first = min(visits)
        last = days(first, max(visits)) / DAYS_PER_MONTH
        if last == 0:
            continue
        patients.append((ids[name], "MS", last))
        rows += [
            (ids[name], days(first, when) / DAYS_PER_MONTH, value)
            for when, value in sorted(visits.items())
        ]
    write(out / "patients.csv", "patient_id diagnosis follow_up_months", patients)
    write(out / "visits.csv", "patient_id month edss", rows)
    (out / "cohort.toml").write_text(DECLARED, encoding="utf-8")
    return out


def rhdnase(data: Path, out: Path) -> Path:
    """Patients and exacerbations; onsets at or before entry are no events of the study."""
    arms = {"0": "placebo", "1": "rhDNase"}
    patients: dict[str, tuple[object, ...]] = {}
    onsets = set()
    for row in read(data / "rhdnase.csv"):
        name = f"C{int(row['id']):04d}"
        end = days(row["entry.dt"], row["end.dt"])
        patients[name] = (name, arms[row["trt"]], end / DAYS_PER_MONTH)
        start = float(row["ivstart"] or 0)
        if 0 < start <= end:
            onsets.add((name, start / DAYS_PER_MONTH))
    write(
        out / "patients.csv",
        "patient_id diagnosis follow_up_months",
        [patients[name] for name in sorted(patients)],
    )
    write(out / "relapses.csv", "patient_id month", sorted(onsets))
    (out / "cohort.toml").write_text(DECLARED, encoding="utf-8")
    return out


def jobs2(data: Path, out: Path) -> Path:
    """One table: arm, depression before and after, attendance in the first of six months."""
    table = out / "jobs2.csv"
    header = "patient_id diagnosis follow_up_months age_years depression_before depression_after"
    rows = [
        (
            f"J{int(row['rownames']):04d}",
            "offered" if row["treat"] == "1" else "control",
            6,
            round(float(row["age"]), 4),
            round(float(row["depress1"]), 4),
            round(float(row["depress2"]), 4),
            row["comply"],
            1,
        )
        for row in read(data / "jobs2.csv")
    ]
    write(table, f"{header} attended engagement_window_months", rows)
    (out / "jobs2.cohort.toml").write_text(DECLARED, encoding="utf-8")
    return table
