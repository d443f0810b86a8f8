"""A column as its distinct texts: rules look at each text once, however many rows hold it."""

from collections.abc import Callable, Collection
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from rtxoutcomes.validate.numbers import NUMBER


@dataclass(frozen=True, slots=True, repr=False)
class Distinct:
    """`texts[codes]` is the column; `texts` are different from one another, in order of rows."""

    texts: list[str]
    codes: NDArray[np.intp]

    def __repr__(self) -> str:
        # A traceback may print it: never a cell.
        return f"<Distinct: {len(self.texts)} texts, {len(self.codes)} rows>"

    def counts(self) -> NDArray[np.int64]:
        """How many rows hold each text."""
        return np.bincount(self.codes, minlength=len(self.texts)).astype(np.int64)

    def digits(self) -> list[int]:
        """The texts that are nothing but digits: numbers that may be persons'."""
        return [k for k, told in enumerate(map(str.isdigit, self.texts)) if told]

    def rows(self, told: Collection[int]) -> NDArray[np.intp]:
        """The rows that hold one of these texts."""
        if not told:
            return np.empty(0, dtype=np.intp)
        chosen = np.zeros(len(self.texts), dtype=bool)
        chosen[list(told)] = True
        return np.flatnonzero(chosen[self.codes])


def distinct(column: pd.Series, missing_tokens: Collection[str]) -> Distinct:
    """The column's texts, a word for "missing" among them as the empty text it stands for."""
    codes, found = pd.factorize(column.to_numpy(dtype=object), use_na_sentinel=False)
    texts = found.tolist()
    if missing_tokens:
        tokens = frozenset(missing_tokens)
        texts = ["" if text in tokens else text for text in texts]
    return Distinct(texts, codes.astype(np.intp, copy=False))


def matching(texts: list[str], sound: Callable[[str], object]) -> NDArray[np.bool_]:
    """Which texts `sound` says something true of; the empty text is always sound."""
    told = np.fromiter(map(bool, map(sound, texts)), bool, len(texts))
    told[[k for k in np.flatnonzero(~told).tolist() if not texts[k]]] = True
    return told


def numbers(texts: list[str]) -> NDArray[np.float64]:
    """Each text as a number; NaN where it is none."""
    number = NUMBER.fullmatch
    return np.fromiter((float(t) if number(t) else np.nan for t in texts), float, len(texts))
