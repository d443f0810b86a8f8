"""A path becomes a cohort, or every finding comes back."""

import hashlib
import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clinic import BUNDLED, ONE_TABLE, TABLES, add, findings, folder, one_table, put, sound
from rtxoutcomes.analysis import engagement_effects
from rtxoutcomes.errors import UsageFault
from rtxoutcomes.intake import bundled_cohort, read_cohort
from rtxoutcomes.read.study_file import bundled_cohort_path

FAULTS = [
    put("patients", 2, 2, "-3"),
    put("patients", 3, 3, "mle"),
    put("patients", 4, 1, "MS"),
    put("visits", 2, 2, "3.25"),
    put("visits", 5, 1, "99"),
    put("visits", 5, 3, "1013"),
    put("relapses", 2, 2, "Yes"),
    put("infusions", 2, 2, "5e2"),
    put("engagement", 2, 4, "2.5"),
    put("engagement", 3, 2, "telegram"),
    put("adverse_events", 2, 4, "7"),
    add("relapses", "P09,3,,"),
    put("patients", 2, 4, "93"),
    put("visits", 4, 2, "NA"),
    put("visits", 3, 1, "2019-03-05"),
    put("relapses", 2, 3, "+98 912 555 0143"),
    put("infusions", 3, 1, "۰.۴۶"),
    put("engagement", 2, 3, " session"),
    put("adverse_events", 2, 3, "Dr. Ahmadi"),
    put("adverse_events", 2, 5, "=A1"),
]


def test_a_sound_folder_is_a_cohort(tmp_path: Path) -> None:
    cohort = sound(folder(tmp_path))

    assert len(cohort.patients) == 3
    assert cohort.origin == "patient"
    assert set(cohort.sources) == {f"{name}.csv" for name in TABLES}


def test_the_bundled_cohort_is_sound() -> None:
    assert len(bundled_cohort().patients) == 99
    with pytest.raises(UsageFault, match="no bundled cohort"):
        bundled_cohort("unknown")


@given(st.sets(st.integers(0, len(FAULTS) - 1), min_size=1))
@settings(deadline=None, max_examples=25)
def test_as_many_faults_as_were_planted_are_found(
    tmp_path_factory: pytest.TempPathFactory, chosen: set[int]
) -> None:
    def change(tables: dict[str, list[str]]) -> None:
        for k in chosen:
            FAULTS[k](tables)

    violations = findings(folder(tmp_path_factory.mktemp("planted"), change))

    assert len(violations) == len(chosen)
    assert all(v.rule and v.must and v.remedy for v in violations)


@given(st.permutations(range(1, 5)))
@settings(deadline=None, max_examples=10)
def test_the_order_of_rows_changes_no_finding(
    tmp_path_factory: pytest.TempPathFactory, order: list[int]
) -> None:
    def change(tables: dict[str, list[str]]) -> None:
        put("visits", 3, 1, "99")(tables)
        put("visits", 2, 2, "3.25")(tables)
        tables["visits"] = [tables["visits"][0], *(tables["visits"][k] for k in order)]

    violations = findings(folder(tmp_path_factory.mktemp("order"), change))

    assert {(v.rule, v.column, v.patient, v.value) for v in violations} == {
        ("time.after_follow_up", "month", "P01", "99, end 24"),
        ("score.on_scale", "edss", "P01", "3.25"),
    }


def test_a_path_that_is_not_there_is_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(UsageFault, match="No such file"):
        read_cohort(tmp_path / "nothing", BUNDLED)


def test_a_count_that_the_clinic_does_not_know_is_excluded_and_counted(tmp_path: Path) -> None:
    lines = list(ONE_TABLE)
    cells = lines[2].split(",")
    cells[lines[0].split(",").index("whatsapp_messages")] = ""
    lines[2] = ",".join(cells)

    cohort = sound(one_table(tmp_path, lines))

    rows = engagement_effects(cohort, BUNDLED, outcome="relapse")
    own = rows[(rows["channel"] == "whatsapp") & (rows["activity"] == "message")]
    row = own[own["role"] == "reported"].iloc[0]
    # P02 is left out for its count, nobody else: each other was seen after the landmark.
    assert (row["n"], row["dropped"]) == (2, 1)


def test_a_study_file_in_the_folder_is_no_foreign_file_and_is_among_the_sources(
    tmp_path: Path,
) -> None:
    own = bundled_cohort_path("nabiuni2023").parent / "study.toml"
    place, table = folder(tmp_path / "tables"), one_table(tmp_path / "one")
    shutil.copy(own, place / "study.toml")
    shutil.copy(own, table.with_name("clinic.study.toml"))
    digest = hashlib.sha256(own.read_bytes()).hexdigest()

    assert sound(place).sources["study.toml"] == digest
    assert sound(table).sources["clinic.study.toml"] == digest
    (place / "study.toml").write_text("of another study", encoding="utf-8")
    assert "study.toml" not in sound(place).sources
