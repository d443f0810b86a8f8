"""Check data packages with the reference implementation of Frictionless.

`python .ci/interop.py WORK FRICTIONLESS` writes packages of cohorts into the folder WORK and runs
the program FRICTIONLESS on them: sound ones must be valid, and one fault of each kind be found.
"""

import json
import shutil
import subprocess
import sys
from pathlib import Path

from rtxoutcomes.publish.folders import write_synthetic, write_template
from rtxoutcomes.read.study_file import bundled_cohort_path, read_study

STUDY = read_study("nabiuni2023")
# File, what is replaced in it once, and the field and error that must be found.
FAULTS = [
    ("visits.csv", ",3.5,", ",3.3,", "constraint-error"),
    ("relapses.csv", "SYN-", "SYN-9", "foreign-key"),
]


def report_of(program: str, folder: Path) -> dict[str, object]:
    words = [program, "validate", "--json", "datapackage.json"]
    done = subprocess.run(words, cwd=folder, capture_output=True, text=True, check=False)
    report: dict[str, object] = json.loads(done.stdout)
    return report


def kinds(report: dict[str, object]) -> set[str]:
    tasks: list[dict[str, list[dict[str, str]]]] = report["tasks"]  # type: ignore[assignment]
    return {error["type"] for task in tasks for error in task["errors"]}


def main(work: Path, program: str) -> int:
    shutil.rmtree(work, ignore_errors=True)
    shutil.copytree(bundled_cohort_path("nabiuni2023"), work / "bundled")
    write_synthetic(STUDY, work / "synthetic", patients=12)
    write_template(STUDY, work / "template")
    wrong = []
    for folder in ("bundled", "synthetic", "template", "template/one_table"):
        report = report_of(program, work / folder)
        if not report["valid"]:
            wrong.append(f"{folder}: {sorted(kinds(report))}")
    for number, (file, old, new, expected) in enumerate(FAULTS):
        faulty = shutil.copytree(work / "bundled", work / f"faulty{number}")
        path = faulty / file
        path.write_text(path.read_text("utf-8").replace(old, new, 1), encoding="utf-8")
        if expected not in kinds(report_of(program, faulty)):
            wrong.append(f"{file}: {new} was not found as {expected}")
    print("\n".join(wrong) or "every package is valid, and every fault was found")
    return len(wrong)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2]))
