"""From a number to its text: the measure of a row alone decides how it is printed."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rtxoutcomes.results.floors import FEWEST_PATIENTS, fewest_at_risk
from rtxoutcomes.results.measure import Measure
from rtxoutcomes.results.number import Number
from rtxoutcomes.results.quantity import Quantity
from rtxoutcomes.rounding import (
    digits_from,
    fixed,
    interval,
    p_sentence,
    p_text,
    percent,
    percent_of,
    positive,
)

NOT_REACHED = "not reached"
NOT_REACHED_NOTE = "not_reached"
NO_LIMIT = "no limit"
NO_INTERVAL = "no interval"
# Notes of numbers that too few patients support to be printed; the results hold them.
TOO_FEW = ("few_at_risk", "few_patients")
STATES: Mapping[str, str] = {
    "not_estimable": "not estimable",
    "not_attempted": "not attempted",
    "withheld": "withheld",
}


@dataclass(frozen=True, slots=True)
class Format:
    """How a measure is printed and drawn.

    `decimals` of the estimate and its limits; `percent` prints a hundredfold with a sign, rounded
    by the number of patients; `p_value` prints as a P value; `positive` cannot be negative, and
    prints `<0.01` instead of a 0 that it is not. `null` is the value of no difference,
    `log` asks for a logarithmic axis; `between` joins the groups of a contrast.
    """

    decimals: int = 2
    percent: bool = False
    p_value: bool = False
    positive: bool = False
    null: float = math.nan
    log: bool = False
    between: str = "minus"


_RATIO = Format(positive=True, null=1.0, log=True, between="vs")
# Of a score that may be negative too, a spread is not.
_SPREADS = (Quantity.SD, Quantity.BASELINE_SD, Quantity.FOLLOW_UP_SD)
FORMATS: Mapping[Measure, Format] = {
    Measure.COUNT: Format(decimals=0),
    Measure.PROPORTION: Format(percent=True),
    Measure.PROPORTION_DIFFERENCE: Format(percent=True, null=0.0),
    Measure.RATE: Format(positive=True),
    Measure.MEAN_EVENTS: Format(positive=True),
    Measure.DESCRIPTION: Format(decimals=1),
    Measure.VALUE: Format(),
    Measure.DIFFERENCE: Format(null=0.0),
    Measure.RATIO: _RATIO,
    Measure.DURATION: Format(decimals=1, positive=True),
    Measure.DURATION_DIFFERENCE: Format(decimals=1, null=0.0),
    Measure.HAZARD_RATIO: _RATIO,
    Measure.ODDS_RATIO: _RATIO,
    Measure.RATE_RATIO: _RATIO,
    Measure.RISK_RATIO: _RATIO,
    Measure.CUMULATIVE_HAZARD_RATIO: _RATIO,
    Measure.STANDARDISED_DIFFERENCE: Format(null=0.0),
    Measure.CORRELATION: Format(null=0.0),
    Measure.DISPERSION: Format(positive=True),
    Measure.EVENTS_PER_PARAMETER: Format(decimals=1, positive=True),
    Measure.P_VALUE: Format(p_value=True),
    Measure.TEST: Format(),
}


def format_of(number: Number) -> Format:
    return FORMATS[number.measure]


def value_text(
    number: Number, value: float, decimals: int | None = None, *, sign: bool = True, shift: int = 0
) -> str:
    """A finite value in the measure of its row.

    Parameters
    ----------
    number
        The row: its measure, its style, and for percentages its number of patients.
    value
        The estimate or a limit.
    decimals
        In place of those of the measure.
    sign
        Whether a percentage has its sign.
    shift
        Powers of ten to multiply by: 2 prints a rate per 100 person-years.
    """
    form = format_of(number)
    if form.p_value:
        return p_text(value, number.style)
    if form.percent:
        text = percent(value, number.n, number.style)
        return f"{text}{number.style.percentages.sign}" if sign else text
    places = _places(number, decimals)
    write = positive if form.positive or number.quantity in _SPREADS else fixed
    return write(value, places, shift=shift, style=number.style)


def _places(number: Number, decimals: int | None) -> int:
    """As asked for here, else as the study asks, else those of the measure; a count has none."""
    own = format_of(number).decimals
    asked = number.decimals if decimals is None else decimals
    return own if asked is None or own == 0 else asked


def estimate_text(
    number: Number, decimals: int | None = None, *, sign: bool = True, shift: int = 0
) -> str:
    """The estimate; a proportion is rounded from its counts where it is their quotient.

    3 of 40 as a double lies below 7.5 %, and must not read 7 in one table and 8 in another.
    """
    if is_quotient(number) and number.events is not None:
        text = percent_of(number.events, number.n, number.style)
        return text if sign else text.removesuffix(number.style.percentages.sign)
    return value_text(number, number.estimate, decimals, sign=sign, shift=shift)


def is_quotient(number: Number) -> bool:
    """Whether the estimate is the proportion events / n, as a Kaplan-Meier risk is not."""
    events, n = number.events, number.n
    if number.measure is not Measure.PROPORTION or events is None or not 0 <= events <= n or n == 0:
        return False
    # Results hold ten digits; two quotients of fewer than 10^5 patients lie further apart.
    return math.isclose(events / n, number.estimate, rel_tol=1e-9, abs_tol=1e-300)


def has_interval(number: Number) -> bool:
    return not (math.isnan(number.conf_low) and math.isnan(number.conf_high))


def limits_text(
    number: Number, decimals: int | None = None, *, sign: bool = True, shift: int = 0
) -> str:
    """`−0.65 to 0.01`; empty where there is no interval."""
    if not has_interval(number):
        return ""
    return interval(
        number.conf_low,
        number.conf_high,
        lambda value: _limit_text(number, value, decimals, sign=sign, shift=shift),
        ends=number.conf_ends,
        missing=_missing_limits(number),
        style=number.style,
    )


def _limit_text(
    number: Number, value: float, decimals: int | None, *, sign: bool, shift: int
) -> str:
    """A limit, with the decimals that keep it on its side of the value of no difference."""
    form = format_of(number)
    if not (form.percent or form.p_value or shift or math.isnan(form.null)):
        decimals = digits_from(value, form.null, _places(number, decimals))
    return value_text(number, value, decimals, sign=sign, shift=shift)


def _missing_limits(number: Number) -> tuple[str, str]:
    """The words for a missing lower and upper limit: only a time can be not reached."""
    return NO_LIMIT, NOT_REACHED if number.quantity is Quantity.MEDIAN else NO_LIMIT


def with_limits(
    number: Number, decimals: int | None = None, *, sign: bool = True, shift: int = 0
) -> str:
    """`−0.32 (−0.65 to 0.01)`: a finite estimate with its interval."""
    text = estimate_text(number, decimals, sign=sign, shift=shift)
    limits = limits_text(number, decimals, sign=sign, shift=shift)
    return f"{text} ({limits})" if limits else text


def state_text(number: Number) -> str:
    """What is printed in place of a number that could not be given; empty for a given one."""
    if number.note == NOT_REACHED_NOTE and math.isnan(number.estimate):
        return NOT_REACHED
    if number.note == "few_at_risk" and number.against:
        return "too few at risk"
    if number.note == "few_at_risk":
        return f"fewer than {fewest_at_risk(number.n)} at risk"
    if number.note == "few_patients":
        return f"fewer than {FEWEST_PATIENTS} patients"
    return STATES.get(number.status, "")


def result_text(number: Number, decimals: int | None = None) -> str:
    """The estimate with its interval, or what is printed in place of one that is missing."""
    if math.isnan(number.estimate):
        return state_text(number) or STATES["not_estimable"]
    return with_limits(number, decimals)


def p_value_text(number: Number) -> str:
    """`P = 0.061`; empty where the row has no P value, or none that is printed."""
    return "" if math.isnan(number.p_value) else p_sentence(number.p_value, number.style)


def level_text(rows: Iterable[Number]) -> str:
    """`95% CI`, from the rows that have an interval; `CI` where they differ or there is none."""
    having = [row for row in rows if has_interval(row)]
    levels = {row.conf_level for row in having}
    if len(levels) != 1:
        return "CI"
    style = having[0].style
    return f"{fixed(levels.pop(), 0, shift=2, style=style)}{style.percentages.sign} CI"


def month_text(month: float, style_mark: str = ".") -> str:
    """`12`, `7.5`: a month without needless decimals, with the decimal mark of the style."""
    return f"{month:g}".replace(".", style_mark)
