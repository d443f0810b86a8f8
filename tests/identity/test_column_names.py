"""Names of columns that hold what identifies somebody."""

import pytest

from rtxoutcomes.identity import names_somebody


@pytest.mark.parametrize(
    "header",
    [
        "name",
        "PatientName",
        "patient_surname",
        "dateOfBirth",
        "DOB",
        "Phone-1",
        "skype_id",
        "WhatsApp ID",
        "home address",
        "Notes",
        "نام خانوادگی",
        "کد ملی",
        "تلفن",
        "تاريخ تولد",
    ],
)
def test_a_word_that_identifies_a_person_is_found(header: str) -> None:
    assert names_somebody(header)


@pytest.mark.parametrize(
    "header", ["edss", "ip10", "filename", "whatsapp_messages", "skype_sessions", "surnames2", ""]
)
def test_part_of_a_word_is_not_enough(header: str) -> None:
    assert not names_somebody(header)
