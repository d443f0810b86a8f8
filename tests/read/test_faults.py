"""Findings of the reading."""

from rtxoutcomes.read.faults import fault, file_fault


def test_a_finding_of_a_file_has_no_line() -> None:
    told = file_fault("visits", "file.kind", "must be a file", "save it")

    assert (told.table, told.line, told.column, told.patient) == ("visits", None, "", "")
    assert fault("visits", 3, "x", "y", "z", column="edss", value="1").place() == (
        "visits.edss line 3"
    )
