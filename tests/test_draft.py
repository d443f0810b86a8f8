"""Drafts of a study file and a map from invented files of clinics."""

import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("openpyxl", reason="openpyxl is not installed")
pytest.importorskip("python_calamine", reason="the extra excel is not installed")

from clinic import BUNDLED
from rtxoutcomes.errors import MapError
from rtxoutcomes.pseudonymise.plan import parse_plan
from rtxoutcomes.publish.deidentified import deidentify
from rtxoutcomes.publish.drafted import DraftTexts, draft_texts
from rtxoutcomes.read.study_file import parse_study
from rtxoutcomes.validate.redcap import redcap_files
from workbooks import Rows, save, workbook

DATES = "redcap/data_dictionary_dates.csv"


def csv(place: Path, text: str, name: str = "clinic.csv") -> Path:
    path = place / name
    path.write_text(text, encoding="utf-8")
    return path


def drafted(*paths: Path) -> tuple[Mapping[str, Any], Mapping[str, Any], str]:
    """The map and the study of a draft as TOML, and its questions as one text."""
    texts = draft_texts(paths)
    return read_map(texts), read_study(texts), "\n".join(texts.questions)


def read_map(texts: DraftTexts) -> Mapping[str, Any]:
    return tomllib.loads(texts.files["map.toml"])


def read_study(texts: DraftTexts) -> Mapping[str, Any]:
    parse_study(texts.files["study.toml"].encode(), "draft")
    return tomllib.loads(texts.files["study.toml"])


def columns(document: Mapping[str, Any], table: str) -> Mapping[str, Any]:
    found: Sequence[Mapping[str, Any]] = [
        block["columns"] for block in document["tables"] if block["table"] == table
    ]
    (only,) = found
    return only


def is_whole(texts: DraftTexts) -> bool:
    """Whether the map can be used as it is; otherwise it names what is open."""
    try:
        parse_plan(texts.files["map.toml"].encode(), "draft")
    except MapError as fault:
        assert all("open question" in problem.must for problem in fault.problems)
        return False
    return True


GERMAN = """\
Patientennummer;Nachname;Geschlecht;Geburtsdatum;Verlaufsform;EDSS vor Therapie;\
EDSS nach 12 Monaten;Therapiebeginn;Letzte Visite
K-101;Quarzhuber;w;03.04.1981;schubförmig;2,5;2,0;21.01.2019;30.06.2021
K-102;Quarzhuber;m;13.04.1975;sekundär progredient;5,5;6,0;22.02.2019;30.06.2021
K-103;Quarzhuber;w;23.04.1990;schubförmig;3,0;k.A.;01.03.2019;01.06.2021
"""


def test_german_words_semicolons_and_decimal_commas(tmp_path: Path) -> None:
    plan, study, questions = drafted(csv(tmp_path, GERMAN))

    found = columns(plan, "one_table")
    assert (plan["calendar"], plan["order"], plan["decimal_comma"]) == ("gregorian", "dmy", True)
    assert plan["first_infusion"]["date"] == "Therapiebeginn"
    assert found["age_years"] == {"born": "Geburtsdatum"}
    assert found["sex"]["recode"] == {"m": "male", "w": "female"}
    assert found["diagnosis"]["recode"] == {"schubförmig": "RRMS", "sekundär progredient": "SPMS"}
    assert found["edss_12"]["recode"] == {"k.A.": ""}
    assert [d["code"] for d in study["diagnoses"]] == ["RRMS", "SPMS"]
    assert study["one_table"]["scores"]["edss"] == {"visits": {"edss_0": 0, "edss_12": 12}}
    assert "Quarzhuber" not in questions


PERSIAN = """\
شماره پرونده,نام بیمار,جنسیت,تشخیص,تاریخ تولد,تاریخ شروع درمان,آخرین مراجعه
1001,زرین‌تاج,زن,RRMS,۱۳۶۰/۰۶/۱۱,۱۳۹۸/۰۱/۲۵,۱۴۰۰/۰۱/۰۱
1002,زرین‌تاج,مرد,NMO,۱۳۵۵/۰۱/۳۰,۱۳۹۹/۱۰/۱۰,۱۴۰۰/۱۱/۱۵
"""


def test_persian_words_and_jalali_dates(tmp_path: Path) -> None:
    plan, study, _ = drafted(csv(tmp_path, PERSIAN))

    found = columns(plan, "one_table")
    assert (plan["calendar"], plan["order"]) == ("jalali", "ymd")
    assert found["sex"]["recode"] == {"زن": "female", "مرد": "male"}
    assert found["follow_up_months"] == {"months": "آخرین مراجعه"}
    assert [d["code"] for d in study["diagnoses"]] == ["RRMS", "NMOSD"]


def test_dates_that_fit_two_orders_are_asked(tmp_path: Path) -> None:
    text = (
        "File No,Dx,Start date,Last seen\n1,RR,03/04/2019,05/06/2020\n2,SP,01/02/2019,07/08/2020\n"
    )

    texts = draft_texts([csv(tmp_path, text)])

    assert read_map(texts)["order"] == "?"
    assert any('"dmy" or "mdy"' in question for question in texts.questions)
    assert not is_whole(texts)


def test_one_column_of_dates_settles_the_order_of_the_others(tmp_path: Path) -> None:
    text = (
        "File No,Dx,Start date,Last seen\n1,RR,03/04/2019,25/06/2020\n2,SP,01/02/2019,27/08/2020\n"
    )

    plan, _, questions = drafted(csv(tmp_path, text))

    assert plan["order"] == "dmy"
    assert "order" not in questions


@pytest.mark.parametrize(
    ("header", "cells", "factor"),
    [
        ("IgG (mg/dL)", ("1318", "985"), 0.01),
        ("IgG mg/L", ("13180", "9850"), 0.001),
        ("IgG", ("1318", "985"), 0.01),
        ("IgG (g/L)", ("13.18", "9.85"), None),
    ],
)
def test_a_unit_becomes_a_factor(
    header: str, cells: tuple[str, str], factor: float | None, tmp_path: Path
) -> None:
    text = f"File No,Dx,FU months,{header} before,{header} after 6m\n" + "".join(
        f"{n},RRMS,24,{cell},{cell}\n" for n, cell in enumerate(cells)
    )

    plan, _, _ = drafted(csv(tmp_path, text))

    before = columns(plan, "one_table")["igg_0"]
    assert (before.get("factor") if isinstance(before, dict) else None) == factor
    assert "first_infusion" not in plan


def test_several_dated_visits_in_columns_are_rows_of_visits(tmp_path: Path) -> None:
    text = (
        "Hospital No,Dx,Start of RTX,Date1,EDSS1,Date2,EDSS2\n"
        "A-1,RRMS,2019-01-21,2019-01-20,2.5,2020-01-15,2\n"
        "A-2,SPMS,2019-02-21,2019-02-20,5.5,2020-02-15,6\n"
    )

    plan, _, _ = drafted(csv(tmp_path, text))

    visits = [block["columns"] for block in plan["tables"] if block["table"] == "visits"]
    assert visits == [
        {"month": {"months": "Date1"}, "edss": "EDSS1"},
        {"month": {"months": "Date2"}, "edss": "EDSS2"},
    ]
    assert columns(plan, "patients")["follow_up_months"] == {"last_date": True}


def test_bare_numbers_that_are_no_count_are_months(tmp_path: Path) -> None:
    text = "Pt ID,Dx,FU (mo),EDSS 0,EDSS 6,EDSS 12\n1,RRMS,24,2,2,2.5\n2,SPMS,24,5,5.5,6\n"

    _, study, _ = drafted(csv(tmp_path, text))

    visits = study["one_table"]["scores"]["edss"]["visits"]
    assert visits == {"edss_0": 0, "edss_6": 6, "edss_12": 12}


def test_columns_that_are_only_counted_are_asked(tmp_path: Path) -> None:
    text = "Pt ID,Dx,FU (mo),EDSS 1,EDSS 2,EDSS 3\n1,RRMS,24,2,2,2.5\n2,SPMS,24,5,5.5,6\n"

    plan, study, questions = drafted(csv(tmp_path, text))

    assert "one_table" not in study
    assert "'EDSS 1', 'EDSS 2', 'EDSS 3': in which month" in questions
    assert "edss" not in str(columns(plan, "one_table"))


def sheet(rows: Rows, place: Path, title: str = "Sheet1") -> Path:
    return save(place / "book.xlsx", workbook({title: rows}))


ROWS: Rows = [
    ["Pt ID", "Dx", "Sex", "FU (mo)", "EDSS pre", "EDSS 12m"],
    [1, "RRMS", "F", 24, 2.5, 2],
    [2, "SPMS", "M", 30, 5.5, 6],
    [3, "RRMS", "F", 12, 3, 3.5],
]


def test_titles_and_totals_are_rows_to_skip(tmp_path: Path) -> None:
    rows: Rows = [["RTX list of Prof Zarrinpur"], *ROWS, ["Total", None, None, 66, None, None]]

    texts = draft_texts([sheet(rows, tmp_path)])

    (block,) = read_map(texts)["tables"]
    assert block["skip_rows"] == [1, 6]
    assert "Zarrinpur" not in str(texts)
    assert is_whole(texts)


def test_a_row_of_units_is_skipped(tmp_path: Path) -> None:
    rows: Rows = [ROWS[0], ["no", None, None, "months", "points", "points"], *ROWS[1:]]

    plan, _, _ = drafted(sheet(rows, tmp_path))

    assert plan["tables"][0]["skip_rows"] == [2]


def test_names_of_columns_on_two_rows_are_asked_back(tmp_path: Path) -> None:
    rows: Rows = [
        [None, None, None, None, "EDSS", "EDSS"],
        ["Pt ID", "Dx", "Sex", "FU (mo)", "pre", "pre"],
        *ROWS[1:],
    ]

    texts = draft_texts([sheet(rows, tmp_path)])

    assert "map.toml" not in texts.files
    assert any("column names must be unique" in question for question in texts.questions)


@pytest.mark.parametrize(
    ("yes", "no", "recode"),
    [
        ("1", "0", None),
        ("Y", "N", {"N": "no", "Y": "yes"}),
        ("ja", "nein", {"ja": "yes", "nein": "no"}),
        ("بله", "خیر", {"بله": "yes", "خیر": "no"}),
    ],
)
def test_words_for_yes_and_no(
    yes: str, no: str, recode: Mapping[str, str] | None, tmp_path: Path
) -> None:
    text = f"Pt ID,Dx,FU (mo),Relapse\n1,RRMS,24,{yes}\n2,SPMS,24,{no}\n3,SPMS,24,{no}\n"

    plan, _, _ = drafted(csv(tmp_path, text))

    found = columns(plan, "one_table")["relapsed"]
    assert (found if isinstance(found, str) else found["recode"]) == (recode or "Relapse")


def test_a_doubtful_word_about_relapses_is_asked_and_not_read_as_missing(tmp_path: Path) -> None:
    text = "Pt ID,Dx,FU (mo),Relapse Y/N\n1,RRMS,24,Y\n2,SPMS,24,-\n3,SPMS,24,N\n4,RRMS,12,N\n"
    text += "".join(f"{n},RRMS,12,N\n" for n in range(5, 15))

    texts = draft_texts([csv(tmp_path, text)])

    assert columns(read_map(texts), "one_table")["relapsed"]["recode"]["-"] == "?"
    assert not is_whole(texts)


def test_follow_up_in_years_and_in_days(tmp_path: Path) -> None:
    for unit, cells, factor in (("years", "1.5", 12.0), ("days", "442", 1 / 30.4375)):
        path = csv(tmp_path, f"Pt ID,Dx,FU ({unit})\n1,RRMS,{cells}\n2,SPMS,{cells}\n")

        plan, _, _ = drafted(path)

        found = columns(plan, "one_table")["follow_up_months"]
        assert found == {"column": f"FU ({unit})", "factor": factor}


def test_a_table_without_a_diagnosis_or_a_follow_up_asks_for_them(tmp_path: Path) -> None:
    texts = draft_texts([csv(tmp_path, "Pt ID,Sex,Age\n1,F,40\n2,M,50\n")])

    found = columns(read_map(texts), "one_table")
    assert found["diagnosis"] == {"value": "?"}
    assert found["follow_up_months"] == "?"
    assert not is_whole(texts)


def test_a_national_code_serves_as_the_number_where_there_is_no_other(tmp_path: Path) -> None:
    text = "National code,Dx,FU (mo)\n0499370899,RRMS,24\n0790419904,SPMS,30\n"

    texts = draft_texts([csv(tmp_path, text)])

    assert read_map(texts)["tables"][0]["id"] == "National code"
    assert "0499370899" not in str(texts)


def test_a_file_without_names_of_columns_is_not_repeated(tmp_path: Path) -> None:
    texts = draft_texts([csv(tmp_path, "88-10231,Zahra Karimi,RR,40\n88-10268,Ali Rezaei,SP,50\n")])

    assert "map.toml" not in texts.files
    assert any("Does the first row hold the names" in question for question in texts.questions)
    assert "Zahra" not in str(texts)
    assert "88-10231" not in str(texts)


def test_a_group_of_patients_under_an_unknown_label_is_a_diagnosis_of_its_own(
    tmp_path: Path,
) -> None:
    text = "Pt ID,Dx,FU (mo)\n" + "".join(f"{n},ADEM,24\n" for n in range(6)) + "7,RRMS,24\n"

    _, study, _ = drafted(csv(tmp_path, text))

    assert [d["code"] for d in study["diagnoses"]] == ["RRMS", "ADEM"]


PLANTED = ("Zarrintaj", "Qazvinpur", "09125550143", "0499370899", "4471-10", "Tehranpars")


def test_no_value_of_a_patient_is_in_a_draft(tmp_path: Path) -> None:
    text = (
        "File No,Full name,Dx,Sex,FU (mo),EDSS Qazvinpur,EDSS pre,EDSS 12m,Tel Tehranpars,Relapse\n"
        "4471-10,Zarrintaj Qazvinpur,RR,F,24,2,2,Zarrintaj,09125550143,Y\n"
        "4471-11,Zarrintaj Qazvinpur,Zarrintaj,09125550143,24,2,0499370899,2,09125550143,N\n"
        "4471-12,Zarrintaj Qazvinpur,SP,M,Qazvinpur,2,4471-10,2,09125550143,Zarrintaj\n"
    )

    texts = draft_texts([csv(tmp_path, text)])

    assert not [word for word in PLANTED if word in str(texts)]
    questions = "\n".join(texts.questions)
    assert "'Dx': a label is not known in row 3 (not shown)" in questions
    assert "column F: seems to hold edss, but its name has words that are not known" in questions
    assert "'EDSS 12m': no possible number in row 2 (not shown)" in questions


DICTIONARY = (
    '"Variable / Field Name","Form Name","Field Type","Field Label",'
    '"Choices, Calculations, OR Slider Labels",'
    '"Text Validation Type OR Show Slider Number","Identifier?","Field Annotation"\n'
    "record_id,base,text,Study number,,,,\n"
    'dx,base,dropdown,Diagnosis,"1, RRMS | 2, SPMS | 3, NMOSD",,,\n'
    'sex,base,radio,Sex,"1, Male | 2, Female",,,\n'
    "dob,base,text,Date of birth,,date_ymd,y,\n"
    "p_name,base,text,Name,,,y,\n"
    "rtx_start,base,text,First infusion,,date_ymd,,\n"
    "last_contact,base,text,Last contact,,date_ymd,,rtxoutcomes=patients.follow_up_months\n"
    "visit_date,visit,text,Date of visit,,date_ymd,,rtxoutcomes=visits.month\n"
    "q17,visit,text,EDSS,,number,,rtxoutcomes=visits.edss\n"
)
EXPORT = (
    "record_id,redcap_event_name,redcap_repeat_instrument,redcap_repeat_instance,dx,sex,dob,p_name,"
    "rtx_start,last_contact,visit_date,q17\n"
    "1,base_arm_1,,,1,2,1985-05-02,Zarrintaj,2020-01-21,2021-03-16,,\n"
    "1,visit_arm_1,,,,,,,,,2020-01-14,2.5\n"
    "2,base_arm_1,,,3,1,1986-05-02,Zarrintaj,2020-01-21,2021-03-16,,\n"
    "2,visit_arm_1,,,,,,,,,2021-01-14,6\n"
)


def test_a_data_dictionary_of_redcap_answers_what_an_export_leaves_open(tmp_path: Path) -> None:
    export = csv(tmp_path, EXPORT, "export.csv")
    dictionary = csv(tmp_path, DICTIONARY, "dictionary.csv")

    texts = draft_texts([export, dictionary])

    plan = read_map(texts)
    people = columns(plan, "patients")
    assert people["diagnosis"]["recode"] == {"1": "RRMS", "3": "NMOSD"}
    assert people["sex"]["recode"] == {"1": "male", "2": "female"}
    assert columns(plan, "visits") == {"month": {"months": "visit_date"}, "edss": "q17"}
    assert plan["first_infusion"]["date"] == "rtx_start"
    assert "p_name" in "".join(texts.dropped)
    assert "Zarrintaj" not in str(texts)
    assert is_whole(texts)


def test_an_export_without_its_dictionary_asks_for_the_codes(tmp_path: Path) -> None:
    texts = draft_texts([csv(tmp_path, EXPORT, "export.csv")])

    assert columns(read_map(texts), "patients")["diagnosis"]["recode"] == {"1": "?", "3": "?"}
    assert not is_whole(texts)


def test_a_draft_has_the_same_bytes_whatever_the_order_of_the_files(tmp_path: Path) -> None:
    paths = [csv(tmp_path, EXPORT, "export.csv"), csv(tmp_path, DICTIONARY, "dictionary.csv")]

    assert draft_texts(paths).files == draft_texts(paths[::-1]).files


def test_the_dictionary_of_template_redcap_gives_the_columns_of_its_map(tmp_path: Path) -> None:
    files = redcap_files(BUNDLED)
    fields = [line.split(",")[0] for line in files[DATES].splitlines()[1:]]
    rows = [
        {"first_infusion": "2020-01-21", "birth_date": "1980-02-03", "last_contact": "2022-01-20"},
        {"visits_date": "2020-01-14", "edss": "2.5", "igg_g_per_l": "10.1"},
        {"relapses_date": "2020-09-14", "infusions_date": "2020-01-21", "dose_mg": "500"},
        {"first_symptom": "2010-01-21", "diagnosis": "RRMS", "sex": "female"},
        {"adverse_events_date": "2020-02-14", "term": "rash", "grade": "1"},
        {"mri_date": "2020-07-21", "new_t2": "1", "gad": "0"},
    ]
    text = ",".join(fields) + "\n"
    text += "".join(f"7,{','.join(row.get(f, '') for f in fields[1:])}\n" for row in rows)
    dictionary = csv(tmp_path, files[DATES], "dictionary.csv")

    plan, _, questions = drafted(csv(tmp_path, text, "export.csv"), dictionary)

    made = {block["table"]: block["columns"] for block in plan["tables"]}
    right = {b["table"]: b["columns"] for b in tomllib.loads(files["redcap/map.toml"])["tables"]}
    assert made == right
    assert plan["first_infusion"]["date"] == "first_infusion"
    assert [line for line in questions.splitlines() if "map.toml" in line] == []


SCANS = (
    "Pt ID,Date of MRI,New T2 lesions,Gd lesions\n"
    "A-1,2019-07-20,2,0\nA-1,2020-07-20,0,\nA-2,2019-08-20,0,1\n"
)


def test_a_table_of_scans_becomes_the_optional_table(tmp_path: Path) -> None:
    people = "Pt ID,Dx,Start of RTX\nA-1,RRMS,2019-01-21\nA-2,SPMS,2019-02-21\n"

    plan, *_ = drafted(csv(tmp_path, people, "patients.csv"), csv(tmp_path, SCANS, "mri.csv"))

    (scans,) = [block for block in plan["tables"] if block["table"] == "mri"]
    assert scans["columns"] == {
        "month": {"months": "Date of MRI"},
        "new_t2": "New T2 lesions",
        "gad": "Gd lesions",
    }


def test_scans_without_a_date_are_not_drafted(tmp_path: Path) -> None:
    people = "Pt ID,Dx,Start of RTX\nA-1,RRMS,2019-01-21\nA-2,SPMS,2019-02-21\n"
    counts = "Pt ID,New T2 lesions,Gd lesions\nA-1,2,0\nA-2,0,1\n"

    plan, *_ = drafted(csv(tmp_path, people, "patients.csv"), csv(tmp_path, counts, "mri.csv"))

    assert [block["table"] for block in plan["tables"]] == ["patients"]


DATED = (
    "Hospital No,Dx,Start of RTX,Date1,EDSS1,Date2,EDSS2\n"
    "A-1,RRMS,2019-01-21,2019-01-20,2.5,2020-01-15,2\n"
    "A-2,SPMS,2019-02-21,2019-02-20,5.5,2020-02-15,6\n"
)
MONTHS_ONLY = (
    "Pt ID,Dx,FU (days),Relapse count,IgG 0 (mg/dL),IgG 6 (mg/dL)\n"
    "1,RR,730,0,1318,985\n2,SP,365,0,900,880\n"
)
REPEATED = (
    "File No,Dx,Sex,First dose,Visit date,EDSS,Relapse date\n"
    "1,RR,F,25/03/2019,20/03/2019,2,\n1,RR,F,25/03/2019,28/03/2020,2.5,13/09/2019\n"
    "2,SP,M,26/03/2019,27/03/2019,6,\n"
)
OPEN = "Pt ID,Dx,FU (mo),EDSS pre,EDSS 12m\n1,RR,24,2,<3\n2,SP,30,5,5.3\n3,RR,24,2,2\n4,RR,24,2,2\n"


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        (GERMAN, {"one_table": 3}),
        (PERSIAN, {"one_table": 2}),
        (DATED, {"patients": 2, "visits": 4}),
        (MONTHS_ONLY, {"one_table": 2}),
        (REPEATED, {"patients": 2, "visits": 3, "relapses": 1}),
        (OPEN, None),
    ],
    ids=["german", "persian", "dated visits", "no dates", "repeated", "open"],
)
def test_a_draft_that_nobody_edits_makes_a_cohort_or_names_what_is_open(
    text: str, rows: Mapping[str, int] | None, tmp_path: Path
) -> None:
    raw = csv(tmp_path, text)
    texts = draft_texts([raw])
    (tmp_path / "map.toml").write_text(texts.files["map.toml"], encoding="utf-8")
    study = parse_study(texts.files["study.toml"].encode(), "draft")
    places = raw, tmp_path / "map.toml", tmp_path / "key", tmp_path / "cohort"

    if rows is None:
        with pytest.raises(MapError, match="open question"):
            deidentify(*places, study, new_key=True)
        return
    summary = deidentify(*places, study, new_key=True)

    assert {name: counts.written for name, counts in summary.tables.items()} == rows


@pytest.mark.parametrize(
    ("header", "cells", "asks"),
    [
        ("Relapse Y/N", ("Y", "N"), True),
        ("Number of relapses", ("2", "0"), True),
        ("Relapse Y/N", ("N", "N"), False),
        ("Number of relapses", ("0", "0"), False),
    ],
)
def test_relapses_without_dates_are_asked_for_their_months(
    header: str, cells: tuple[str, str], asks: bool, tmp_path: Path
) -> None:
    text = f"File No,Dx,FU months,{header}\n1,RR,24,{cells[0]}\n2,SP,30,{cells[1]}\n"

    texts = draft_texts([csv(tmp_path, text)])

    asked = [q for q in texts.questions if "one_table.relapse_month" in q]
    assert bool(asked) is asks is not is_whole(texts)
    if asks:
        assert repr(header) in asked[0]
        assert "Add a column" in asked[0]
        assert columns(read_map(texts), "one_table")["relapse_month"] == {"months": "?"}


@pytest.mark.parametrize(
    ("header", "cells", "name"),
    [
        ("relapse_count", ("1", "0"), "relapse_count"),
        ("Number of relapses", ("2", "0"), "relapse_count"),
        ("Relapses", ("3", "0"), "relapse_count"),
        ("relapsed", ("1.0", "0.0"), "relapsed"),
        ("relapsed", ("1", "0"), "relapsed"),
    ],
)
def test_an_answer_and_a_number_of_relapses_are_told_apart(
    header: str, cells: tuple[str, str], name: str, tmp_path: Path
) -> None:
    text = (
        f"File No,Dx,FU months,{header},Relapse month\n1,RR,24,{cells[0]},3\n2,SP,30,{cells[1]},\n"
    )

    plan, _, _ = drafted(csv(tmp_path, text))

    found = columns(plan, "one_table")
    assert name in found
    assert {"relapsed", "relapse_count"} & found.keys() == {name}
    if cells[0] == "1.0":
        assert found[name]["recode"] == {"0.0": "no", "1.0": "yes"}


def test_a_month_of_relapse_is_doubted_where_follow_up_is_in_days(tmp_path: Path) -> None:
    rows = "".join(f"{n},RR,{360 + n},{n + 10}\n" for n in range(12))

    plan, _, questions = drafted(csv(tmp_path, f"File No,Dx,FU months,Relapse month\n{rows}"))

    assert columns(plan, "one_table")["relapse_month"] == "Relapse month"
    assert "follow-up seems to be in days" in questions


OTHER_DISEASE: Mapping[str, Rows] = {
    "Patients": [
        ["Hospital no", "Diagnosis", "Sex", "Date of onset"],
        *([f"H-{k}", "AChR-MG" if k < 5 else "No antibody", "F", "2015-01-01"] for k in range(10)),
    ],
    "Visits": [["Hospital no", "Visit date", "Zorbix"], ["H-1", "2019-01-01", 7]],
    "Infusions": [["Hospital no", "Infusion date", "Dose mg"], ["H-1", "2019-01-02", 500]],
    "Quarzhuber": [["Hospital no", "Zorbix"], ["H-1", 3]],
}


def test_visits_of_scores_that_are_not_known_have_a_block_to_fill_in(tmp_path: Path) -> None:
    plan, _, questions = drafted(save(tmp_path / "mg.xlsx", workbook(OTHER_DISEASE)))

    assert columns(plan, "visits") == {"month": {"months": "Visit date"}}
    assert "map.toml, visits: no score is known by its name" in questions


def test_a_table_that_is_not_used_is_named_by_its_number(tmp_path: Path) -> None:
    texts = draft_texts([save(tmp_path / "mg.xlsx", workbook(OTHER_DISEASE))])

    assert "mg.xlsx, sheet 2: column C, its name is not shown" in texts.dropped
    questions = "\n".join(texts.questions)
    assert "mg.xlsx, sheet 4: this table is not used" in questions
    # What is not in the map needs no name there.
    assert "map.toml, sheet" not in questions
    assert "Quarzhuber" not in questions


def test_a_label_of_many_patients_may_be_a_diagnosis_of_its_own(tmp_path: Path) -> None:
    _, _, questions = drafted(save(tmp_path / "mg.xlsx", workbook(OTHER_DISEASE)))

    assert "'No antibody': \"AChR-MG\" or a code that you add to study.toml?" in questions


@pytest.mark.parametrize(("answer", "is_asked"), [("N", True), ("?", True), ("Y", False)])
def test_an_answer_that_the_month_contradicts_is_asked_for(
    answer: str, is_asked: bool, tmp_path: Path
) -> None:
    header = ["Pt ID", "Dx", "FU (mo)", "relapse Y/N", "relapse mo"]
    rows = [[1, "RRMS", 24, answer, 7], [2, "RRMS", 30, "N", None], [3, "SPMS", 30, "Y", 5]]

    _, _, questions = drafted(sheet([header, *rows], tmp_path))

    asked = "'relapse Y/N' is no or not known in row 2, where 'relapse mo' is filled: which is"
    assert (asked in questions) is is_asked


@pytest.mark.parametrize(
    ("total", "named"),
    [
        (["Total", 3, None, 66], ""),
        (["Mean", None, None, 22], ""),
        (["Total", 2, "1 F", 66], ""),
        (["Total", 3, "2 women", 66], ""),
        (["Total", 3, None, 70], "its 'FU (mo)' does not agree"),
        (["Total", 9, None, 70], "its 'Dx' and 'FU (mo)' do not agree"),
    ],
)
def test_a_total_that_the_rows_do_not_give_is_asked_about(
    total: list[object], named: str, tmp_path: Path
) -> None:
    header = ["Pt ID", "Dx", "Sex", "FU (mo)"]
    rows = [[1, "RRMS", "F", 24], [2, "SPMS", "M", 30], [3, "RRMS", "F", 12]]

    _, _, questions = drafted(sheet([header, *rows, total], tmp_path))

    assert ("row 5, a total, is skipped" in questions) is bool(named)
    assert named in questions
