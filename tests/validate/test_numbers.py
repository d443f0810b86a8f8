"""Texts that are numbers, and those that are not."""

import pytest

from rtxoutcomes.validate.numbers import NUMBER, WHOLE, number_fault

FAULTS = [
    ("1e3", "number.scientific"),
    ("1.5E-2", "number.scientific"),
    ("3,5", "number.decimal_comma"),
    ("0,125", "number.decimal_comma"),
    ("1.013,50", "number.decimal_comma"),
    ("1,013", "number.thousands"),
    ("1 013", "number.thousands"),
    ("1\u00a0013", "number.thousands"),
    ("1'013'000.5", "number.thousands"),
    ("1.013.000", "number.thousands"),
    ("1_013", "number.underscore"),
    ("1_0", "number.underscore"),
    ("inf", "number.not_finite"),
    ("-Infinity", "number.not_finite"),
    ("NaN", "number.not_finite"),
    ("03-May", "number.date_mangled"),
    ("May-03", "number.date_mangled"),
    ("Jan-2020", "number.date_mangled"),
    ("3/5", "number.date_mangled"),
    ("2020-01", "number.date_mangled"),
    ("12:30", "number.date_mangled"),
    ("\u06f3.5", "number.digits"),
    ("\u0663\u066b\u0665", "number.digits"),
    ("<0.1", "number.bound"),
    ("≥40", "number.bound"),
    ("3.5 mg", "number.unit"),
    ("12 months", "number.unit"),
    ("40%", "number.unit"),
    (".5", "number.shape"),
    ("5.", "number.shape"),
    ("1_", "number.shape"),
    ("0x1A", "number.shape"),
    ("three", "number.shape"),
    ("1234567890123456", "number.digits_many"),
]


@pytest.mark.parametrize(("text", "rule"), FAULTS)
def test_text_that_is_no_plain_number_is_reported_by_its_shape(text: str, rule: str) -> None:
    records, must, remedy = number_fault(text)

    assert records == rule
    assert must
    assert remedy
    assert NUMBER.fullmatch(text) is None


@pytest.mark.parametrize(
    "text", ["0", "-3", "+3.5", "007", "123456789012345", "0.30000000000000004"]
)
def test_plain_numbers_are_numbers(text: str) -> None:
    assert NUMBER.fullmatch(text)
    assert (WHOLE.fullmatch(text) is not None) == ("." not in text)


def test_a_unit_is_reported_with_that_of_the_column() -> None:
    assert number_fault("3.5 mg", "g/L")[2] == "delete the unit; the column is in g/L"


@pytest.mark.parametrize(
    ("text", "remedy"),
    [
        ("1234567890123456", "look the value up and type it again"),
        (".5", "write 0.5 for .5, and 5 for 5."),
        ("abc", "leave it empty if missing"),
    ],
)
def test_the_remedy_is_what_a_person_can_do(text: str, remedy: str) -> None:
    assert number_fault(text)[2] == remedy
