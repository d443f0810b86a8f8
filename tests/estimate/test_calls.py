"""Calls as users type them: columns and labels, counts of pandas, and arguments of a wrong kind.

Every public estimator is tried with every kind of thing that an argument is not: the error is one
sentence that names the argument, raised by this package and not by numpy or scipy.
"""

import dataclasses
import json
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from estimator_calls import CALLS, EVENT, MONTHS
from rtxoutcomes import estimate

PACKAGE = str(Path(estimate.__file__).parents[1])
FRAME = pd.DataFrame({"months": MONTHS, "age": MONTHS + 30})
AN_ESTIMATE = estimate.mean_change([1.0, 2.0, 2.5])
# Lists and arrays of a kind that an array argument is not.
NO_ARRAYS = [AN_ESTIMATE, {"a": 1}, "months", b"months", 3 + 1j, {1.0, 2.0}, iter([1.0]), pd.NaT]
NO_COLUMNS = [3.0, FRAME, np.ones((2, 3)), ["a", 1.0], [[1.0], [1.0, 2.0]], pd.Series(["a", "b"])]
NO_NUMBERS = [AN_ESTIMATE, FRAME, [1.0, 2.0], MONTHS, "12", {"a": 1}, pd.NA]
# What stands for its own kind: a mapping, a frame, a list of names, or a random generator.
OTHER_KINDS = {"p_values", "terms", "columns", "rng", "limits"}
DESIGNS = {"design", "covariates", "at", "table"}
GROUPS = {"group", "strata", "cluster"}


def is_array(value: object) -> bool:
    return isinstance(value, list | np.ndarray)


def wrong_calls() -> Iterator[Any]:
    for name, call in CALLS.items():
        for argument, value in call.items():
            if argument in OTHER_KINDS:
                continue
            if isinstance(value, str):
                wrong = [*NO_NUMBERS[:4], 3.0]
            elif is_array(value):
                columns = [3.0, ["a", 1.0]] if argument in DESIGNS | GROUPS else NO_COLUMNS
                wrong = [*NO_ARRAYS, *columns]
            elif isinstance(value, int | float):
                wrong = NO_NUMBERS
            else:
                wrong = [*NO_ARRAYS, FRAME]
            for k, bad in enumerate(wrong):
                yield pytest.param(name, argument, bad, id=f"{name}-{argument}-{k}")


def refusal(name: str, call: dict[str, Any]) -> str:
    """The sentence that refuses a call, once it is known to be one of this package."""
    with pytest.raises((TypeError, ValueError)) as caught:
        getattr(estimate, name)(**call)
    assert traceback.extract_tb(caught.value.__traceback__)[-1].filename.startswith(PACKAGE)
    sentence = str(caught.value)
    assert "\n" not in sentence
    assert len(sentence) < 220
    return sentence


@pytest.mark.parametrize(("name", "argument", "bad"), list(wrong_calls()))
def test_an_argument_of_a_wrong_kind_is_named_in_one_sentence(
    name: str, argument: str, bad: Any
) -> None:
    sentence = refusal(name, CALLS[name] | {argument: bad})

    first = next(iter(CALLS[name]))
    # An array of another length is as wrong as the others are, and named beside the first.
    assert argument in sentence or first in sentence or name in sentence


@pytest.mark.parametrize("name", [name for name, call in CALLS.items() if "event" in call])
@pytest.mark.parametrize("kind", [bool, int])
def test_events_in_the_place_of_times_are_told_to_come_second(name: str, kind: type) -> None:
    swapped = CALLS[name] | {"months": EVENT.astype(kind), "event": MONTHS, "entry": None}

    sentence = refusal(name, {key: swapped[key] for key in CALLS[name]})

    assert "months must be times, which come before the events" in sentence


@pytest.mark.parametrize("name", CALLS)
@pytest.mark.parametrize("kind", ["nullable", "tuple"])
def test_nullable_columns_and_tuples_are_taken_like_arrays(name: str, kind: str) -> None:
    def converted(value: Any) -> Any:
        if not is_array(value) or np.ndim(value) != 1 or not np.isreal(value).all():
            return value
        if kind == "tuple":
            return tuple(np.asarray(value).tolist())
        column = pd.Series(np.asarray(value, dtype=float), range(7, 7 + len(value)))
        nullable = pd.BooleanDtype() if np.asarray(value).dtype == bool else pd.Float64Dtype()
        return column.astype(nullable)

    def outcome(call: dict[str, Any]) -> str:
        fresh = {"rng": np.random.default_rng(1)} if "rng" in call else {}
        return repr(getattr(estimate, name)(**(call | fresh)))

    call = {k: v if k in OTHER_KINDS else converted(v) for k, v in CALLS[name].items()}
    assert outcome(call) == outcome(CALLS[name])


@pytest.mark.parametrize(
    "name",
    [
        *("mean_change", "standardised_mean_change", "limit_nearest_no_change", "signed_rank"),
        *("signed_rank_asymptotic", "smallest_attainable_p", "rank_biserial", "hodges_lehmann"),
        "walsh_interval",
    ],
)
def test_before_and_after_in_the_place_of_a_change_are_told_to_be_subtracted(name: str) -> None:
    with pytest.raises(ValueError, match=r"with one array of changes \(after - before\), not a"):
        getattr(estimate, name)([2, 3, 4], [1, 3, 3])


def leaves(value: Any) -> Iterator[object]:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        yield from leaves(dataclasses.asdict(value))
    elif isinstance(value, dict):
        for inner in value.values():
            yield from leaves(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from leaves(inner)
    else:
        yield value


@pytest.mark.parametrize("name", CALLS)
def test_every_result_from_counts_of_numpy_is_written_as_json(name: str) -> None:
    def counted(value: Any) -> Any:
        if isinstance(value, bool | str) or not isinstance(value, int | float):
            return value
        return np.int64(value) if isinstance(value, int) else np.float64(value)

    result = getattr(estimate, name)(**{k: counted(v) for k, v in CALLS[name].items()})

    # Curves and tables of times hold arrays, which json does not write.
    plain = [leaf for leaf in leaves(result) if not isinstance(leaf, np.ndarray)]
    json.dumps(plain)
    assert {type(leaf) for leaf in plain if not isinstance(leaf, str)} <= {
        *(int, float, bool, type(None)),
    }


LABELS = ["b", "a", "b", "a", "b", "a"]
SORTED, AS_LISTED = [1, 0, 1, 0, 1, 0], [0, 1, 0, 1, 0, 1]
GROUPED = {name: key for name, call in CALLS.items() for key in call if key in GROUPS}


@pytest.mark.parametrize("name", GROUPED)
@pytest.mark.parametrize(
    ("labels", "codes"),
    [
        (LABELS, SORTED),
        (pd.Series(LABELS, range(7, 13)), SORTED),
        (pd.Series(LABELS, dtype="string"), SORTED),
        # Codes follow the categories, and one that nobody has is no group.
        (pd.Categorical(LABELS, ["b", "a", "c"]), AS_LISTED),
        (pd.Series(LABELS, dtype=pd.CategoricalDtype(["b", "a"])), AS_LISTED),
    ],
    ids=["list", "column", "strings", "categorical", "categories"],
)
def test_labels_of_groups_give_what_their_codes_give(
    name: str, labels: Any, codes: list[int]
) -> None:
    key, size = GROUPED[name], len(CALLS[name][GROUPED[name]])

    def outcome(groups: Any) -> str:
        fresh = {"rng": np.random.default_rng(1)} if "rng" in CALLS[name] else {}
        return repr(getattr(estimate, name)(**(CALLS[name] | fresh | {key: groups[:size]})))

    assert outcome(labels) == outcome(codes)


@pytest.mark.parametrize("missing", [None, np.nan, pd.NA])
def test_a_missing_label_is_refused_where_it_stands(missing: Any) -> None:
    sentence = refusal("log_rank", CALLS["log_rank"] | {"group": [*LABELS[:5], missing]})

    assert sentence == "group[5] must be a label, not missing"


@pytest.mark.parametrize("name", sorted({"holm", "adjust"}))
def test_p_values_in_a_column_keep_their_names(name: str) -> None:
    call = CALLS[name]

    result = getattr(estimate, name)(**(call | {"p_values": pd.Series(call["p_values"])}))

    assert result == getattr(estimate, name)(**call)
