"""From a clinic's raw tables to a cohort on disk."""

import csv
import dataclasses
import io
import json
import os
import stat
import subprocess
import sys
import traceback
from collections.abc import Mapping
from pathlib import Path

import pytest

import raw_clinic
from raw_clinic import CANARIES, STARTS, Style, csv_folder, key_file, map_text, tables
from rtxoutcomes.errors import EnvironmentFault, MapError, RtxError, TableError, UsageFault
from rtxoutcomes.intake import read_cohort
from rtxoutcomes.owned.folder import Folder
from rtxoutcomes.pseudonymise.pipeline import pseudonymise
from rtxoutcomes.publish import deidentified as subject
from rtxoutcomes.publish.deidentified import ProofFailed, Summary, deidentify
from rtxoutcomes.read.study_file import read_study
from workbooks import save, workbook

STUDY = read_study("nabiuni2023")
JALALI, GREGORIAN = Style("jalali", "ymd"), Style("gregorian", "dmy")


def run(place: Path, style: Style = GREGORIAN) -> Summary:
    raw, plan = csv_folder(place, style)
    return deidentify(raw, plan, key_file(place), place / "out", STUDY)


def written(out: Path, table: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO((out / f"{table}.csv").read_text(encoding="utf-8"))))


def days(rows: list[dict[str, str]]) -> dict[str, list[int]]:
    """Days since the first infusion, by pseudonym."""
    found: dict[str, list[int]] = {}
    for row in rows:
        found.setdefault(row["patient_id"], []).append(round(float(row["month"]) * 30.4375))
    return found


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file()}


def truth(result: Mapping[str, list[int]]) -> list[list[int]]:
    return sorted(sorted(values) for values in result.values() if values)


@pytest.mark.parametrize("style", [GREGORIAN, JALALI, Style("gregorian", "mdy")], ids=str)
def test_the_truth_that_the_raw_tables_were_made_from_comes_back(
    style: Style, tmp_path: Path
) -> None:
    summary = run(tmp_path, style)

    out = tmp_path / "out"
    assert truth(days(written(out, "visits"))) == truth(
        {n: [d for d, _ in v] for n, v in raw_clinic.VISITS.items()}
    )
    assert truth(days(written(out, "infusions"))) == truth(raw_clinic.INFUSIONS)
    # Onsets 90 days before and on the day of the first infusion do not count.
    assert truth(days(written(out, "relapses"))) == [[45], [365]]
    assert summary.tables["relapses"].left_out == {"onset at or before the first infusion": 2}
    people = {row["diagnosis"]: row for row in written(out, "patients")}
    assert [people[d]["age_years"] for d in ("RRMS", "SPMS", "NMOSD")] == ["37", "89", "31"]
    assert round(float(people["SPMS"]["follow_up_months"]) * 30.4375) == 401
    assert summary.top_coded_ages == 1
    assert summary.proof.faults == ()
    assert summary.proof.largest_gap < 1e-9
    assert (summary.patients, summary.proof.orders) == (3, 3)


def test_the_result_is_a_valid_cohort_of_patients(tmp_path: Path) -> None:
    run(tmp_path)

    cohort = read_cohort(tmp_path / "out", STUDY)

    assert cohort.origin == "patient"
    assert len(cohort.patients) == 3


def test_both_calendars_and_a_workbook_give_the_same_bytes(tmp_path: Path) -> None:
    run(tmp_path / "a", GREGORIAN)
    run(tmp_path / "b", JALALI)
    raw = save(tmp_path / "c" / "raw.xlsx", workbook(tables(JALALI)))
    plan = tmp_path / "c" / "map.toml"
    plan.write_text(map_text(JALALI, 'sheet = "{}"'), encoding="utf-8")
    deidentify(raw, plan, key_file(tmp_path), tmp_path / "c" / "out", STUDY)

    first = contents(tmp_path / "a" / "out")

    assert first == contents(tmp_path / "b" / "out") == contents(tmp_path / "c" / "out")
    assert set(first) == {
        "adverse_events.csv",
        "cohort.toml",
        "datapackage.json",
        "infusions.csv",
        "patients.csv",
        "relapses.csv",
        "visits.csv",
    }


def test_dates_that_the_spreadsheet_types_are_gregorian_whatever_the_map_says(
    tmp_path: Path,
) -> None:
    sheets = tables(JALALI)
    sheets["drug"] = [
        sheets["drug"][0],
        *([n, STARTS[n], 500] for n in STARTS),
    ]
    raw = save(tmp_path / "raw.xlsx", workbook(sheets))
    plan = tmp_path / "map.toml"
    plan.write_text(map_text(JALALI, 'sheet = "{}"'), encoding="utf-8")

    deidentify(raw, plan, key_file(tmp_path), tmp_path / "out", STUDY)

    assert truth(days(written(tmp_path / "out", "relapses"))) == [[45], [365]]


def test_the_order_of_the_raw_lines_changes_no_byte(tmp_path: Path) -> None:
    run(tmp_path / "a")
    raw, plan = csv_folder(tmp_path / "b", GREGORIAN)
    for path in raw.iterdir():
        head, *rows = path.read_text(encoding="utf-8").splitlines()
        path.write_text("\n".join([head, *reversed(rows)]) + "\n", encoding="utf-8")
    deidentify(raw, plan, key_file(tmp_path / "b"), tmp_path / "b" / "out", STUDY)

    assert contents(tmp_path / "a" / "out") == contents(tmp_path / "b" / "out")


def test_another_key_gives_other_pseudonyms_and_the_same_key_the_same(tmp_path: Path) -> None:
    run(tmp_path / "a")
    raw, plan = csv_folder(tmp_path / "b", GREGORIAN)
    deidentify(raw, plan, tmp_path / "k", tmp_path / "b" / "out", STUDY, new_key=True)

    one = {row["patient_id"] for row in written(tmp_path / "a" / "out", "patients")}
    other = {row["patient_id"] for row in written(tmp_path / "b" / "out", "patients")}

    assert len(one) == len(other) == 3
    assert not one & other


def test_a_new_key_is_not_made_where_a_link_leads_nowhere(tmp_path: Path) -> None:
    raw, plan = csv_folder(tmp_path / "in", GREGORIAN)
    key = tmp_path / "key"
    key.symlink_to(tmp_path / "none")

    with pytest.raises(UsageFault, match="exists already"):
        deidentify(raw, plan, key, tmp_path / "out", STUDY, new_key=True)

    assert not (tmp_path / "out").exists()
    assert not (tmp_path / "none").exists()


def test_a_new_key_is_long_and_for_its_owner_only(tmp_path: Path) -> None:
    raw, plan = csv_folder(tmp_path, GREGORIAN)
    key = tmp_path / "new.txt"

    deidentify(raw, plan, key, tmp_path / "out", STUDY, new_key=True)

    assert len(key.read_text(encoding="ascii").strip()) == 64
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    with pytest.raises(UsageFault, match="exists already"):
        deidentify(raw, plan, key, tmp_path / "again", STUDY, new_key=True)


def test_a_map_may_have_one_mebibyte_and_no_more(tmp_path: Path) -> None:
    raw, plan = csv_folder(tmp_path / "in", GREGORIAN)
    text = plan.read_bytes() + b"\n#"
    plan.write_bytes(text.ljust(1024 * 1024 + 1, b"x"))

    with pytest.raises(UsageFault, match="the map"):
        deidentify(raw, plan, key_file(tmp_path), tmp_path / "out", STUDY)

    plan.write_bytes(text.ljust(1024 * 1024, b"x"))
    deidentify(raw, plan, key_file(tmp_path), tmp_path / "out", STUDY)


def test_dropped_columns_are_counted(tmp_path: Path) -> None:
    summary = run(tmp_path)

    assert summary.dropped == {
        "drug.csv": 0,
        "people.csv": 2,
        "clinic.csv": 1,
        "attacks.csv": 0,
        "harm.csv": 0,
    }
    assert "columns of people.csv that the map does not name, dropped: 2" in summary.lines()
    assert "relapses: 2 of 4 rows; excluded 2: onset at or before the first infusion" in (
        summary.lines()
    )


def chain(fault: BaseException) -> str:
    """Everything that a log could hold of an error."""
    found, seen = [], fault
    while seen is not None:
        found.append("".join(traceback.format_exception_only(seen)))
        found.append(repr(seen.args))
        found.append(repr(vars(seen)))
        seen = seen.__cause__ or seen.__context__  # type: ignore[assignment]
    return "\n".join(found)


def no_canary(*texts: str) -> None:
    for text in texts:
        assert not [canary for canary in CANARIES if canary.casefold() in text.casefold()]


def test_nothing_that_identifies_anybody_is_in_output_summary_or_json(tmp_path: Path) -> None:
    summary = run(tmp_path)

    result = json.dumps(dataclasses.asdict(summary))
    files = [content.decode() for content in contents(tmp_path / "out").values()]
    no_canary(result, *summary.lines(), *files, *(p.name for p in (tmp_path / "out").iterdir()))
    for day in STARTS.values():
        assert not [f for f in files if GREGORIAN.date(day) in f or day.isoformat() in f]
    assert "key" not in "".join(files)


def broken(raw: Path, name: str, old: str, new: str) -> None:
    path = raw / f"{name}.csv"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "old", "new", "rule"),
    [
        ("clinic", "21/03/2019", "Mashhadizade", "date.shape"),
        ("clinic", "21/03/2019", "21/03/19", "date.short_year"),
        ("clinic", "21/03/2019", "03/21/2019", "date.order"),
        ("clinic", "21/03/2019", "31/02/2019", "date.impossible"),
        ("clinic", "21/03/2019", "21/03/1397", "date.calendar"),
        ("clinic", "10-4471,", ",", "id.missing"),
        ("clinic", "K7-118", "Wustenfeld", "start.missing"),
        ("people", ",RR,", ",Qazvinpur,", "label.unknown"),
        ("people", ",F,", ",Zarrintaj,", "label.unknown"),
        ("clinic", ",3,", ",Olof,", "number.shape"),
        ("clinic", ",3,", ",3.25,", "score.on_scale"),
        ("harm", "infusion reaction", "reaction of Olof", "phi.residue"),
        ("harm", "infusion reaction", "reaction of k7-118", "phi.residue"),
        ("people", "10-0932,Xalk", "10-4471,Xalk", "id.repeated"),
        ("clinic", "10-0932", "10-0933", "start.missing"),
    ],
)
def test_a_faulty_cell_is_reported_at_its_raw_line_and_leaks_nothing(
    name: str, old: str, new: str, rule: str, tmp_path: Path
) -> None:
    raw, plan = csv_folder(tmp_path, GREGORIAN)
    broken(raw, name, old, new)
    line = 1 + next(
        k
        for k, text in enumerate((raw / f"{name}.csv").read_text(encoding="utf-8").splitlines())
        if new in text and k > 0
    )

    with pytest.raises(TableError) as result:
        deidentify(raw, plan, key_file(tmp_path), tmp_path / "out", STUDY)

    places = [(v.table, v.line) for v in result.value.violations if v.rule == rule]
    assert (f"{name}.csv", line) in places or rule == "id.repeated"
    no_canary(
        chain(result.value), json.dumps([dataclasses.asdict(v) for v in result.value.violations])
    )
    assert not (tmp_path / "out").exists()
    assert not [p for p in tmp_path.iterdir() if p.name.endswith(".rtx")]


def test_day_and_month_that_a_spreadsheet_may_have_exchanged_are_refused(tmp_path: Path) -> None:
    sheets = tables(GREGORIAN)
    sheets["clinic"][2][1] = STARTS["10-4471"]
    raw = save(tmp_path / "raw.xlsx", workbook(sheets))
    plan = tmp_path / "map.toml"
    plan.write_text(map_text(GREGORIAN, 'sheet = "{}"'), encoding="utf-8")

    with pytest.raises(TableError) as result:
        deidentify(raw, plan, key_file(tmp_path), tmp_path / "out", STUDY)

    (found,) = result.value.violations
    assert (found.rule, found.address) == ("date.mixed", "sheet 2, cell B2")


def test_paths_that_would_mix_what_must_be_apart_are_refused(tmp_path: Path) -> None:
    raw, plan = csv_folder(tmp_path / "in", GREGORIAN)
    key = key_file(tmp_path)
    link = tmp_path / "link"
    link.symlink_to(raw)
    cases = [
        (raw, key, raw / "out", "outside RAW"),
        (raw, key, link / "out", "outside RAW"),
        (raw, key, raw, "outside RAW"),
        (raw, key, tmp_path / "in", "outside RAW"),
        (raw / "drug.csv", key, raw, "outside RAW"),
        (raw, tmp_path / "out" / "key", tmp_path / "out", "--key must lie outside --out"),
        (raw, raw / "key", tmp_path / "out", "--key must lie outside RAW"),
        (raw / "drug.csv", raw / "drug.csv", tmp_path / "out", "--key must lie outside RAW"),
        (raw, key, plan, "must be a folder"),
        (tmp_path / "nothing", key, tmp_path / "out", "nothing at that path"),
        (raw, tmp_path / "no key", tmp_path / "out", "the file of the key"),
        (raw, plan.parent, tmp_path / "out", "the file of the key: must be a regular file"),
    ]

    for source, secret, out, words in cases:
        with pytest.raises(UsageFault, match=words):
            deidentify(source, plan, secret, out, STUDY)
    before = {path: path.read_bytes() for path in raw.iterdir()}
    deidentify(raw, plan, key, tmp_path / "out", STUDY)
    assert {path: path.read_bytes() for path in raw.iterdir()} == before


def test_a_map_that_is_not_there_and_a_weak_key_are_faults_of_usage(tmp_path: Path) -> None:
    raw, plan = csv_folder(tmp_path / "in", GREGORIAN)
    weak = tmp_path / "weak"
    weak.write_text("short", encoding="ascii")

    with pytest.raises(UsageFault, match="the map: must be a file"):
        deidentify(raw, tmp_path / "none", key_file(tmp_path), tmp_path / "out", STUDY)
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(UsageFault, match="the map: must be a regular file"):
        deidentify(raw, tmp_path / "pipe", key_file(tmp_path), tmp_path / "out", STUDY)
    with pytest.raises(UsageFault, match="32 to 4096"):
        deidentify(raw, plan, weak, tmp_path / "out", STUDY)


def test_a_circle_of_links_is_a_fault_of_usage(tmp_path: Path) -> None:
    raw, plan = csv_folder(tmp_path, GREGORIAN)
    one, other = tmp_path / "one", tmp_path / "other"
    one.symlink_to(other)
    other.symlink_to(one)

    with pytest.raises(RtxError):
        deidentify(raw, plan, one, tmp_path / "out", STUDY)


def test_a_map_that_does_not_fit_is_reported_whole_and_repeats_no_raw_name(tmp_path: Path) -> None:
    raw, plan = csv_folder(tmp_path, GREGORIAN)
    people = raw / "people.csv"
    people.write_text("\n".join(people.read_text(encoding="utf-8").splitlines()[1:]), "utf-8")

    with pytest.raises(MapError) as result:
        deidentify(raw, plan, key_file(tmp_path), tmp_path / "out", STUDY)

    assert len(result.value.problems) == 5
    no_canary(chain(result.value))


def test_a_proof_that_fails_stops_the_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:

    def wrong(*arguments: object, **words: object) -> object:
        made = pseudonymise(*arguments, **words)  # type: ignore[arg-type]
        return dataclasses.replace(made, proof=dataclasses.replace(made.proof, faults=("gap",)))

    monkeypatch.setattr(subject, "pseudonymise", wrong)

    with pytest.raises(ProofFailed, match="nothing was written; gap"):
        run(tmp_path)
    assert not (tmp_path / "out").exists()


def test_a_new_key_is_not_left_behind_where_the_cohort_could_not_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_arguments: object, **_named: object) -> None:
        raise EnvironmentFault("no space left")

    monkeypatch.setattr(Folder, "write", full)
    raw, plan = csv_folder(tmp_path, GREGORIAN)

    for new in (True, False):
        key = tmp_path / "new.txt" if new else key_file(tmp_path)
        with pytest.raises(EnvironmentFault):
            deidentify(raw, plan, key, tmp_path / "out", STUDY, new_key=new)
        assert key.exists() is not new
    with pytest.raises(EnvironmentFault, match="key could not be written"):
        deidentify(raw, plan, tmp_path / "no" / "key", tmp_path / "out", STUDY, new_key=True)


@pytest.mark.parametrize("as_json", [True, False])
def test_nothing_that_identifies_anybody_is_on_any_stream_of_a_failing_run(
    as_json: bool, tmp_path: Path
) -> None:
    raw, plan = csv_folder(tmp_path, GREGORIAN)
    broken(raw, "clinic", "21/03/2019", "Zarrintaj")
    broken(raw, "people", ",RR,", ",Qazvinpur,")
    broken(raw, "harm", "infusion reaction", "reaction of Olof")
    words = ["--map", str(plan), "--key", str(key_file(tmp_path)), "--out", str(tmp_path / "out")]
    options = ["--study", "nabiuni2023", *(["--json"] if as_json else [])]

    done = subprocess.run(
        [sys.executable, "-m", "rtxoutcomes", "deidentify", str(raw), *words, *options],
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 4
    for rule in ("date.shape", "label.unknown", "phi.residue"):
        assert rule in done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    no_canary(done.stdout, done.stderr)
    assert not (tmp_path / "out").exists()


def test_tables_that_somebody_edited_or_others_wrote_are_not_replaced(tmp_path: Path) -> None:
    raw, plan = csv_folder(tmp_path, GREGORIAN)
    key, out = key_file(tmp_path), tmp_path / "out"
    out.mkdir()
    (out / "visits.csv").write_bytes(b"mine")
    (out / "notes.txt").write_bytes(b"mine")

    with pytest.raises(UsageFault, match=r"visits\.csv: was not written by this command"):
        deidentify(raw, plan, key, out, STUDY)
    assert contents(out) == {"visits.csv": b"mine", "notes.txt": b"mine"}
    deidentify(raw, plan, key, out, STUDY, replace=True)
    first = contents(out)
    (out / "patients.csv").write_bytes(first["patients.csv"] + b"\n")
    with pytest.raises(UsageFault, match=r"patients\.csv: was edited"):
        deidentify(raw, plan, key, out, STUDY)
    deidentify(raw, plan, key, out, STUDY, replace=True)

    assert contents(out) == first
    assert first["notes.txt"] == b"mine"


def test_a_table_that_the_map_does_not_make_any_more_goes(tmp_path: Path) -> None:
    raw, plan = csv_folder(tmp_path, GREGORIAN)
    key, out = key_file(tmp_path), tmp_path / "out"
    deidentify(raw, plan, key, out, STUDY)
    text = plan.read_text(encoding="utf-8")
    plan.write_text(text[: text.rindex("[[tables]]")], encoding="utf-8")
    (raw / "harm.csv").unlink()

    deidentify(raw, plan, key, out, STUDY)

    assert "adverse_events.csv" not in contents(out)


@pytest.mark.parametrize(("group", "mode"), [(False, 0o600), (True, 0o640)])
def test_tables_of_patients_are_for_their_owner_and_on_request_his_group(
    group: bool, mode: int, tmp_path: Path
) -> None:
    raw, plan = csv_folder(tmp_path, GREGORIAN)

    deidentify(raw, plan, key_file(tmp_path), tmp_path / "out", STUDY, group_readable=group)

    tables = [path for path in (tmp_path / "out").iterdir() if path.is_file()]
    assert {stat.S_IMODE(path.stat().st_mode) for path in tables} == {mode}
