"""The bundled cohort prints every published figure. P-values are scipy's, not this package's."""

from decimal import ROUND_HALF_UP, Decimal

import numpy as np
import pandas as pd
import pytest
from scipy.stats import ttest_1samp, wilcoxon

from rtxoutcomes.intake import read_cohort
from rtxoutcomes.read.study_file import bundled_cohort_path, read_study
from rtxoutcomes.synthetic import files, synthesise
from rtxoutcomes.validate.data_package import PACKAGE, data_package

STUDY = read_study("nabiuni2023")
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
    again = files(synthesise(STUDY), STUDY)
    again[PACKAGE] = data_package(STUDY, {name: text.encode() for name, text in again.items()})

    assert again == {p.name: p.read_text(encoding="utf-8") for p in sorted(FOLDER.iterdir())}


def test_the_cohort_passes_every_rule() -> None:
    assert read_cohort(FOLDER, STUDY).origin == "synthetic"


@pytest.mark.parametrize(
    "name", ["patients", "visits", "relapses", "infusions", "engagement", "adverse_events"]
)
def test_every_row_is_of_a_made_up_patient(name: str, patients: pd.DataFrame) -> None:
    ids = read(name)["patient_id"]

    assert ids.str.fullmatch(r"SYN-[0-9]{4}").all()
    assert set(ids) <= set(patients["patient_id"])


def test_edss_moves_in_halves_and_is_never_one_half() -> None:
    edss = read("visits")["edss"].dropna()

    assert edss.between(0, 10).all()
    assert (edss * 2 % 1 == 0).all()
    assert (edss != 0.5).all()


def test_igg_has_two_decimals_and_lies_within_its_scale() -> None:
    igg = read("visits")["igg_g_per_l"].dropna()

    assert igg.between(0.1, 40).all()
    assert (igg.round(2) == igg).all()


def test_no_score_is_missing_at_the_first_and_the_last_visit(patients: pd.DataFrame) -> None:
    visits = read("visits")
    ends = patients.set_index("patient_id")["follow_up_months"]
    last = visits[visits["month"] == visits["patient_id"].map(ends)]

    for rows in (visits[visits["month"] == 0], last):
        assert len(rows) == 99
        assert rows.notna().all(axis=None)


def test_the_folder_says_that_all_is_made_up() -> None:
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
    result = change("edss", diagnosis, patients)

    assert printed(float(result.mean()), "0.01") == mean
    assert printed(float(ttest_1samp(result, 0).pvalue), digits) == p_value


def test_both_tests_of_nmosd_print_the_published_p(patients: pd.DataFrame) -> None:
    result = change("edss", "NMOSD", patients)

    ranks = wilcoxon(result, zero_method="wilcox", correction=False, method="approx")

    assert printed(float(ranks.pvalue), "0.001") == "0.004"


@pytest.mark.parametrize(("diagnosis", "falls"), [("RRMS", False), ("SPMS", True), ("NMOSD", True)])
def test_igg_fell_in_spms_and_nmosd(diagnosis: str, falls: bool, patients: pd.DataFrame) -> None:
    result = change("igg_g_per_l", diagnosis, patients)

    assert (result.mean() < 0 and ttest_1samp(result, 0).pvalue < 0.05) == falls


def test_attacks_lie_within_follow_up_apart_and_before_and_after_the_landmark(
    patients: pd.DataFrame,
) -> None:
    onsets = read("relapses")
    ends = patients.set_index("patient_id")["follow_up_months"]
    first = onsets.groupby("patient_id")["month"].min()

    gaps = onsets.groupby("patient_id")["month"].diff().dropna()

    assert ((onsets["month"] > 0) & (onsets["month"] <= onsets["patient_id"].map(ends))).all()
    assert (gaps * 30.4375 >= 30).all()
    assert (first > 3).sum() >= 5
    assert (first <= 12).sum() >= 5


def test_doses_of_500_mg_come_in_pairs_two_weeks_apart_every_six_months(
    patients: pd.DataFrame,
) -> None:
    doses = read("infusions")
    ends = patients.set_index("patient_id")["follow_up_months"]

    assert (doses["dose_mg"] == 500).all()
    assert set((doses["month"] % 6).round(2)) == {0.0, 0.46}
    assert (doses.groupby("patient_id").size() == 2 * np.ceil(ends / 6)).all()


def test_drug_and_groups_began_together(patients: pd.DataFrame) -> None:
    assert (patients["engagement_start_month"] == 0).all()


def test_some_never_took_part_in_a_channel(patients: pd.DataFrame) -> None:
    rows = read("engagement")

    for channel in ("skype", "whatsapp"):
        assert 0 < rows.loc[rows["channel"] == channel, "patient_id"].nunique() < len(patients)


def test_two_patients_had_one_adverse_event_each() -> None:
    events = read("adverse_events")

    assert len(events) == events["patient_id"].nunique() == 2


def test_a_question_is_also_a_message() -> None:
    rows = read("engagement").pivot_table(
        index=["patient_id", "month"], columns=["channel", "activity"], values="count", fill_value=0
    )

    assert (rows["whatsapp"]["question"] <= rows["whatsapp"]["message"]).all()
