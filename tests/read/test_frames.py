"""DataFrames in place of files."""

import doctest
import re
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import rtxoutcomes as rtx
from clinic import BUNDLED
from rtxoutcomes import intake
from rtxoutcomes.read.study_file import bundled_cohort_path

FOLDER = bundled_cohort_path("nabiuni2023")
# The tables that the bundled cohort has.
TABLES = [path.stem for path in sorted(FOLDER.glob("*.csv"))]
FRAMES: dict[str, Any] = {name: pd.read_csv(FOLDER / f"{name}.csv") for name in TABLES}
ONE = pd.DataFrame(
    {
        "patient_id": ["P1", "P2"],
        "diagnosis": ["RRMS", "SPMS"],
        "follow_up_months": [12.5, 20.0],
        "edss_baseline": [3.0, np.nan],
        "edss_follow_up": [2.5, 4.0],
    }
)


def test_frames_give_the_cohort_of_the_files() -> None:
    made = rtx.cohort_from_frames(BUNDLED, **FRAMES, origin="synthetic")
    read = rtx.bundled_cohort()

    for name in TABLES:
        pd.testing.assert_frame_equal(getattr(made, name), getattr(read, name))
    assert set(made.sources) == {f"{name} (DataFrame)" for name in TABLES}


def findings(**frames: Any) -> list[str]:
    with pytest.raises(rtx.TableError) as caught:
        rtx.cohort_from_frames(BUNDLED, **frames)
    return [violation.sentence() for violation in caught.value.violations]


def test_the_findings_are_those_of_the_file_at_the_label_of_the_row(tmp_path: Path) -> None:
    visits = FRAMES["visits"].copy()
    visits.loc[4, "edss"], visits.loc[9, "month"] = 3.3, 700.5
    patients = FRAMES["patients"]
    for name, frame in (("patients", patients), ("visits", visits)):
        frame.to_csv(tmp_path / f"{name}.csv", index=False)
    (tmp_path / "cohort.toml").write_text('origin = "synthetic"\n', encoding="utf-8")

    with pytest.raises(rtx.TableError) as caught:
        rtx.read_cohort(tmp_path, BUNDLED)
    of_file = [violation.sentence() for violation in caught.value.violations]
    with pytest.raises(rtx.TableError) as caught:
        rtx.cohort_from_frames(BUNDLED, patients=patients, visits=visits, origin="synthetic")
    of_frame = [violation.sentence() for violation in caught.value.violations]

    assert len(of_file) >= 2
    assert ", row label 4, patient" in of_frame[0]
    without = re.compile(r", row label \d+| line \d+| \(column [A-Z]\)")
    assert [without.sub("", s) for s in of_frame] == [without.sub("", s) for s in of_file]


def test_labels_that_are_not_numbers_are_not_shown() -> None:
    indexed = ONE.assign(diagnosis=["RRMS", "MS"]).set_index(pd.Index(["Ann Smith", "Bob"]))

    (finding,) = findings(one_table=indexed)

    assert "row position 1" in finding
    assert "Bob" not in finding


def test_categories_nullable_numbers_and_numpy_values_are_read() -> None:
    typed = ONE.astype({"diagnosis": "category", "follow_up_months": "Float64"})
    made = rtx.cohort_from_frames(BUNDLED, one_table=typed)

    assert made.patients["diagnosis"].tolist() == ["RRMS", "SPMS"]
    assert made.patients["follow_up_months"].tolist() == [12.5, 20.0]


def test_numbers_of_32_bits_keep_the_digits_that_were_typed() -> None:
    short = FRAMES["visits"].astype({"igg_g_per_l": "float32"})
    made = rtx.cohort_from_frames(
        BUNDLED, patients=FRAMES["patients"], visits=short, origin="synthetic"
    )

    assert made.visits is not None
    assert made.visits["igg_g_per_l"].equals(rtx.bundled_cohort().visits["igg_g_per_l"])  # type: ignore[index]


def test_a_date_is_refused_as_in_a_file() -> None:
    dated = ONE.assign(follow_up_months=pd.to_datetime(["2020-01-01", "2020-02-01"]))

    assert any("date" in finding for finding in findings(one_table=dated))
    assert not any("2020" in finding for finding in findings(one_table=dated))


def test_names_and_units_are_mapped_exactly() -> None:
    own = ONE.rename(columns={"patient_id": "code", "edss_baseline": "edss_x10"})
    own["edss_x10"] = [35.0, 0.0]
    columns = {"one_table": {"code": "patient_id", "edss_x10": "edss_baseline"}}

    made = rtx.cohort_from_frames(
        BUNDLED, one_table=own, columns=columns, factors={"one_table": {"edss_x10": 0.1}}
    )

    assert made.visits is not None
    assert made.visits.query("phase == 'baseline'")["edss"].tolist() == [3.5, 0.0]


def test_what_was_given_is_not_changed_and_later_changes_do_not_reach_the_cohort() -> None:
    given = ONE.copy()
    made = rtx.cohort_from_frames(BUNDLED, one_table=given)
    given.loc[0, "follow_up_months"] = 99.0

    assert made.patients["follow_up_months"].tolist() == [12.5, 20.0]
    assert made.edited() == ()


@pytest.mark.parametrize(
    ("frames", "options", "words"),
    [
        ({}, {}, "patients (or one_table) must be given"),
        ({"visits": ONE}, {}, "patients (or one_table) must be given"),
        ({"one_table": ONE, "visits": ONE}, {}, "give no other table"),
        ({"one_table": [1]}, {}, "one_table must be a pandas DataFrame, not a list"),
        ({"one_table": ONE}, {"columns": {"visits": {}}}, "columns names visits"),
        ({"one_table": ONE}, {"factors": {"one_table": {"igg": 1}}}, "no column 'igg'"),
        (
            {"one_table": ONE},
            {"columns": {"one_table": {"edss_follow_up": "edss_baseline"}}},
            "more than one column is called edss_baseline",
        ),
    ],
)
def test_a_wrong_call_is_answered_in_one_sentence(
    frames: dict[str, Any], options: dict[str, Any], words: str
) -> None:
    with pytest.raises(rtx.UsageFault, match=re.escape(words)):
        rtx.cohort_from_frames(BUNDLED, **frames, **options)


def test_a_frame_is_not_a_path_and_a_study_comes_first() -> None:
    with pytest.raises(TypeError, match="cohort_from_frames"):
        rtx.read_cohort(ONE, BUNDLED)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="first the study"):
        rtx.cohort_from_frames(ONE)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="first the path, then the study"):
        rtx.read_cohort(FOLDER, ONE)  # type: ignore[arg-type]


def test_the_example_is_true() -> None:
    assert doctest.testmod(intake).failed == 0


def test_scans_are_a_table_of_their_own() -> None:
    people = pd.DataFrame({"patient_id": ["P1"], "diagnosis": ["RRMS"], "follow_up_months": [14]})
    scans = pd.DataFrame({"patient_id": ["P1", "P1"], "month": [-1, 6], "new_t2": [0, 2]})

    made = rtx.cohort_from_frames("nabiuni2023", patients=people, mri=scans)

    assert made.mri is not None
    assert made.mri["new_t2"].tolist() == [0, 2]
    assert made.mri["gad"].isna().all()
    with pytest.raises(rtx.TableError, match="new_t2"):
        rtx.cohort_from_frames("nabiuni2023", patients=people, mri=scans.assign(new_t2=[0, -1]))
