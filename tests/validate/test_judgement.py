"""The rules on one column."""

from dataclasses import replace

import pandas as pd
import pytest

from clinic import BUNDLED
from rtxoutcomes.validate.distinct import distinct
from rtxoutcomes.validate.judgement import Judgement, judged, lattice_words
from rtxoutcomes.validate.schema import Field, one_table_fields, table_fields

FIELDS = {f.name: f for fields in table_fields(BUNDLED).values() for f in fields}
ONE = {f.name: f for f in one_table_fields(BUNDLED)}
LAX = Field("patient_id", "patient_id", "id", "", pattern=r"[0-9]{4,12}")


def judge(field: Field, *cells: str) -> Judgement:
    return judged(field, distinct(pd.Series(cells, dtype=object), ()))


def rules(field: Field, *cells: str) -> dict[str, str]:
    column = distinct(pd.Series(cells, dtype=object), ())
    return {column.texts[k]: why.rule for k, why in judged(field, column).refusals.items()}


@pytest.mark.parametrize(
    ("month", "is_date"), [("19999", False), ("20000", True), ("60000", True), ("60001", False)]
)
def test_a_month_as_large_as_a_day_of_a_spreadsheet_gets_the_hint(
    month: str, is_date: bool
) -> None:
    (refusal,) = judge(FIELDS["follow_up_months"], month).refusals.values()

    assert refusal.rule == "number.range"
    assert ("looks like a date" in refusal.remedy) == is_date


@pytest.mark.parametrize(
    ("name", "bad", "rule", "good"),
    [
        ("edss", "0.5", "score.on_scale", "1"),
        ("edss", "3.25", "score.on_scale", "3.5"),
        ("edss", "10.5", "number.range", "10"),
        ("edss", "NA", "value.missing_word", ""),
        ("edss", "=A1", "text.formula", "3"),
        ("edss", "\t3", "text.formula", "3"),
        ("edss", "3\u200f", "text.control", "3"),
        ("edss", "3 ", "text.spaces", "3"),
        ("edss", "+98 912 555 0143", "phi.value.phone", "+3"),
        ("edss", "2019-03-05", "phi.value.date", "2"),
        ("igg_g_per_l", "0.05", "number.range", "0.1"),
        ("igg_g_per_l", "9.123", "score.on_scale", "9.12"),
        ("follow_up_months", "600.1", "number.range", "600"),
        ("age_years", "90", "phi.age", "89"),
        ("age_years", "-1", "number.range", "0"),
        ("sex", "Female", "value.allowed", "female"),
        ("sex", "Ahmadi, Sara", "phi.value.name", "male"),
        ("patient_id", "12345678", "phi.mrn", "P12345678"),
        ("patient_id", "12345", "id.pattern", "P1"),
        ("patient_id", "09125550143", "phi.value.phone", "P9125550"),
        ("patient_id", "sara@x.example", "phi.value.email", "sara-1"),
        ("patient_id", "P01\u200b", "text.control", "P01"),
        ("term", "call 0912 555 0143", "phi.value.phone", "rash"),
        ("term", "She felt unwell. Went home.", "phi.free_text", "felt unwell"),
        ("term", "=HYPERLINK(1)", "text.formula", "-0.5"),
        ("term", "-", "value.missing_word", "none"),
        ("term", "9125550143", "phi.value.phone", "912555"),
        ("event_id", "09125550143", "phi.value.phone", "9125550143"),
    ],
)
def test_each_rule_refuses_its_case_and_passes_the_nearest(
    name: str, bad: str, rule: str, good: str
) -> None:
    assert rules(FIELDS[name], bad, good) == {bad: rule}


def test_an_id_that_fits_may_still_be_a_telephone() -> None:
    assert rules(LAX, "09125550143", "1234") == {"09125550143": "phi.value.phone"}
    # One bare number in twenty rows or more may be chance.
    many = [f"{1000 + k}" for k in range(30)]
    assert rules(LAX, "9125550143", *many) == {}
    assert rules(LAX, "9125550143", *many[:10]) == {"9125550143": "phi.value.phone"}


def test_national_codes_are_judged_by_the_column() -> None:
    codes = ["0012345679", "1000000400", "1000000461", "1000000001", "12345679"]

    assert set(rules(FIELDS["patient_id"], *codes).values()) == {"phi.value.national_id"}
    assert set(rules(FIELDS["patient_id"], *codes[:4]).values()) == {"phi.mrn"}
    assert set(rules(FIELDS["prior_treatment"], *codes).values()) == {"phi.value.national_id"}
    assert rules(FIELDS["event_id"], *codes[:4]) == {}
    assert set(rules(FIELDS["event_id"], *codes).values()) == {"phi.value.national_id"}


def test_in_a_column_of_words_one_national_code_is_a_finding_unless_it_is_allowed() -> None:
    term = FIELDS["term"]
    allowed = replace(term, numbers_allowed=True)
    texts = ["fever 0084575948", "0084575948", "code 0084575948"]

    assert rules(term, *texts) == dict.fromkeys(texts, "phi.value.national_id")
    assert rules(allowed, *texts) == {"code 0084575948": "phi.value.national_id"}
    assert rules(FIELDS["event_id"], "0084575948", "lot 0084575948") == {
        "lot 0084575948": "phi.value.national_id"
    }
    assert rules(replace(FIELDS["event_id"], numbers_allowed=True), "lot 0084575948") == {}
    codes = ["0012345679", "1000000400", "1000000461", "1000000001", "0084575948"]
    assert set(rules(allowed, *codes)) == set(codes)


def test_a_refused_code_is_never_shown_and_the_option_is_named() -> None:
    (refusal,) = judge(FIELDS["term"], "fever 0084575948").refusals.values()

    assert refusal.value == "[national code, 16 characters]"
    assert "--allow-number TABLE.COLUMN=REASON" in refusal.remedy
    assert "0084575948" not in refusal.must + refusal.remedy


def test_a_long_or_foreign_id_is_refused_before_its_pattern_is_tried() -> None:
    slow = Field("patient_id", "patient_id", "id", "", pattern=r"(a+)+b")

    assert rules(slow, "a" * 40) == {"a" * 40: "id.pattern"}
    assert rules(FIELDS["patient_id"], "Pé1", "P1") == {"Pé1": "id.pattern"}


def test_a_column_in_another_unit_is_one_finding_and_gives_no_values() -> None:
    judgement = judge(FIELDS["igg_g_per_l"], "1013", "950", "870", "9.5", "x")

    assert judgement.of_column is not None
    assert judgement.of_column.rule == "column.unit"
    assert [why.rule for why in judgement.refusals.values()] == ["number.shape"]
    assert len(judgement.refused) == 4


def test_a_serial_number_of_a_date_is_known() -> None:
    (why,) = judge(FIELDS["follow_up_months"], "43831", "12", "14").refusals.values()

    assert "spreadsheets count them" in why.remedy


def test_a_number_is_reported_with_its_bounds() -> None:
    (why,) = judge(ONE["relapse_month"], "0").refusals.values()

    assert why.must == "must be above 0 and not above 600 months"


def test_the_scale_is_reported_in_words() -> None:
    assert lattice_words(FIELDS["igg_g_per_l"]).endswith("in steps of 0.01")
    assert lattice_words(FIELDS["age_years"]) == "must lie on the scale"


@pytest.mark.parametrize(("times", "is_unit"), [(100, True), (100.5, False)])
def test_a_value_whose_hundredth_is_in_range_gets_the_hint_of_the_unit(
    times: float, is_unit: bool
) -> None:
    field = FIELDS["igg_g_per_l"]
    assert field.maximum is not None

    (refusal,) = judge(field, f"{field.maximum * times:g}", "9.5", "9.5").refusals.values()

    assert refusal.rule == "number.range"
    assert ("hundredth" in refusal.remedy) == is_unit
