"""Rules over rows for the form with one row a patient."""

from collections.abc import Mapping
from functools import partial

import numpy as np
import pandas as pd

from rtxoutcomes.arrays import Bools, Ints
from rtxoutcomes.calendar import SAME_TIME
from rtxoutcomes.errors import Rule, Violation
from rtxoutcomes.study import Study
from rtxoutcomes.validate import rows as rules
from rtxoutcomes.validate.columns import CheckedTable
from rtxoutcomes.validate.limit import listed
from rtxoutcomes.validate.rows import number_or_empty, violation

NO_MONTH = Rule(
    "relapse.month_needed",
    "must be filled in for a patient with an attack",
    "fill in the month of the first attack, or correct {relapsed}; if no months are known, remove "
    "the columns: relapses are then not collected",
)
NO_MONTHS = Rule(
    "relapse.month_needed",
    "must be present, since patients had an attack",
    "add a column with the month of the first attack of each patient; if no months are known, "
    "remove {attacks}: relapses are then not collected",
)
DISAGREE = Rule(
    "relapse.disagree",
    "must agree with the other columns on attacks",
    "correct {relapsed}, {relapse_month} or {relapse_count} so that they agree",
)
NO_ANSWER = Rule(
    "relapse.unsaid",
    "must be filled in for all patients or for none",
    "enter whether there was an attack; an empty cell does not mean no",
)
# How long after the end of follow-up a visit may have been planned that took place before it.
PLANNED_MONTHS = 1.0
RELAPSE_COLUMNS = ("relapsed", "relapse_month", "relapse_count")


def check_one_table(table: CheckedTable, study: Study) -> list[Violation]:
    """Rules over a row: columns on attacks agree, and nothing lies after follow-up.

    The month of a visit in a column is when it was planned: it may lie up to a month later.

    A count of engagement or of adverse events may be empty: it is then unknown, never 0, and the
    patient is counted as missing wherever it is needed.
    """
    frame = table.frame
    violations = [*rules.repeated_ids(table), *_relapse_faults(table)]
    after_end = rules.AFTER_END.with_headers(table.headers)
    end = frame["follow_up_months"].to_numpy("float64") * (1 + SAME_TIME)
    for column in ("relapse_month", "engagement_window_months"):
        late = np.flatnonzero(frame[column].to_numpy("float64") > end).tolist()
        violations += listed(late, partial(_late, table, column, after_end))
    for columns in study.one_table.scores.values():
        for column, month in columns.visits.items():
            missed = table.frame[column].notna() & (month > end + PLANNED_MONTHS)
            planned = partial(_late, table, column, after_end, planned=month)
            violations += listed(np.flatnonzero(missed).tolist(), planned)
    return violations


def _late(
    table: CheckedTable, column: str, rule: Rule, row: int, planned: float | None = None
) -> Violation:
    """A month after the end of follow-up: that of the cell, or the planned one of its column."""
    month = table.frame.loc[row, column] if planned is None else planned
    return violation(table, column, row, rule, number_or_empty(month))


def _relapse_faults(table: CheckedTable) -> list[Violation]:
    """Rows in which flag, month and count of attacks disagree or are all empty."""
    answers = {column: _answers(table.frame[column]) for column in RELAPSE_COLUMNS}
    yes = sum((answer > 0).astype(int) for answer in answers.values())
    no = sum((answer < 0).astype(int) for answer in answers.values())
    # If only the month was collected, an empty cell means no attack.
    collected = [column for column in ("relapsed", "relapse_count") if answers[column].any()]
    # Without a month an attack would be lost: every analysis counts them by their months.
    no_month = (yes > 0) & (no == 0) & (answers["relapse_month"] == 0)
    sound = ~rules.refused_rows(table, RELAPSE_COLUMNS)
    whole = [] if "relapse_month" in table.collected else _no_months(table, no_month & sound)
    faulty = (yes > 0) & (no > 0)
    if not whole:
        faulty |= no_month
    if collected:
        faulty |= (yes == 0) & (no == 0)
    rows = np.flatnonzero(faulty & sound).tolist()
    one = partial(_relapse_fault, table, answers, collected)
    return [*whole, *listed(rows, one)]


def _no_months(table: CheckedTable, attacked: Bools) -> list[Violation]:
    """The column of months that is missing as one finding, with the number of its patients."""
    number = int(attacked.sum())
    if not number:
        return []
    value = "1 patient with an attack" if number == 1 else f"{number} patients with an attack"
    stated = [table.headers[c] for c in RELAPSE_COLUMNS if c in table.collected]
    rule, must, remedy = NO_MONTHS.with_headers({"attacks": " and ".join(stated)})
    column = table.headers["relapse_month"]
    return [Violation.of(table.name, rule, must, remedy, column=column, value=value)]


def _relapse_fault(
    table: CheckedTable, answers: Mapping[str, Ints], collected: list[str], row: int
) -> Violation:
    yes = [column for column, answer in answers.items() if answer[row] > 0]
    no = [column for column, answer in answers.items() if answer[row] < 0]
    if yes and no:
        # Of three columns the one that differs; of two the one that adds detail to the other.
        column = (yes if len(yes) < len(no) else no if len(no) < len(yes) else sorted(yes + no))[0]
        words = "yes" if column in yes else "no"
        value = words if column == "relapsed" else number_or_empty(table.frame[column][row])
        return violation(table, column, row, DISAGREE.with_headers(table.headers), value)
    if yes:
        rule = NO_MONTH.with_headers(table.headers)
        return violation(table, "relapse_month", row, rule, "an empty cell")
    return violation(table, collected[0], row, NO_ANSWER, "an empty cell")


def _answers(column: pd.Series) -> Ints:
    """Whether a cell states an attack: 1 yes, -1 no, 0 empty.

    A month lies after 0 (a column rule), so that any month means yes.
    """
    values = column.to_numpy("float64", na_value=np.nan)
    return np.where(np.isnan(values), 0, np.where(values > 0, 1, -1)).astype(np.int64)
