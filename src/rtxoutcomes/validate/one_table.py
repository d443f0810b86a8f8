"""The form with one row a patient: rules over its rows."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from rtxoutcomes.errors import Violation
from rtxoutcomes.validate.columns import SAME_TIME, Checked
from rtxoutcomes.validate.rows import (
    AFTER_END,
    Rule,
    number_or_empty,
    refused_rows,
    repeated_ids,
    violation,
)

NO_MONTH = Rule(
    "relapse.month_needed",
    "must be there for a patient with an attack",
    "fill in the month of the first attack, or correct {relapsed}",
)
DISAGREE = Rule(
    "relapse.disagree",
    "must agree with the other columns on attacks",
    "correct {relapsed}, {relapse_month} or {relapse_count} so that they say the same",
)
UNSAID = Rule(
    "relapse.unsaid",
    "must be there for all patients or for none",
    "say whether there was an attack; an empty cell is not taken for no",
)
RELAPSE_COLUMNS = ("relapsed", "relapse_month", "relapse_count")


def check_one_table(table: Checked) -> list[Violation]:
    """Rules over a row: attacks agree with one another, and nothing lies after follow-up.

    A count of engagement or of adverse events may be empty: it is then unknown, never 0, and the
    patient is left out of what needs it and counted there.
    """
    frame = table.frame
    found = [*repeated_ids(table), *_relapse_faults(table)]
    after_end = AFTER_END.speaking(table.headers)
    end = frame["follow_up_months"].to_numpy("float64") * (1 + SAME_TIME)
    for column in ("relapse_month", "engagement_window_months"):
        late = np.flatnonzero(frame[column].to_numpy("float64") > end)
        found += [
            violation(table, column, row, after_end, number_or_empty(frame.loc[row, column]))
            for row in late.tolist()
        ]
    return found


def _relapse_faults(table: Checked) -> list[Violation]:
    """Rows in which flag, month and count of attacks do not agree, or say nothing."""
    said = {column: _says(table.frame[column]) for column in RELAPSE_COLUMNS}
    yes = sum((told > 0).astype(int) for told in said.values())
    no = sum((told < 0).astype(int) for told in said.values())
    # Where only the month was asked for, an empty cell is how the file says no.
    asked = [column for column in ("relapsed", "relapse_count") if said[column].any()]
    no_month = (said["relapse_month"] == 0) & ("relapse_month" in table.collected)
    faulty = ((yes > 0) & (no > 0)) | ((yes > 0) & no_month)
    if asked:
        faulty |= (yes == 0) & (no == 0)
    faulty &= ~refused_rows(table, RELAPSE_COLUMNS)
    rows = np.flatnonzero(faulty).tolist()
    return [
        _relapse_fault(table, row, {c: int(told[row]) for c, told in said.items()}, asked)
        for row in rows
    ]


def _relapse_fault(
    table: Checked, row: int, said: Mapping[str, int], asked: list[str]
) -> Violation:
    yes = [column for column, told in said.items() if told > 0]
    no = [column for column, told in said.items() if told < 0]
    if yes and no:
        # Of three the odd one out; of two the one that adds detail to the other.
        column = (yes if len(yes) < len(no) else no if len(no) < len(yes) else sorted(yes + no))[0]
        words = "yes" if column in yes else "no"
        value = words if column == "relapsed" else number_or_empty(table.frame[column][row])
        return violation(table, column, row, DISAGREE.speaking(table.headers), value)
    if yes:
        rule = NO_MONTH.speaking(table.headers)
        return violation(table, "relapse_month", row, rule, "an empty cell")
    return violation(table, asked[0], row, UNSAID, "an empty cell")


def _says(column: pd.Series) -> NDArray[np.int64]:
    """Whether each cell says that there was an attack: 1 yes, -1 no, 0 nothing.

    A month lies after 0 (a column rule), so that any month says yes.
    """
    values = column.to_numpy("float64", na_value=np.nan)
    return np.where(np.isnan(values), 0, np.where(values > 0, 1, -1)).astype(np.int64)
