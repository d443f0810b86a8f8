"""The study's own names of columns."""

import pytest

from clinic import ASTHMA, BUNDLED
from cohorts import study
from rtxoutcomes.cohort import ONE_TABLE
from rtxoutcomes.errors import StudyError
from rtxoutcomes.study import Study
from rtxoutcomes.validate.naming import named_fields


def problems(named: Study) -> list[str]:
    with pytest.raises(StudyError) as caught:
        named_fields(named)
    return [f"{problem.path}: {problem.must}" for problem in caught.value.problems]


def test_sound_names_give_every_table() -> None:
    fields = named_fields(ASTHMA)

    assert list(fields)[-1] == ONE_TABLE
    assert next(f.header for f in fields["patients"] if f.name == "patient_id") == "Code"
    assert named_fields(BUNDLED)["visits"][0].header == "patient_id"


def test_every_fault_is_reported_at_once() -> None:
    named = study(
        columns={
            "patient": {"patient_id": "Code"},
            "visits": {"mnth": "When", "month": " When"},
            "relapses": {"month": "patient_id", "colour": "Colour"},
        }
    )

    listed = problems(named)

    assert listed[0].startswith("columns.patient: is not a table; tables are patients, visits")
    assert listed[1] == "columns.visits.mnth: is not a column of this table; did you mean month?"
    assert listed[2] == "columns.visits.month: must be a name without spaces around it"
    assert listed[3].startswith(
        "columns.relapses.colour: is not a column of this table; columns are"
    )
    assert listed[4] == "relapses: two of its columns are called 'patient_id'"
    assert len(listed) == 5
