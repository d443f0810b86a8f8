import json
import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rtxoutcomes.estimate.missing.pooling import rubin_pool

REFERENCE = json.loads(
    (Path(__file__).parents[2] / "reference" / "missing.json").read_text(encoding="utf-8")
)["pool"]
# Numbers of about 15 digits in the file, through a few sums.
RTOL = 1e-10

estimate = st.floats(-5, 5).map(lambda v: round(v, 3))
error = st.floats(0.05, 3).map(lambda v: round(v, 3))
imputations = st.lists(st.tuples(estimate, error), min_size=2, max_size=20)


@pytest.mark.parametrize("term", range(3))
def test_pooled_fits_match_mice(term: int) -> None:
    r = REFERENCE
    each, errors = (np.array(r[k])[:, term] for k in ("estimates", "errors"))

    result = rubin_pool(each, errors, n=r["n"], complete_df=r["complete_df"])

    value = result.value
    actual = [
        *(value.estimate, value.std_error, value.df, value.p_value, value.conf_low),
        *(value.conf_high, result.within, result.between, result.relative_increase),
        *(result.missing_share, result.missing_information),
    ]
    names = ["estimate", "std_error", "df", "p", "low", "high", "within", "between"]
    names += ["relative_increase", "missing_share", "missing_information"]
    np.testing.assert_allclose(actual, [r[name][term] for name in names], RTOL)
    if term == 2:
        assert result.df_rubin == pytest.approx(r["df_rubin"], rel=RTOL)


@settings(deadline=None, max_examples=60)
@given(imputations, st.integers(5, 200))
def test_pooling_never_narrows_and_its_degrees_never_exceed_those_of_complete_data(
    rows: list[tuple[float, float]], complete_df: int
) -> None:
    each, errors = np.array(rows).T

    result = rubin_pool(each, errors, n=10, complete_df=complete_df)

    assert result.value.std_error >= math.sqrt(result.within) * (1 - 1e-12)
    assert 0 < result.value.df <= complete_df
    assert 0 <= result.missing_share < 1
    assert min(each) - 1e-9 <= result.value.estimate <= max(each) + 1e-9


def test_imputations_that_agree_leave_the_error_of_one() -> None:
    result = rubin_pool([0.5, 0.5, 0.5], [0.2, 0.2, 0.2], n=12, complete_df=11)

    assert result.value.std_error == pytest.approx(0.2)
    # Barnard and Rubin's degrees of freedom with nothing missing: (v + 1) / (v + 3) v.
    assert result.value.df == pytest.approx(12 / 14 * 11)
    assert result.missing_information == pytest.approx(2 / (result.value.df + 3))


def test_without_degrees_of_freedom_of_complete_data_the_reference_is_normal_at_the_end() -> None:
    result = rubin_pool([0.5, 0.5], [0.2, 0.2], n=12)

    assert result.value.p_value == pytest.approx(0.012419330651552318, rel=1e-6)
    assert result.missing_information == 0


def test_no_spread_at_all_is_not_estimable() -> None:
    result = rubin_pool([0.5, 0.5], [0.0, 0.0], n=12)

    assert (result.value.status, result.value.note) == ("not_estimable", "zero_variance")


def test_malformed_arguments_are_refused_by_name() -> None:
    with pytest.raises(ValueError, match="estimates must be at least two imputations, not 1"):
        rubin_pool([1.0], [0.1], n=3)
    with pytest.raises(ValueError, match=r"std_errors\[1\] must be finite and at least 0"):
        rubin_pool([1.0, 2.0], [0.1, -0.1], n=3)
    with pytest.raises(ValueError, match="std_errors must be as long as estimates"):
        rubin_pool([1.0, 2.0], [0.1], n=3)
    with pytest.raises(ValueError, match="complete_df must be"):
        rubin_pool([1.0, 2.0], [0.1, 0.1], n=3, complete_df=0)
    with pytest.raises(ValueError, match="n must be a whole number"):
        rubin_pool([1.0, 2.0], [0.1, 0.1], n=-3)
    with pytest.raises(ValueError, match="conf_level must be"):
        rubin_pool([1.0, 2.0], [0.1, 0.1], n=3, conf_level=95)
