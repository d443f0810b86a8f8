"""P values adjusted for the other tests of a declared family."""

import math
from collections.abc import Mapping
from numbers import Real
from typing import Literal, TypeAlias

import pandas as pd
from statsmodels.stats.multitest import multipletests

from rtxoutcomes.estimate.arguments import count, option
from rtxoutcomes.estimate.refusal import description, refuse

# P by name: a mapping, or a column of pandas with the names in its index.
Family: TypeAlias = "Mapping[str, float] | pd.Series[float]"
Method = Literal["bonferroni", "holm", "hochberg", "hommel", "BH", "BY"]
_STATSMODELS = {
    "bonferroni": "bonferroni",
    "holm": "holm",
    "hochberg": "simes-hochberg",
    "hommel": "hommel",
    "BH": "fdr_bh",
    "BY": "fdr_by",
}


def holm(p_values: Family, size: int | None = None) -> dict[str, float]:
    """Holm's adjusted P values (1979).

    Parameters
    ----------
    p_values
        Name of each test -> P, or a Series with the names in its index; NaN for a test that could
        not be made: it stays NaN.
    size
        Number of tests planned; by default all that are named, the missing ones included.

    Returns
    -------
    dict
        Name of each test -> adjusted P.

    Raises
    ------
    ValueError
        A P value lies outside [0, 1], or the family is smaller than its number of P values.

    Notes
    -----
    The k-th smallest of m planned tests is multiplied by m - k + 1, and is never smaller than the
    one before it.

    Equivalent to
    -------------
    `p.adjust(p, "holm", n = size)` in R; `statsmodels.stats.multitest.multipletests(p,
    method="holm")` where none is missing, which cannot plan for more tests than were made.

    Examples
    --------
    >>> from rtxoutcomes.estimate import holm
    >>> holm({"RRMS": 0.061, "SPMS": 0.23, "NMOSD": 0.004})
    {'RRMS': 0.122, 'SPMS': 0.23, 'NMOSD': 0.012}
    """
    known = _known(p_values)
    planned = len(p_values) if size is None else size
    if count("size", planned) < len(known):
        refuse("size", f"at least the {len(known)} p-values of the family", f"{planned}")
    adjusted, largest = dict.fromkeys(map(str, p_values.keys()), math.nan), 0.0
    for rank, name in enumerate(sorted(known, key=known.__getitem__)):
        largest = max(largest, min(1.0, (planned - rank) * known[name]))
        adjusted[name] = largest
    return adjusted


def adjust(p_values: Family, method: Method) -> dict[str, float]:
    """Adjusted P values; missing ones stay missing and do not count, as in R's `p.adjust`.

    Parameters
    ----------
    p_values
        Name of each test -> P, or a Series with the names in its index; NaN where missing.
    method
        `bonferroni`, `holm`, `hochberg`, `hommel`, `BH` or `BY`.

    Returns
    -------
    dict
        Name of each test -> adjusted P.

    Raises
    ------
    ValueError
        A P value lies outside [0, 1], or the method is not one of `p.adjust`.

    Equivalent to
    -------------
    `p.adjust(p, method)` in R; `statsmodels.stats.multitest.multipletests` where none is missing.

    Examples
    --------
    >>> from rtxoutcomes.estimate import adjust
    >>> adjust({"edss": 0.01, "igg": 0.04}, "BH")
    {'edss': 0.02, 'igg': 0.04}
    """
    option("method", method, _STATSMODELS)
    known = _known(p_values)
    # statsmodels counts NaN in the family or returns NaN for all: pass numbers only.
    values = list(known.values())
    adjusted = multipletests(values, method=_STATSMODELS[method])[1] if values else []
    return dict.fromkeys(map(str, p_values.keys()), math.nan) | dict(
        zip(known, map(float, adjusted), strict=True)
    )


def _known(p_values: Family) -> dict[str, float]:
    if not isinstance(p_values, Mapping | pd.Series):
        refuse("p_values", 'names with their p-values, as {"edss": 0.01}', description(p_values))
    named = {str(name): p for name, p in p_values.items()}
    for name, p in named.items():
        if not isinstance(p, Real) or isinstance(p, bool):
            refuse(f"p_values[{name!r}]", "a number, NaN where missing", f"a {type(p).__name__}")
    known = {name: float(p) for name, p in named.items() if not math.isnan(p)}
    for name, p in known.items():
        if not 0 <= p <= 1:
            refuse(f"p_values[{name!r}]", "between 0 and 1, NaN where missing", f"{p:g}")
    return known
