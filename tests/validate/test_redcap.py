"""Data dictionaries for REDCap.

The rules are those of REDCap's own help on data dictionaries: 18 columns, the record id first,
names of at most 26 characters that are unique in the project, forms that follow one another,
choices as `code, label | code, label`.
"""

import csv
import io
import re
from pathlib import Path

import pytest

from clinic import ASTHMA, BUNDLED, sound
from rtxoutcomes.publish.deidentified import deidentify
from rtxoutcomes.publish.folders import write_template
from rtxoutcomes.study import Study
from rtxoutcomes.validate.redcap import redcap_files
from rtxoutcomes.validate.schema import table_fields

DATES, MONTHS = "redcap/data_dictionary_dates.csv", "redcap/data_dictionary_months.csv"
CHOICES = "Choices, Calculations, OR Slider Labels"
VALIDATION = "Text Validation Type OR Show Slider Number"


def fields(study: Study, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(redcap_files(study)[name])))


@pytest.mark.parametrize("study", [BUNDLED, ASTHMA], ids=["bundled", "asthma"])
@pytest.mark.parametrize("name", [DATES, MONTHS])
def test_a_dictionary_is_one_that_redcap_imports(study: Study, name: str) -> None:
    rows = fields(study, name)
    names = [row["Variable / Field Name"] for row in rows]
    forms = [row["Form Name"] for row in rows]

    assert len(rows[0]) == 18
    assert names[0] == "record_id"
    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"[a-z][a-z0-9_]{0,25}", n) for n in names)
    assert len([k for k, form in enumerate(forms) if forms[k - 1 : k] != [form]]) == len(set(forms))
    for row in rows:
        assert row["Field Type"] in ("text", "dropdown", "yesno")
        assert (row["Field Type"] == "dropdown") == bool(row[CHOICES])
        assert row[VALIDATION] in ("", "number", "integer", "date_ymd")
        pairs = [choice.split(", ") for choice in row[CHOICES].split(" | ") if choice]
        assert all(len(pair) == 2 and all(pair) for pair in pairs)
        assert "e+" not in row["Text Validation Max"]


def test_a_column_of_a_score_with_the_name_of_another_column_has_a_field_of_its_own() -> None:
    score = ASTHMA.scores[0].model_copy(update={"column": "grade"})
    named = ASTHMA.model_copy(update={"scores": (score, *ASTHMA.scores[1:])})
    names = [row["Variable / Field Name"] for row in fields(named, MONTHS)]

    assert len(set(names)) == len(names)
    assert {"grade", "adverse_events_grade"} <= set(names)


def test_the_codes_of_choices_are_those_of_the_cohort() -> None:
    rows = {row["Variable / Field Name"]: row for row in fields(BUNDLED, MONTHS)}

    assert rows["diagnosis"][CHOICES].startswith("RRMS, Relapsing-remitting MS | SPMS, ")
    edss = [choice.partition(",")[0] for choice in rows["edss"][CHOICES].split(" | ")]
    assert edss == ["0", *(f"{half / 2:g}" for half in range(2, 21))]
    assert (rows["igg_g_per_l"]["Text Validation Min"], rows["count"]["Text Validation Max"]) == (
        "0.1",
        "1000000",
    )
    assert rows["visits_month"]["Required Field?"] == "y"
    assert rows["igg_g_per_l"]["Field Note"] == "in g/L"


def test_every_column_of_the_cohort_but_the_id_has_its_field() -> None:
    notes = [row["Field Annotation"] for row in fields(BUNDLED, MONTHS)[1:]]

    assert notes == [
        f"rtxoutcomes={table}.{field.name}"
        for table, listed in table_fields(BUNDLED).items()
        for field in listed
        if field.name != "patient_id"
    ]


def test_dates_are_identifiers_and_stand_for_times() -> None:
    rows = {row["Variable / Field Name"]: row for row in fields(BUNDLED, DATES)}

    dated = [name for name, row in rows.items() if row[VALIDATION] == "date_ymd"]
    assert dated[:4] == ["first_infusion", "last_contact", "birth_date", "first_symptom"]
    assert all(rows[name]["Identifier?"] == "y" for name in dated)
    assert rows["visits_date"]["Field Annotation"] == "rtxoutcomes=visits.month"
    assert "follow_up_months" not in rows


EXPORT = """\
record_id,redcap_repeat_instrument,redcap_repeat_instance,first_infusion,diagnosis,last_contact,sex,\
birth_date,first_symptom,relapses_prior_year,prior_treatment,end_reason,visits_date,edss,igg_g_per_l,\
relapses_date,confirmed_by_examination,detected_via,infusions_date,dose_mg,adverse_events_date,term,\
grade,serious,related,reported_via,mri_date,new_t2,gad
1,,,2020-01-21,RRMS,2022-01-21,female,1985-05-02,,1,,ongoing,,,,,,,,,,,,,,,,,
1,visits,1,,,,,,,,,,2020-01-20,3,10.1,,,,,,,,,,,,,,
1,visits,2,,,,,,,,,,2021-01-21,2.5,,,,,,,,,,,,,,,
1,relapses,1,,,,,,,,,,,,,2020-08-01,1,clinic,,,,,,,,,,,
1,infusions,1,,,,,,,,,,,,,,,,2020-01-21,500,,,,,,,,,
1,adverse_events,1,,,,,,,,,,,,,,,,,,2020-01-21,infusion reaction,2,0,1,clinic,,,
1,mri,1,,,,,,,,,,,,,,,,,,,,,,,,2020-07-21,1,0
2,,,2020-03-01,SPMS,2021-09-01,male,1970-01-01,,0,,ongoing,,,,,,,,,,,,,,,,,
2,Visits,1,,,,,,,,,,2020-03-01,5.5,9.5,,,,,,,,,,,,,,
"""


def test_an_export_becomes_a_cohort_by_the_map_as_it_is(tmp_path: Path) -> None:
    written = write_template(BUNDLED, tmp_path / "new", redcap=True)
    (tmp_path / "export.csv").write_text(EXPORT, encoding="utf-8")

    summary = deidentify(
        tmp_path / "export.csv",
        tmp_path / "new" / "redcap" / "map.toml",
        tmp_path / "key",
        tmp_path / "out",
        BUNDLED,
        new_key=True,
    )

    assert set(written) == set(redcap_files(BUNDLED))
    cohort = sound(tmp_path / "out")
    rows = cohort.summary().set_index("table")["rows"].to_dict()
    assert rows == {
        "patients": 2,
        "visits": 3,
        "relapses": 1,
        "infusions": 1,
        "engagement": "not collected",
        "adverse_events": 1,
        "mri": 1,
    }
    assert summary.tables["visits"].left_out == {"row of another event or form": 6}
    assert summary.proof.faults == ()
