"""How many patients must remain where a curve is read."""

from hypothesis import given
from hypothesis import strategies as st

from rtxoutcomes.results.floors import FEWEST_PATIENTS, fewest_at_risk


@given(st.integers(0, 10**6))
def test_five_or_a_tenth_whichever_is_more(n: int) -> None:
    fewest = fewest_at_risk(n)

    assert fewest >= FEWEST_PATIENTS
    assert fewest >= n / 10
    assert fewest == FEWEST_PATIENTS or fewest - 1 < n / 10
