"""Arguments and options that several commands share."""

import inspect

from rtxoutcomes.cli.options import DEFAULT_STUDY
from rtxoutcomes.intake import bundled_cohort
from rtxoutcomes.read.study_file import bundled_studies, read_study


def test_the_default_study_is_that_of_the_library() -> None:
    assert DEFAULT_STUDY in bundled_studies()
    assert inspect.signature(read_study).parameters["source"].default == DEFAULT_STUDY
    assert inspect.signature(bundled_cohort).parameters["name"].default == DEFAULT_STUDY
