"""Coverage-guided fuzzing of the intake: any bytes are a cohort or a list of findings.

Run by `nox -s fuzz`, outside the test suite: it needs atheris, which is no dependency. The first
byte chooses the form, the rest is the file. Whatever else than a finding is raised, a finding that
shows more than it may, or the two readers of CSV telling different things, is a crash of the
fuzzer, and its input is to become a test.
"""

import re
import sys
import tempfile
from pathlib import Path

import atheris

with atheris.instrument_imports(
    include=["rtxoutcomes.read", "rtxoutcomes.validate", "rtxoutcomes.identity"]
):
    from rtxoutcomes.errors import TableError, UsageFault, Violation
    from rtxoutcomes.findings import listing
    from rtxoutcomes.intake import read_cohort
    from rtxoutcomes.read.plain_csv import plain_frame
    from rtxoutcomes.read.rows import Columns, records, row_fault
    from rtxoutcomes.read.study_file import read_study

STUDY = read_study("nabiuni2023")
PLACE = Path(tempfile.mkdtemp(prefix="rtxoutcomes-fuzz-"))
FORMS = ("one_table", "patients", "visits", "engagement", "engagement.log", "cohort.toml")
PATIENTS = b"patient_id,diagnosis,follow_up_months\nP01,RRMS,24\n"
SHOWN = re.compile(
    r"|an empty cell|\[[a-z -]+, \d+ (characters?|digits)\](, and \d+ more of its cells)?"
    r"|\[number, \d+ digits\]|[+-]?[\d.,e+]{1,16}(, end [\d.]+|, end \[number, \d+ digits\])?"
    r"|[A-Z0-9]{1,6}|\d+ (cells|columns)|yes|no|\d+ that (do|do not)|\d+ values out of range"
    r"|[A-Za-z]{1,8}-?\d{1,8}|[a-z]+ in [a-z]+|a name of \d+ characters"
)


def one_input(data: bytes) -> None:
    """Write the bytes as a file of a cohort, and read it."""
    form, content = FORMS[data[0] % len(FORMS)] if data else FORMS[0], data[1:]
    for old in PLACE.iterdir():
        old.unlink()
    if form == "one_table":
        path = PLACE / "clinic.csv"
    else:
        path = PLACE
        (PLACE / "patients.csv").write_bytes(PATIENTS)
    file = PLACE / (form if form == "cohort.toml" else f"{form}.csv")
    (path if form == "one_table" else file).write_bytes(content)
    try:
        read_cohort(path, STUDY, max_bytes=1 << 20)
    except TableError as fault:
        listing(fault.violations)
        for violation in fault.violations:
            if SHOWN.fullmatch(violation.value) is None:
                raise AssertionError(f"shows {violation.value!r}") from None
    except UsageFault:
        pass
    both_readers(content)


def both_readers(content: bytes) -> None:
    """The quick reader tells what the strict one does, where it tells anything."""
    if b"\x00" in content:
        return
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return
    found: list[Violation] = []
    rows = records(content, "visits", found)
    begins, header = next(rows, (0, []))
    if begins != 1 or len(set(header)) != len(header):
        return
    quick = plain_frame(content, header)
    if quick is None:
        return
    columns = Columns(len(header))
    for line, cells in rows:
        if row_fault(cells, len(header), "visits", line) is not None:
            raise AssertionError("the quick reader took a ragged row")
        columns.add(line, cells)
    if not columns.frame(header).equals(quick) or found:
        raise AssertionError("the two readers differ")


if __name__ == "__main__":
    atheris.Setup(sys.argv, one_input)
    atheris.Fuzz()
