"""The bundled cohort prints every published figure. P-values are scipy's, not this package's."""

from decimal import ROUND_HALF_UP, Decimal

import numpy as np
import pandas as pd
import pytest
from scipy.stats import ttest_1samp

from rtxoutcomes.read.study_file import bundled_cohort_path, read_study
from rtxoutcomes.synthetic import files, synthesise

FOLDER = bundled_cohort_path("nabiuni2023")


def read(name: str) -> pd.DataFrame:
    return pd.read_csv(FOLDER / f"{name}.csv", float_precision="round_trip")


def printed(value: float, digits: str) -> str:
    """The value rounded half away from zero to as many digits as were published."""
    return str(Decimal(value).quantize(Decimal(digits), ROUND_HALF_UP))


@pytest.fixture(scope="module")
def patients() -> pd.DataFrame:
    return read("patients")


@pytest.fixture(scope="module")
def attacks(patients: pd.DataFrame) -> pd.Series:
    return read("relapses").groupby("patient_id").size().reindex(patients["patient_id"]).fillna(0)


def change(column: str, diagnosis: str, patients: pd.DataFrame) -> np.ndarray:
    """Last value in the window less the value at month 0, one a patient, logarithms for IgG."""
    visits = read("visits").dropna(subset=[column])
    ids = patients.loc[patients["diagnosis"] == diagnosis, "patient_id"]
    visits = visits[visits["patient_id"].isin(list(ids))].sort_values(["patient_id", "month"])
    first = visits[visits["month"] == 0].set_index("patient_id")[column]
    last = visits[visits["month"] >= 6].groupby("patient_id")[column].last()
    assert len(first) == len(last) == len(ids)
    if column != "edss":
        return np.asarray(np.log(last / first))
    return np.asarray((last - first).to_numpy(float))


def test_making_it_again_gives_the_same_files() -> None:
    study = read_study("nabiuni2023")

    again = files(synthesise(study), study)

    assert again == {p.name: p.read_text(encoding="utf-8") for p in sorted(FOLDER.iterdir())}


def test_every_patient_is_marked_as_made_up(patients: pd.DataFrame) -> None:
    assert patients["patient_id"].str.startswith("SYN-").all()
    assert 'origin = "synthetic"' in (FOLDER / "cohort.toml").read_text(encoding="utf-8")


def test_there_are_42_43_and_14_patients(patients: pd.DataFrame) -> None:
    assert patients["diagnosis"].value_counts().to_dict() == {"SPMS": 43, "RRMS": 42, "NMOSD": 14}


def test_67_of_99_are_women(patients: pd.DataFrame) -> None:
    assert (patients["sex"] == "female").sum() == 67


def test_mean_age_prints_39_5(patients: pd.DataFrame) -> None:
    assert printed(patients["age_years"].mean(), "0.1") == "39.5"


def test_follow_up_runs_from_12_to_40_months_and_its_mean_prints_20_4(
    patients: pd.DataFrame,
) -> None:
    months = patients["follow_up_months"]

    assert (months.min(), months.max()) == (12, 40)
    assert printed(months.mean(), "0.1") == "20.4"


def test_attacks_came_to_8_10_and_1_patients(patients: pd.DataFrame, attacks: pd.Series) -> None:
    relapsed = patients.assign(any=(attacks.to_numpy() > 0)).groupby("diagnosis")["any"].sum()

    assert relapsed.to_dict() == {"RRMS": 8, "SPMS": 10, "NMOSD": 1}


def test_13_had_one_attack_4_two_and_2_three(attacks: pd.Series) -> None:
    assert attacks[attacks > 0].value_counts().to_dict() == {1: 13, 2: 4, 3: 2}


@pytest.mark.parametrize(
    ("diagnosis", "mean", "p_value", "digits"),
    [
        ("RRMS", "-0.32", "0.06", "0.01"),
        ("SPMS", "0.19", "0.23", "0.01"),
        ("NMOSD", "-0.57", "0.004", "0.001"),
    ],
)
def test_mean_change_of_edss_and_its_p_print_as_published(
    diagnosis: str, mean: str, p_value: str, digits: str, patients: pd.DataFrame
) -> None:
    told = change("edss", diagnosis, patients)

    assert printed(float(told.mean()), "0.01") == mean
    assert printed(float(ttest_1samp(told, 0).pvalue), digits) == p_value


@pytest.mark.parametrize(("diagnosis", "falls"), [("RRMS", False), ("SPMS", True), ("NMOSD", True)])
def test_igg_fell_in_spms_and_nmosd(diagnosis: str, falls: bool, patients: pd.DataFrame) -> None:
    told = change("igg_g_per_l", diagnosis, patients)

    assert (told.mean() < 0 and ttest_1samp(told, 0).pvalue < 0.05) == falls


def test_two_patients_had_one_adverse_event_each() -> None:
    events = read("adverse_events")

    assert len(events) == events["patient_id"].nunique() == 2


def test_a_question_is_also_a_message() -> None:
    rows = read("engagement").pivot_table(
        index=["patient_id", "month"], columns=["channel", "activity"], values="count", fill_value=0
    )

    assert (rows["whatsapp"]["question"] <= rows["whatsapp"]["message"]).all()
