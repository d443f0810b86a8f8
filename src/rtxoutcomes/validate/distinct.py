"""A column as its distinct texts: a rule examines each text once, however many rows hold it."""

from collections.abc import Callable, Collection
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from rtxoutcomes.arrays import Bools, Floats, Ints
from rtxoutcomes.validate.numbers import NUMBER


@dataclass(frozen=True, slots=True, repr=False)
class Distinct:
    """`texts[codes]` is the column; `texts` are distinct, in order of first appearance."""

    texts: list[str]
    codes: NDArray[np.intp]

    def __repr__(self) -> str:
        # A traceback may print it: never a cell.
        return f"<Distinct: {len(self.texts)} texts, {len(self.codes)} rows>"

    def counts(self) -> Ints:
        """How many rows hold each text."""
        return np.bincount(self.codes, minlength=len(self.texts)).astype(np.int64)

    def digits(self) -> list[int]:
        """The texts of digits only, which may be numbers of persons."""
        return [k for k, text in enumerate(self.texts) if text.isdigit()]

    def rows(self, numbers: Collection[int]) -> NDArray[np.intp]:
        """The rows that hold one of the texts with these numbers."""
        if not numbers:
            return np.empty(0, dtype=np.intp)
        chosen = np.zeros(len(self.texts), dtype=bool)
        chosen[list(numbers)] = True
        return np.flatnonzero(chosen[self.codes])


def distinct(column: pd.Series, missing_tokens: Collection[str]) -> Distinct:
    """The column's texts; words for "missing" are replaced by the empty text.

    A number for "missing" may have decimals of zero: 999 is 999.0 in a column of decimals.
    """
    codes, uniques = pd.factorize(column.to_numpy(dtype=object), use_na_sentinel=False)
    texts = uniques.tolist()
    if missing_tokens:
        tokens = frozenset(missing_tokens)
        texts = ["" if text in tokens or _whole(text) in tokens else text for text in texts]
    return Distinct(texts, codes.astype(np.intp, copy=False))


def _whole(text: str) -> str:
    """`999` for `999.00`; another text as it is."""
    whole, point, decimals = text.partition(".")
    return whole if point and decimals and not decimals.strip("0") else text


def matching(texts: list[str], valid: Callable[[str], object]) -> Bools:
    """Which texts satisfy `valid`; the empty text always does."""
    matches = np.fromiter(map(bool, map(valid, texts)), bool, len(texts))
    matches[[k for k in np.flatnonzero(~matches).tolist() if not texts[k]]] = True
    return matches


def numbers(texts: list[str]) -> Floats:
    """Each text as a number; NaN if it is not one."""
    number = NUMBER.fullmatch
    return np.fromiter((float(t) if number(t) else np.nan for t in texts), float, len(texts))
