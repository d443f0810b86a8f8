import pytest

from rtxoutcomes.study.pattern import MOST_WAYS, pattern_fault


@pytest.mark.parametrize(
    "pattern",
    [
        *(
            r"[A-Za-z]{1,8}-?[0-9]{1,8}",
            "Q[0-9]{3}",
            "[A-Z]+[0-9]+",
            r"SYN-\d{4}|P\d+",
            "[])(*+]x",
        ),
        *("(A|B)-[0-9]{3}", "(SYN-)?[0-9]+", "(?:A|B)[0-9]{2,}", r"P\(\)+", ".*"),
    ],
)
def test_a_pattern_that_is_tried_quickly_may_be_used(pattern: str) -> None:
    assert pattern_fault(pattern) == ""


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        ("[A-", "must be a regular expression"),
        ("(a+)+$", "must not repeat a group"),
        ("(A|B){3}", "must not repeat a group"),
        ("(?:a|a)*b", "must not repeat a group"),
        ("a*a*a*a*a*b", "fewer parts"),
        ("(a|a)" * 20, "fewer parts"),
        ("(?=a)b", "must not look ahead"),
        (r"(a)\1", "must not look ahead"),
        ("(?P<x>a)(?P=x)", "must not look ahead"),
        ("a{9999999999999}", "must be a regular expression"),
    ],
)
def test_a_pattern_that_takes_hours_is_refused(pattern: str, words: str) -> None:
    assert words in pattern_fault(pattern)


def test_three_parts_of_any_length_are_the_most() -> None:
    assert pattern_fault("a+b+c+") == ""
    assert pattern_fault("a+b+c+d+") != ""
    assert 32**3 < MOST_WAYS < 32**4
