"""What kind of number a row holds: how many decimals it has, and whether it is a percentage."""

from rtxoutcomes.rounding import p_text
from rtxoutcomes.tables.cells import (
    Cell,
    count,
    percent_with_interval,
    state,
    with_interval,
)
from rtxoutcomes.tables.select import Number

# Stems of terms whose estimate is a proportion, or a difference of two.
PERCENT = (
    "proportion",
    "serious",
    "risk_",
    "survival_",
    "net_benefit",
    "sign",
    "below_",
    "upper_limit",
    "improved",
    "unchanged",
    "worsened",
    "increased",
    "decreased",
    "level:",
    "difference:",
    "completeness_",
    "relapse_incidence_",
    "competing_end_incidence_",
    "took_part",
    "never_took_part",
    "most_active_tenth",
)
NOT_PERCENT = ("signed_rank", "risk_ratio")
COUNTS = ("count of ", "patients at risk")
MONTHS = "months"
# A P value, though not one of a test that was made.
SMALLEST_P = "smallest_p"
DIGITS = 2
FEW_DIGITS = 1


def is_percent(number: Number) -> bool:
    """Whether the estimate is printed as a percentage."""
    return number.term.startswith(PERCENT) and not number.term.startswith(NOT_PERCENT)


def is_count(number: Number) -> bool:
    """Whether the estimate is a number of patients or events."""
    return number.method.startswith(COUNTS)


def digits_of(number: Number) -> int:
    """Decimals of the estimate: one for months and what Table 1 describes, two for the rest."""
    few = number.unit == MONTHS or number.analysis == "baseline"
    return FEW_DIGITS if few and not number.term.startswith("smd") else DIGITS


def estimate_cell(number: Number) -> Cell:
    """The estimate with its interval, as its kind is printed; a percentage has its sign."""
    if number.estimate != number.estimate:
        return with_interval(number, digits_of(number))
    if is_count(number):
        return count(number)
    if number.term == SMALLEST_P:
        text = p_text(number.estimate, number.style)
        return Cell(text, number.note, number.method, (number.place,))
    if is_percent(number):
        cell = percent_with_interval(number)
        return cell if cell == state(number) else cell._replace(text=f"{cell.text} %")
    return with_interval(number, digits_of(number))
