"""Print the coverage of every folder of the package; exit 1 where one has too little.

    python .ci/coverage_by_folder.py COVERAGE.json

COVERAGE.json is the report that pytest-cov wrote. Lines and branches count alike.
"""

import json
import sys
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

FOLDER_MINIMUM = 95.0
MODULE_MINIMUM = 85.0


class Summary(TypedDict):
    """The counts of one file that this script reads."""

    covered_lines: int
    covered_branches: int
    num_statements: int
    num_branches: int


class File(TypedDict):
    """One file of the report."""

    summary: Summary
    missing_lines: list[int]
    missing_branches: list[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Counts:
    """Covered and all lines and branches."""

    covered: int
    total: int

    @property
    def percent(self) -> float:
        return 100 * self.covered / self.total if self.total else 100.0


def counts(files: list[File]) -> Counts:
    summaries = [file["summary"] for file in files]
    return Counts(
        sum(s["covered_lines"] + s["covered_branches"] for s in summaries),
        sum(s["num_statements"] + s["num_branches"] for s in summaries),
    )


def missing(file: File) -> str:
    """Lines that never ran, and branches from lines that ran."""
    lines = [str(line) for line in file["missing_lines"]]
    branches = [
        f"{start}->{end if end > 0 else 'exit'}"
        for start, end in file["missing_branches"]
        if start not in file["missing_lines"] and end not in file["missing_lines"]
    ]
    return ", ".join([*lines, *branches])


def main(report: str) -> int:
    files: dict[str, File] = json.loads(Path(report).read_text(encoding="utf-8"))["files"]
    folders = defaultdict(list)
    for path in files:
        folders[Path(path).parent.as_posix()].append(path)
    failures: list[str] = []
    for folder, paths in sorted(folders.items()):
        total = counts([files[path] for path in paths])
        print(f"{total.percent:6.1f} % of {total.total:5d}  {folder}")
        modules = {path: counts([files[path]]).percent for path in paths}
        below = total.percent < FOLDER_MINIMUM
        if below:
            failures.append(f"{folder} has {total.percent:.1f} %, below {FOLDER_MINIMUM:g} %")
        failures += [
            f"{path} has {percent:.1f} %; not covered: {missing(files[path])}"
            for path, percent in modules.items()
            if percent < (100 if below else MODULE_MINIMUM)
        ]
    print(f"{counts(list(files.values())).percent:.1f} % of {len(files)} modules")
    for failure in failures:
        print(failure, file=sys.stderr)
    return 1 if failures or not files else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
