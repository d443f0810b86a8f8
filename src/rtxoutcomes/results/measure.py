"""How a number is read: its format, its null value and its scale follow from its measure alone."""

from enum import StrEnum, unique


@unique
class Measure(StrEnum):
    """The closed list of measures. An estimator sets one; `presentation.printed` formats by it."""

    COUNT = "count"
    PROPORTION = "proportion"
    PROPORTION_DIFFERENCE = "proportion_difference"
    RATE = "rate"
    MEAN_EVENTS = "mean_events"
    # A statistic of one variable, in its unit: one decimal, as in Table 1.
    DESCRIPTION = "description"
    # A value in the unit of a score, two decimals.
    VALUE = "value"
    DIFFERENCE = "difference"
    RATIO = "ratio"
    # Months, one decimal.
    DURATION = "duration"
    DURATION_DIFFERENCE = "duration_difference"
    HAZARD_RATIO = "hazard_ratio"
    ODDS_RATIO = "odds_ratio"
    RATE_RATIO = "rate_ratio"
    RISK_RATIO = "risk_ratio"
    CUMULATIVE_HAZARD_RATIO = "cumulative_hazard_ratio"
    STANDARDISED_DIFFERENCE = "standardised_difference"
    CORRELATION = "correlation"
    DISPERSION = "dispersion"
    EVENTS_PER_PARAMETER = "events_per_parameter"
    P_VALUE = "p_value"
    # A test without an estimate: only the P value is read.
    TEST = "test"
