"""Columns whose ten-digit numbers are stated to be no national codes."""

from pathlib import Path

import pytest

from clinic import BUNDLED, findings, folder, put
from rtxoutcomes.errors import TableError, UsageFault
from rtxoutcomes.intake import read_cohort
from rtxoutcomes.study import Study
from rtxoutcomes.validate.allowances import with_allowances
from rtxoutcomes.validate.naming import named_fields

REASON = "ten-digit lot numbers of the infusion set"
TERM = {"adverse_events.term": REASON}


def allowed(study: Study, columns: dict[str, str]) -> list[str]:
    fields = with_allowances(named_fields(study), columns)
    return [
        f"{table}.{f.name}" for table, each in fields.items() for f in each if f.numbers_allowed
    ]


def test_a_column_is_named_as_the_data_model_or_as_the_study_names_it() -> None:
    named = BUNDLED.model_copy(update={"columns": {"adverse_events": {"term": "Event"}}})

    assert allowed(BUNDLED, TERM) == ["adverse_events.term"]
    assert allowed(named, {"adverse_events.Event": REASON}) == ["adverse_events.term"]
    assert allowed(BUNDLED, {}) == []


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        ({"adverse_events.grade": REASON}, "names a column of text.*adverse_events.term"),
        ({"term": REASON}, "names a column of text"),
        ({"adverse_events.term": "lots"}, "the reason must have 20 to 200 characters"),
        ({"adverse_events.term": " " * 30}, "the reason must have"),
        ({"adverse_events.term": REASON + "\n"}, "on one line"),
        ({"adverse_events.term": REASON + ", file 4471-10"}, "must hold no record number"),
    ],
)
def test_the_column_and_the_reason_must_be_usable(columns: dict[str, str], words: str) -> None:
    with pytest.raises(UsageFault, match=words):
        allowed(BUNDLED, columns)


def test_a_cohort_is_refused_without_the_reason_and_records_it(tmp_path: Path) -> None:
    place = folder(tmp_path / "in", put("adverse_events", 2, 3, "leak of set 0084575948"))

    assert [v.rule for v in findings(place)] == ["phi.value.national_id"]
    assert read_cohort(place, BUNDLED, allow_numbers=TERM).allowed_numbers == TERM


@pytest.mark.parametrize("term", ["code 0084575948", "leak of set کد ملی ۰۰۸۴۵۷۵۹۴۸"])
def test_a_number_that_is_called_a_record_is_refused_all_the_same(
    tmp_path: Path, term: str
) -> None:
    place = folder(tmp_path / "in", put("adverse_events", 2, 3, term))

    with pytest.raises(TableError, match=r"phi\.value\.national_id") as caught:
        read_cohort(place, BUNDLED, allow_numbers=TERM)
    assert "0084575948" not in str(caught.value)


@pytest.mark.parametrize(
    ("length", "accepted"), [(19, False), (20, True), (200, True), (201, False)]
)
def test_a_reason_has_20_to_200_characters(length: int, accepted: bool) -> None:
    reason = {"adverse_events.term": "r" * length}

    if accepted:
        assert allowed(BUNDLED, reason) == ["adverse_events.term"]
    else:
        with pytest.raises(UsageFault, match="the reason must have 20 to 200 characters"):
            allowed(BUNDLED, reason)
