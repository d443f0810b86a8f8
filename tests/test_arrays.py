"""The array types by their names."""

from typing import get_args

import numpy as np

from rtxoutcomes.arrays import Bools, Floats, Ints


def test_each_name_is_an_array_of_its_numbers() -> None:
    numbers = [get_args(alias)[-1] for alias in (Floats, Ints, Bools)]

    assert numbers == [np.dtype[np.float64], np.dtype[np.int64], np.dtype[np.bool_]]
