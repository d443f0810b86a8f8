from cohorts import study
from rtxoutcomes import read_study
from rtxoutcomes.text.group_names import is_abbreviated, name_in_text


def test_a_code_is_no_abbreviation() -> None:
    plan = study(diagnoses=[{"code": "EOS", "label": "Eosinophilic asthma"}])

    assert not is_abbreviated(plan, "EOS")
    assert name_in_text(plan, "EOS") == "eosinophilic asthma"


def test_a_diagnosis_is_named_by_its_abbreviation_and_a_sex_by_its_label() -> None:
    study = read_study("nabiuni2023")

    assert name_in_text(study, "SPMS") == "SPMS"
    assert name_in_text(study.grouped_by("sex"), "female") == "female"
