"""Texts that may identify somebody, and the nearest that do not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rtxoutcomes.identity import name_mark, safe_name, value_mark

IDENTIFYING = [
    ("live:sara.k", "phi.value.handle"),
    ("8:live:sara", "phi.value.handle"),
    ("live:.cid.9a3f", "phi.value.handle"),
    ("989125550143@s.whatsapp.net", "phi.value.handle"),
    ("120363@g.us", "phi.value.handle"),
    ("wa.me/98912", "phi.value.handle"),
    ("t.me/sara", "phi.value.handle"),
    ("call @sara_k", "phi.value.handle"),
    ("a.b@clinic.example", "phi.value.email"),
    ("10.0.0.1", "phi.value.ip"),
    ("2001:db8::1", "phi.value.ip"),
    ("https://x", "phi.value.url"),
    ("www.clinic", "phi.value.url"),
    ("2019-03-05", "phi.value.date"),
    ("2019-03-05T10:22:33", "phi.value.date"),
    ("05/03/2019", "phi.value.date"),
    ("3/5/19", "phi.value.date"),
    ("05.03.19", "phi.value.date"),
    ("1398/07/05", "phi.value.date"),
    ("۱۳۹۸-۰۷-۰۵", "phi.value.date"),
    ("5 May", "phi.value.date"),
    ("seen March 12", "phi.value.date"),
    ("۵ مهر", "phi.value.date"),
    ("+98 912 555 0143", "phi.value.phone"),
    ("0912\u200b5550143", "phi.value.phone"),
    ("123-45-6789", "phi.value.national_id"),
    ("کد ملی 0012345679", "phi.value.national_id"),
    ("MRN 88231", "phi.mrn"),
    ("SW1A 1AA", "phi.value.location"),
    ("90210-1234", "phi.value.location"),
    ("35.6892, 51.3890", "phi.value.location"),
    ("12 Baker Street", "phi.value.location"),
    ("خیابان آزادی", "phi.value.location"),
    ("Ahmadi, Sara", "phi.value.name"),
    ("Dr. Ahmadi", "phi.value.name"),
    ("خانم احمدی", "phi.value.name"),
]
HARMLESS = [
    "",
    "live",
    "3.5",
    "user@",
    "10.0.0",
    "10.0.0.256.1",
    "10:22:33",
    "www",
    "2019",
    "1.2.10",
    "31/31/2019",
    "may have improved",
    "march past",
    "1234567890",
    "1000009125550143000",
    "0.9123456789",
    "123-45-67890",
    "P0001",
    "MS relapse",
    "infusion reaction",
    "interferon beta-1a",
    "nausea, vomiting",
    "dry mouth",
    "Progressive multifocal leukoencephalopathy",
]


@pytest.mark.parametrize(("text", "rule"), IDENTIFYING)
def test_each_shape_has_its_rule(text: str, rule: str) -> None:
    mark = value_mark(text)

    assert mark is not None
    assert mark.rule == rule


@pytest.mark.parametrize("text", HARMLESS)
def test_the_nearest_harmless_text_passes(text: str) -> None:
    assert value_mark(text) is None


@pytest.mark.parametrize(
    "name", ["dr_rezaei.xls", "0912_555_0143.xls", "09125550143.xls", "visits_of_Mrs_Doe"]
)
def test_the_name_of_a_file_that_may_identify_somebody_is_not_printed(name: str) -> None:
    assert name_mark(name) is not None
    assert safe_name(name) == "a file"


@pytest.mark.parametrize("name", ["clinic_visits_2.csv", "a.csv", ""])
def test_the_name_of_another_file_is_printed(name: str) -> None:
    assert name_mark(name) is None
    assert safe_name(name) == name


def test_in_a_column_of_numbers_only_shapes_that_numbers_cannot_take_count() -> None:
    assert value_mark("09125550143", numeric=True) is None
    assert value_mark("03-May", numeric=True) is None
    assert value_mark("2019-03-05", numeric=True) is not None
    assert value_mark("05-May-2019", numeric=True) is not None
    assert value_mark("+98 912 555 0143", numeric=True) is not None


@given(st.text(max_size=300))
def test_any_text_has_an_answer(text: str) -> None:
    assert value_mark(text) is None or value_mark(text) is not None


@pytest.mark.parametrize("character", [":", ".", "0", "0.", "a@", "1-", "Dr ", "1 a ", "("])
def test_a_long_cell_is_judged_in_no_time(character: str) -> None:
    # A rule whose time grows with the square of the length would take minutes here.
    value_mark((character * 10_000)[:10_000])
