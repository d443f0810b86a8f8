"""Sound texts as values of their kind."""

import numpy as np
import pandas as pd

from rtxoutcomes.validate.cells import YES_NO
from rtxoutcomes.validate.distinct import Distinct, numbers
from rtxoutcomes.validate.judgement import Judgement
from rtxoutcomes.validate.schema import Field


def typed(field: Field, column: Distinct, told: Judgement | None) -> pd.Series:
    """The column with its type: sound cells as values, refused and empty ones missing."""
    refused = told.refused if told is not None else frozenset()
    texts = [None if not t or k in refused else t for k, t in enumerate(column.texts)]
    if field.kind == "number":
        known = None if told is None else told.values
        values = numbers(column.texts) if known is None else known.copy()
        values[[k for k, text in enumerate(texts) if text is None]] = np.nan
        # Adding 0 makes a typed -0 the same zero as any other.
        return pd.Series(values[column.codes] + 0.0)
    if field.kind == "whole":
        return pd.Series(_whole(texts).take(column.codes))
    if field.kind == "yes_no":
        flags = pd.array([None if t is None else YES_NO[t] for t in texts], dtype="boolean")
        return pd.Series(flags.take(column.codes))
    # The text type is pandas' own choice: it differs between pandas 2 and 3.
    words = np.empty(len(texts), dtype=object)
    words[:] = texts
    return pd.Series(words.take(column.codes))


def _whole(texts: list[str | None]) -> pd.api.extensions.ExtensionArray:
    return pd.array([None if t is None else int(t) for t in texts], dtype="Int64")
