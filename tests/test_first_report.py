"""From a clinic's files to the first report: the commands counted, and the lines that are typed.

The files in tests/cases are made up. What is right is counted from the raw files here, by hand.
"""

import csv
import difflib
import os
import subprocess
import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path

import pytest

pytest.importorskip("python_calamine", reason="the extra excel is not installed")
from python_calamine import load_workbook

CLINIC = Path(__file__).parent / "cases" / "clinic"
MOST_COMMANDS, MOST_LINES = 5, 10


class Walk:
    """A person at a clinic: runs commands in a folder, and types lines into files."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self.commands = self.lines = 0

    def run(self, *words: str) -> str:
        self.commands += 1
        done = subprocess.run(
            [sys.executable, "-m", "rtxoutcomes", *words],
            cwd=self.place,
            env={**os.environ, "PYTHONIOENCODING": "utf-8"},
            capture_output=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr.decode()
        return done.stdout.decode()

    def answer(self, name: str, answers: Mapping[str, str], added: str = "") -> None:
        """Replace lines that begin so, once each, and add others at the end."""
        path = self.place / name
        before = path.read_text(encoding="utf-8").splitlines()
        after = list(before)
        for begins, line in answers.items():
            place = next(k for k, old in enumerate(after) if old.startswith(begins))
            after[place] = line
        after += added.splitlines()
        path.write_text("\n".join(after) + "\n", encoding="utf-8")
        changes = difflib.ndiff(before, after)
        self.lines += sum(line.startswith("+ ") for line in changes)

    def results(self, report: str) -> list[dict[str, str]]:
        assert self.commands <= MOST_COMMANDS
        assert self.lines <= MOST_LINES
        text = (self.place / report / "results.csv").read_text(encoding="utf-8")
        return list(csv.DictReader(text.splitlines()))


def one(rows: list[dict[str, str]], **wanted: str) -> dict[str, str]:
    """The first row with these cells."""
    return next(row for row in rows if all(row[key] == value for key, value in wanted.items()))


def test_one_sheet_of_a_neurologist(tmp_path: Path) -> None:
    walk = Walk(tmp_path)
    raw = (CLINIC / "one_sheet" / "final2.xlsx").read_bytes()
    (tmp_path / "patients.xlsx").write_bytes(raw)

    printed = walk.run("init", "study", "--from", "patients.xlsx")
    walk.answer("study/study.toml", {"title = ": 'title = "Rituximab in our clinic"'})
    walk.answer(
        "study/map.toml",
        {
            '"?" = "?"': '"?" = "yes"',
            '"5-6" = ': '"5-6" = ""',
            '"4.3" = ': '"4.3" = "4.5"',
            '"<200" = ': '"<200" = ""',
        },
    )
    key = ("--key", "key.txt", "--new-key")
    walk.run(
        "deidentify", "patients.xlsx", "--map", "study/map.toml", *key, "--out", "study/cohort"
    )
    walk.run("report", "study/cohort", "--out", "study/report")
    rows = walk.results("study/report")

    assert "5 questions" in printed
    sheet = load_workbook(tmp_path / "patients.xlsx").get_sheet_by_index(0).to_python()
    people = [row for row in sheet[1:] if isinstance(row[0], float)]
    codes = {"RRMS": "RRMS", "rrms": "RRMS", "RR": "RRMS"}
    rrms = [row for row in people if codes.get(str(row[2])) == "RRMS"]
    # Yes at months 3 and 7, and the answer to "?".
    relapsed = [row for row in rrms if row[9] in ("Y", "Yes", "?")]
    found = one(rows, analysis="relapse", method_key="wilson", group="RRMS")
    assert (found["events"], found["n"]) == (str(len(relapsed)), str(len(rrms))) == ("3", "15")
    nmosd = [row for row in people if row[2] in ("NMO", "NMOSD")]
    # A decimal comma with a space behind it, and the answer to 4.3.
    edss = {"3,5 ": 3.5, 4.3: 4.5}
    changes = [float(str(edss.get(row[6], row[6]))) - float(str(row[5])) for row in nmosd]
    change = one(rows, endpoint="edss", method_key="paired_t", group="NMOSD")
    assert float(change["estimate"]) == pytest.approx(sum(changes) / len(changes), rel=1e-9)


def test_dated_tables_of_a_nurse(tmp_path: Path) -> None:
    walk = Walk(tmp_path)
    copy(CLINIC / "dated_tables" / "raw", tmp_path / "raw")

    walk.run("init", "study", "--from", "raw")
    walk.answer(
        "study/study.toml",
        {"title = ": 'title = "Rituximab in our clinic"', "drug = ": 'drug = "low-dose rituximab"'},
    )
    key = ("--key", "key.txt", "--new-key")
    walk.run("deidentify", "raw", "--map", "study/map.toml", *key, "--out", "study/cohort")
    walk.run("report", "study/cohort", "--out", "study/report")
    rows = walk.results("study/report")

    with (tmp_path / "raw" / "relapses.csv").open(encoding="utf-8") as file:
        relapsed = {row["شماره پرونده"] for row in csv.DictReader(file)}
    found = one(rows, analysis="relapse", method_key="wilson", group="all")
    assert (found["events"], found["n"]) == (str(len(relapsed)), "12") == ("4", "12")
    plan = tomllib.loads((tmp_path / "study" / "map.toml").read_text(encoding="utf-8"))
    assert [block["table"] for block in plan["tables"]] == [
        "patients",
        "infusions",
        "relapses",
        "visits",
    ]


def test_another_centre_with_other_diagnoses_and_scores(tmp_path: Path) -> None:
    walk = Walk(tmp_path)
    copy(CLINIC / "other_centre" / "coh", tmp_path / "coh")

    walk.run("init", "coh", "--from", "coh")
    walk.answer(
        "coh/study.toml",
        {"title = ": 'title = "Ocrelizumab in our centre"', "drug = ": 'drug = "ocrelizumab"'},
    )
    walk.run("report", "coh", "--out", "report")
    rows = walk.results("report")

    with (tmp_path / "coh" / "relapses.csv").open(encoding="utf-8") as file:
        relapsed = {row["patient_id"] for row in csv.DictReader(file)}
    found = one(rows, analysis="relapse", method_key="wilson", group="all")
    assert (found["events"], found["n"]) == (str(len(relapsed)), "40")
    assert {"RRMS", "PPMS", "MOGAD"} <= {row["group"] for row in rows}
    assert {"edss", "ninehpt", "sdmt"} <= {row["endpoint"] for row in rows}


def test_an_export_of_redcap(tmp_path: Path) -> None:
    walk = Walk(tmp_path)
    export = CLINIC / "redcap" / "MSRTX_DATA_2024-02-01_1130.csv"
    (tmp_path / export.name).write_bytes(export.read_bytes())

    walk.run("init", "study", "--from", export.name)
    walk.answer("study/study.toml", {"title = ": 'title = "Rituximab in our clinic"'})
    diagnoses, sexes = ("RRMS", "SPMS", "NMOSD"), ("male", "female")
    for labels in (diagnoses, sexes):
        coded = {f'"{k}" = "?"': f'"{k}" = "{label}"' for k, label in enumerate(labels, start=1)}
        walk.answer("study/map.toml", coded)
    key = ("--key", "key.txt", "--new-key")
    walk.run("deidentify", export.name, "--map", "study/map.toml", *key, "--out", "study/cohort")
    walk.run("report", "study/cohort", "--out", "study/report")
    rows = walk.results("study/report")

    with export.open(encoding="utf-8") as file:
        listed = list(csv.DictReader(file))
    people = {row["record_id"] for row in listed if row["dx"]}
    relapsed = {row["record_id"] for row in listed if row["relapse_date"]}
    found = one(rows, analysis="relapse", method_key="wilson", group="all")
    assert (int(found["events"]), int(found["n"])) == (len(relapsed), len(people))


def copy(source: Path, target: Path) -> None:
    target.mkdir()
    for path in source.iterdir():
        (target / path.name).write_bytes(path.read_bytes())
