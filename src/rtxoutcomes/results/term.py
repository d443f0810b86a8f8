"""The names that references in authors' texts give to rows: the only place where they are made.

`{{ edss.NMOSD.mean_change }}` names the row by endpoint, group and term. A term is composed from
the columns of a row and never taken apart: a reference is found by comparing whole names.
"""

import math


def term(
    *,
    quantity: str,
    month: float = math.nan,
    channel: str = "",
    activity: str = "",
    model: str = "",
    subgroup: str = "",
    level: str = "",
    choice: str = "",
    against: str = "",
) -> str:
    """`risk_12_months`, `proportion:female`, `hazard_ratio_3_months:whatsapp:message:landmark`."""
    first = quantity if math.isnan(month) else f"{quantity}_{month:g}_months"
    rest = (channel, activity, model, subgroup, level, choice, f"vs {against}" if against else "")
    return ":".join((first, *filter(None, rest)))


def reference_name(endpoint: str, group: str, term_: str) -> str:
    """`edss.NMOSD.mean_change`: what a text calls a row."""
    return f"{endpoint}.{group}.{term_}"


def row_key(endpoint: str, group: str, term_: str, method_key: str) -> str:
    """`edss.NMOSD.mean_change[paired_t]`: endpoint, group, term and method."""
    return f"{reference_name(endpoint, group, term_)}[{method_key}]"
