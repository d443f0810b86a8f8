"""Every public estimator of paired change, time to event and regression refuses what is malformed.

One table of calls that are right (`estimator_calls`), one of what each argument must not be: every
argument of every estimator is spoilt in every way, and the error names it. A new public estimator
without a call fails the first test.
"""

import inspect
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pandas as pd
import pytest

from estimator_calls import CALLS as EVERY
from estimator_calls import EVENT
from rtxoutcomes import estimate

# Proportions, tables, rates, missing data and families of tests have their own tests of this kind.
ELSEWHERE = {
    "adjust",
    "agresti_coull",
    "before_after_ratio",
    "best_and_worst_case",
    "chi_square",
    "conditional_odds",
    "fisher_doubled",
    "freeman_halton",
    "holm",
    "impute_pairs",
    "jeffreys",
    "mean_cumulative",
    "mean_events_at",
    "negative_binomial",
    "poisson_regression",
    "proportion",
    "proportion_interval",
    "rate",
    "pooled_dispersion",
    "rate_ratio_exact",
    "rate_ratio_point_probability",
    "rate_ratio_quasi_poisson",
    "relative_effect",
    "risk_difference_melded",
    "risk_difference_miettinen_nurminen",
    "risk_difference_newcombe",
    "risk_ratio_koopman",
    "risk_ratio_miettinen_nurminen",
    "risk_with_censored_hazard",
    "rubin_pool",
    "tipping_shift",
    "zero_event_bound",
    "zero_event_limit",
    "standardised_difference",
    "standardised_share_difference",
}
CALLS = {name: call for name, call in EVERY.items() if name not in ELSEWHERE}
# Arguments that carry what another estimator made, or names; their types are checked by mypy.
MADE = {"table", "a", "b", "curve", "terms"}


def spoilt(array: object, place: int, value: float) -> Any:
    """A copy of the array with one value replaced."""
    copy = np.array(array, dtype=np.float64)
    copy.reshape(-1)[place] = value
    return copy


NO_COUNT = [-1, 2.5, np.nan, "3", None]
NO_LEVEL = [0, 1, 95, -0.1, np.nan, "95%", None]
NO_TIME = [0.0, -3.0, np.nan, np.inf, "12", None]
WORDS = ["a"] * 6
UNNAMED = ["a", None, "b", "a", "b", "a"]


def spoilt_copies(array: object, *values: float) -> list[Any]:
    """What no array of these values may be: another shape or length, words, or a value of those."""
    copy = np.asarray(array, dtype=np.float64)
    values = (np.nan, np.inf, *values)
    return [copy[None], copy[:-1], WORDS, *(spoilt(copy, 1, value) for value in values)]


def spoilt_labels(codes: object) -> list[Any]:
    """What no labels of groups may be: words are labels, a missing word is none."""
    return [UNNAMED if bad is WORDS else bad for bad in spoilt_copies(codes, 0.5)]


BAD: dict[str, Callable[[Any], list[Any]]] = {
    "after": lambda _: [np.ones(7), *spoilt_copies(np.ones(6), -1.0, 0.0)[2:]],
    "at_risk": lambda _: [[[6, 5]], [6], [6, -1], [6, 2.5], [6, np.nan]],
    "at": lambda good: [g for g in spoilt_copies(good) if np.shape(g) != (5, 2)],
    "baseline": lambda good: [spoilt_copies(good)[0], *spoilt_copies(good)[2:]],
    "before": lambda _: [np.ones((1, 2)), *spoilt_copies(np.ones(6), -1.0, 0.0)[2:]],
    "better": lambda _: [*NO_COUNT, 7],
    "cause": lambda good: spoilt_copies(good, -1.0, 0.5),
    "change": lambda good: [g for g in spoilt_copies(good) if np.shape(g) != (5,)],
    "cluster": spoilt_labels,
    "columns": lambda _: [[], [2], [-1]],
    "conf_level": lambda _: NO_LEVEL,
    "conf_type": lambda _: ["logit", "", None],
    "correlation": lambda _: NO_LEVEL,
    "covariance": lambda _: ["HC4", None],
    "covariates": spoilt_copies,
    "design": spoilt_copies,
    "draws": lambda _: [*NO_COUNT, 0],
    "dropped": lambda _: NO_COUNT,
    "entry": lambda _: [*spoilt_copies(np.zeros(6), 5.0, 6.0)],
    "event": lambda good: spoilt_copies(good, 2.0, -1.0, 0.5),
    "events": lambda good: (
        [*NO_COUNT, 0] if np.ndim(good) == 0 else [[[1, 0]], [1], [1, -1], [1, 6]]
    ),
    "external_mean": lambda _: [np.nan, np.inf, "4", None],
    "group": spoilt_labels,
    "horizon": lambda _: NO_TIME,
    "left_early": lambda good: spoilt_copies(good, 2.0, 0.5),
    "limit": lambda _: NO_TIME,
    "limits": lambda _: ["HC1", None],
    "month": lambda _: NO_TIME[1:],
    "months": lambda good: spoilt_copies(good, -1.0) if np.size(good) > 1 else [[-1.0], [np.nan]],
    "n": lambda _: [*NO_COUNT, 3],
    "only": lambda _: [["unknown"], []],
    "outcome": lambda good: spoilt_copies(good, *([2.0] if good is EVENT else [])),
    "quantile_type": lambda _: [1, "7", None],
    "remaining": lambda _: [[[6, 5]], [6], [6, -1], [6, 2.5], [6, np.nan]],
    "rng": lambda _: [42, None, np.random.RandomState(1)],
    "sd": lambda _: NO_TIME,
    "share": lambda _: NO_LEVEL,
    "step": lambda _: NO_TIME,
    "strata": spoilt_labels,
    "tau": lambda _: NO_TIME,
    "ties": lambda _: ["exact", None],
    "tolerance": lambda _: NO_TIME[1:],
    "transform": lambda _: ["sqrt", None],
    "values": lambda good: [
        spoilt_copies(good)[0],
        spoilt_copies(good)[2],
        spoilt(good, 0, np.inf),
    ],
    "years": spoilt_copies,
    "wanted": lambda _: [0, -1, 1.5, np.nan],
    "worse": lambda _: [*NO_COUNT, 4],
    "zeros": lambda _: ["zsplit", None],
}
NOT_A_MISTAKE = {("signed_rank_asymptotic", "continuity")}


def cases() -> Iterator[Any]:
    for name, good in CALLS.items():
        parameters = inspect.signature(getattr(estimate, name)).parameters
        for argument, parameter in parameters.items():
            if argument in MADE or (name, argument) in NOT_A_MISTAKE:
                continue
            value = good.get(argument, parameter.default)
            for k, bad in enumerate(BAD[argument](value)):
                yield pytest.param(name, argument, bad, id=f"{name}-{argument}-{k}")


def test_every_public_estimator_has_its_call() -> None:
    functions = {name for name in estimate.__all__ if not name[0].isupper()}

    assert functions == set(EVERY)
    assert set(EVERY) >= ELSEWHERE


@pytest.mark.parametrize("name", CALLS)
def test_the_call_that_is_spoilt_is_right_before(name: str) -> None:
    getattr(estimate, name)(**CALLS[name])


def as_lists(value: object) -> object:
    return value.tolist() if isinstance(value, np.ndarray) else value


def as_columns(value: object) -> object:
    """As columns of pandas whose index is none of the positions."""
    if not isinstance(value, np.ndarray):
        return value
    index = range(10, 10 + len(value))
    return pd.Series(value, index) if value.ndim == 1 else pd.DataFrame(value, index)


@pytest.mark.parametrize("converted", [as_lists, as_columns])
@pytest.mark.parametrize("name", CALLS)
def test_lists_and_columns_of_pandas_are_taken_like_arrays(
    name: str, converted: Callable[[object], object]
) -> None:
    def outcome(arguments: dict[str, Any]) -> str:
        fresh = {"rng": np.random.default_rng(1)} if "rng" in arguments else {}
        return repr(getattr(estimate, name)(**(arguments | fresh)))

    assert outcome({key: converted(value) for key, value in CALLS[name].items()}) == outcome(
        CALLS[name]
    )


@pytest.mark.parametrize(("name", "argument", "bad"), list(cases()))
def test_a_malformed_argument_is_named(name: str, argument: str, bad: Any) -> None:
    with pytest.raises(ValueError, match=r"^\w+(\[[0-9, ]+\])? must be .+, not .+") as caught:
        getattr(estimate, name)(**(CALLS[name] | {argument: bad}))

    # A design with a row too many and an outcome with one too few are the same mistake.
    assert argument in str(caught.value) or "rows by terms" in str(caught.value)
