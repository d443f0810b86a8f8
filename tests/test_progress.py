"""Progress that is heard, or not."""

from rtxoutcomes.intake import bundled_cohort, read_cohort
from rtxoutcomes.progress import silent
from rtxoutcomes.read.study_file import bundled_cohort_path, read_study


def test_a_long_call_names_its_stages_to_whoever_listens() -> None:
    stages: list[str] = []

    heard = read_cohort(
        bundled_cohort_path("nabiuni2023"), read_study("nabiuni2023"), tell=stages.append
    )
    silent("nobody hears it")

    assert stages == ["reading the tables", "checking the tables"]
    assert heard.patients.equals(bundled_cohort().patients)
