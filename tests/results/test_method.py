"""The closed list of methods."""

from rtxoutcomes.results.method import MethodKey


# A method may be known by a name with a number in it, as HC3 is.
def test_a_method_is_lower_case_words_or_numbers() -> None:
    assert all(part.isalnum() for key in MethodKey for part in key.value.split("_"))
    assert all(key.value == key.value.lower() for key in MethodKey)


def test_a_method_has_the_name_of_its_value() -> None:
    assert all(key.name.lower() == key.value for key in MethodKey)
