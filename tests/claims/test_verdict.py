"""The order in which readings and denominators are tried."""

from rtxoutcomes.claims.printed import Reading
from rtxoutcomes.claims.verdict import Verdict, judge


def tried(*attained: tuple[int, Reading]) -> Verdict:
    return judge(lambda n, reading: True if (n, reading) in attained else None, 5, 7).verdict


def test_the_stated_n_comes_first_and_rounding_before_truncation() -> None:
    other = (4, Reading.HALF_UP)

    assert tried((5, Reading.HALF_EVEN), other) is Verdict.ATTAINABLE
    assert tried((5, Reading.TRUNCATION), other) is Verdict.TRUNCATION
    assert tried(other) is Verdict.OTHER_DENOMINATOR
    assert tried((7, Reading.TRUNCATION)) is Verdict.OTHER_DENOMINATOR
    assert tried((1, Reading.HALF_UP), (8, Reading.HALF_UP)) is Verdict.NOT_ATTAINABLE


def test_other_denominators_are_all_named() -> None:
    result = judge(lambda n, _: n if n in {2, 4} else None, 5)

    assert result.others == (4, 2)
    assert result.words == (
        "attainable with another denominator: 4, 2; 5 is stated (below it: missing data)"
    )
