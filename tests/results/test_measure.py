"""The closed list of measures."""

from rtxoutcomes.results.measure import Measure


def test_a_measure_is_lower_case_words_without_a_number() -> None:
    assert all(part.isalpha() and part.islower() for m in Measure for part in m.value.split("_"))


def test_a_measure_has_the_name_of_its_value() -> None:
    assert all(measure.name.lower() == measure.value for measure in Measure)
