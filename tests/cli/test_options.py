"""Arguments and options that several commands share."""

import inspect

import pytest

from rtxoutcomes.cli.options import DEFAULT_STUDY, allowed_numbers
from rtxoutcomes.errors import UsageFault
from rtxoutcomes.intake import bundled_cohort
from rtxoutcomes.read.study_file import bundled_studies, read_study


def test_the_default_study_is_that_of_the_library() -> None:
    assert DEFAULT_STUDY in bundled_studies()
    assert inspect.signature(read_study).parameters["source"].default == DEFAULT_STUDY
    assert inspect.signature(bundled_cohort).parameters["name"].default == DEFAULT_STUDY


def test_allowed_numbers_are_columns_with_their_reasons() -> None:
    assert allowed_numbers(None) == {}
    assert allowed_numbers(["a.b= because = it is so "]) == {"a.b": "because = it is so"}
    for word in ("a.b", "a.b="):
        with pytest.raises(UsageFault, match=r"TABLE\.COLUMN=REASON"):
            allowed_numbers([word])
