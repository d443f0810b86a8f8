"""What is wrong with real tables is named usefully, and nothing sound is refused.

The tables stand beside the checkout and never in it; where they are absent each test is skipped.
"""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

import rtxoutcomes as rtx
from realdata.real_cohorts import DECLARED, msoutcomes, read
from shared_reference.loader import SHARED

HERE = Path(__file__).parent
DATA = SHARED / "data"
LESJAK = DATA / "lesjak_ms_crosssectional.csv"

pytestmark = pytest.mark.skipif(
    not DATA.is_dir(), reason="the folder with public data sets is not beside the checkout"
)


def study(name: str, tmp: Path, **changes: str) -> rtx.Study:
    text = (HERE / f"{name}.toml").read_text(encoding="utf-8")
    for old, new in changes.items():
        assert old in text
        text = text.replace(old, new)
    path = tmp / "study.toml"
    path.write_text(text, encoding="utf-8")
    return rtx.read_study(str(path))


def lesjak(
    tmp: Path, change: Callable[[dict[str, str]], None], *, without: tuple[str, ...] = ("criteria",)
) -> Path:
    """The published table with a follow-up, which it lacks, and rows after `change`."""
    rows = read(LESJAK)
    path = tmp / "lesjak.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        names = [*(n for n in rows[0] if n not in without), "follow_up_months"]
        writer = csv.DictWriter(file, names, extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        for row in rows:
            row["sex"] = {"F": "female", "M": "male"}[row["sex"]]
            row["follow_up_months"] = "1"
            change(row)
            writer.writerow(row)
    (tmp / "lesjak.cohort.toml").write_text(DECLARED, encoding="utf-8")
    return path


def findings(path: Path, plan: rtx.Study) -> list[tuple[str, str, int | None, str]]:
    try:
        rtx.read_cohort(path, plan)
    except rtx.TableError as fault:
        assert all(v.remedy for v in fault.violations)
        return [(v.rule, v.column, v.line, v.value) for v in fault.violations]
    return []


def as_published(_row: dict[str, str]) -> None:
    """No change."""


def test_a_missing_diagnosis_is_one_finding_with_its_line(tmp_path: Path) -> None:
    missing = [k for k, row in enumerate(read(LESJAK), start=2) if not row["ms_type"]]

    result = findings(lesjak(tmp_path, as_published), study("lesjak", tmp_path))

    assert missing
    assert result == [("value.missing", "ms_type", line, "an empty cell") for line in missing]


def test_with_a_diagnosis_the_table_is_sound_and_missing_scores_stay_missing(
    tmp_path: Path,
) -> None:
    def change(row: dict[str, str]) -> None:
        row["ms_type"] = row["ms_type"] or "RR"

    cohort = rtx.read_cohort(lesjak(tmp_path, change), study("lesjak", tmp_path))

    assert len(cohort.patients) == len(read(LESJAK))
    assert cohort.visits is not None
    assert cohort.visits["edss"].isna().sum() == sum(not row["edss"] for row in read(LESJAK))


def test_half_a_point_is_refused_only_where_the_study_says_so(tmp_path: Path) -> None:
    def change(row: dict[str, str]) -> None:
        row["ms_type"] = row["ms_type"] or "RR"

    halves = [k for k, row in enumerate(read(LESJAK), start=2) if row["edss"] == "0.5"]
    strict = study("lesjak", tmp_path, **{"step = 0.5": "step = 0.5\nnot_on_scale = [0.5]"})

    result = findings(lesjak(tmp_path, change), strict)

    assert halves
    assert result == [("score.on_scale", "edss", line, "0.5") for line in halves]


def test_the_table_as_it_was_published_is_sent_back_with_what_to_change(tmp_path: Path) -> None:
    path = tmp_path / "lesjak.csv"
    path.write_bytes(LESJAK.read_bytes())

    result = findings(path, study("lesjak", tmp_path))

    rules = {rule for rule, *_ in result}
    assert rules == {"column.missing", "column.unknown", "value.allowed", "value.missing"}
    assert ("column.missing", "follow_up_months", 1, "") in result
    assert {column for rule, column, *_ in result if rule == "value.allowed"} == {"sex"}


def test_a_missing_score_is_missing_however_the_study_writes_it(tmp_path: Path) -> None:
    place = msoutcomes(DATA, tmp_path / "in")
    file = place / "visits.csv"
    lines = file.read_text(encoding="utf-8").splitlines()
    result = [f"{line}NA" if line.endswith(",") else line for line in lines]
    missing = [k for k, line in enumerate(result, start=1) if line.endswith(",NA")]
    file.write_text("\n".join(result) + "\n", encoding="utf-8")
    plain = study("msoutcomes", tmp_path)
    declared = study(
        "msoutcomes", tmp_path, **{"[[scores]]": '[reading]\nmissing_tokens = ["NA"]\n[[scores]]'}
    )

    refused = findings(place, plain)

    assert missing
    assert refused == [("value.missing_word", "edss", line, "NA") for line in missing]
    assert findings(place, declared) == []
