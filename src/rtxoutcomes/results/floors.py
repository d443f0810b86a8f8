"""How many patients a number must rest on to be printed; results.csv holds it all the same."""

# Of a group, for the interval and the test of a mean, a ratio or a slope; of those still followed,
# for a curve.
FEWEST_PATIENTS = 5
# In a level of a subgroup, and for each coefficient of a model with covariates or an interaction.
FEWEST_IN_LEVEL, FEWEST_EVENTS_IN_LEVEL = 10, 5
# One patient in so many must still be at risk where a curve is read.
ONE_IN = 10


def fewest_at_risk(n: int) -> int:
    """Patients of a group of `n` who must be at risk: five, or a tenth if that is more."""
    return max(FEWEST_PATIENTS, -(-n // ONE_IN))


def enough_for(coefficients: int, n: int, events: int | None = None) -> bool:
    """Whether there are 10 patients and, of a model of events, 5 of them for each coefficient."""
    has_events = events is None or events >= FEWEST_EVENTS_IN_LEVEL * coefficients
    return n >= FEWEST_IN_LEVEL * coefficients and has_events
