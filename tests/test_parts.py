"""Blocks of a study file."""

import pytest
from pydantic import ValidationError

from rtxoutcomes.parts import Part


class Block(Part):
    step: float = 1.0


def test_a_misspelt_key_is_a_fault_and_not_ignored() -> None:
    with pytest.raises(ValidationError, match="stepp"):
        Block.model_validate({"stepp": 2})


def test_a_block_cannot_be_changed() -> None:
    block = Block()

    with pytest.raises(ValidationError, match="frozen"):
        block.step = 2.0


@pytest.mark.parametrize("value", [float("inf"), float("nan")])
def test_a_number_that_is_not_finite_is_a_fault(value: float) -> None:
    with pytest.raises(ValidationError, match="finite"):
        Block(step=value)
