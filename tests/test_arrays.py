"""The array types by their names."""

from typing import Any, get_args

import numpy as np
import pytest

from rtxoutcomes.arrays import Bools, Floats, Ints


@pytest.mark.parametrize(
    ("alias", "number"), [(Floats, np.float64), (Ints, np.int64), (Bools, np.bool_)]
)
def test_each_name_is_an_array_of_its_numbers(alias: object, number: type[Any]) -> None:
    # Some Pythons say `dtype[float64]` for the last argument of the alias, others `float64`.
    last = get_args(alias)[-1]

    assert number in (last, *get_args(last))
