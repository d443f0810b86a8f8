"""Rules on the log of engagement: which months of which channel were read, for whom."""

from collections.abc import Mapping

import numpy as np

from rtxoutcomes.cohort import LOG
from rtxoutcomes.errors import Rule, Violation
from rtxoutcomes.study import Study
from rtxoutcomes.validate.columns import CheckedTable
from rtxoutcomes.validate.rows import (
    REPEATED_ROW,
    number_or_empty,
    undeclared_activities,
    violation,
)

LOG_KEY = ("export_sha256", "channel", "activity")
AGAIN = "ingest the exports again with --replace; a program writes this table"
ORDER = Rule("log.order", "must not lie before the first month that was read", AGAIN)


def check_log(tables: Mapping[str, CheckedTable], study: Study) -> list[Violation]:
    """Check the log if there is one; its columns and its patients were checked before."""
    log = tables.get(LOG)
    if log is None:
        return []
    return [*undeclared_activities(log, study), *_disordered(log), *_repeated(log)]


def _disordered(log: CheckedTable) -> list[Violation]:
    first, last = (
        log.frame[name].to_numpy("float64", na_value=np.nan)
        for name in ("first_month", "last_month")
    )
    return [
        violation(log, "last_month", row, ORDER, number_or_empty(float(last[row])))
        for row in np.flatnonzero(last < first).tolist()
    ]


def _repeated(log: CheckedTable) -> list[Violation]:
    rows = log.frame[["patient_id", *LOG_KEY]].dropna()
    repeated = rows.index[rows.duplicated(keep="first")]
    return [violation(log, "export_sha256", int(row), REPEATED_ROW) for row in repeated]
