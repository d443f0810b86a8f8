"""Notes of the closed set as sentences that are true of their rows."""

import math
from collections.abc import Callable, Mapping

from rtxoutcomes.results.method import MethodKey
from rtxoutcomes.results.number import Number
from rtxoutcomes.results.quantity import Choice, Quantity
from rtxoutcomes.results.row import ALL

NOTES: Mapping[str, str] = {
    "n_zero": "No patient could be analysed.",
    "n_one": "One patient only: neither interval nor test is possible.",
    "no_events": "No event occurred.",
    "all_events": "Every patient had the event.",
    "all_zero_diff": "Nobody changed, so that a test has nothing to rank.",
    "zero_variance": "All values are equal, so that their spread cannot be estimated.",
    "separation": (
        "A variable separates those compared completely, so that no finite estimate exists."
    ),
    "monotone_likelihood": "The likelihood keeps rising, so that no finite estimate exists.",
    "no_followup_at_tau": "Nobody in the group was followed to this time.",
    "group_absent": (
        "The cohort has no patients in this group, or in one that it is compared with."
    ),
    "constant_covariate": "The exposure is the same in every patient.",
    "rank_deficient": "The terms of the model cannot be distinguished in these data.",
    "dispersion_at_boundary": "The estimated dispersion lies on the edge of its range.",
    "not_converged": "The fit did not converge, and its numbers are not given.",
    "not_reached": "Not reached during follow-up.",
    "not_collected": "Not collected in this cohort.",
    "window_not_landmark": "The exposure covers another time than that before the landmark.",
    "lattice_degenerate": (
        "On the steps of this scale the interval is a point, has gaps or leaves the estimate "
        "out; it is a bound only."
    ),
    "not_identifiable": (
        "Not identifiable: no patient is known to have begun treatment before engagement, so that "
        "their effects cannot be separated."
    ),
    "count_unknown": (
        "Of some patients it is known only that they had an event, not how many; each counts as "
        "one event, so that the number is a lower bound and no upper limit can be given."
    ),
    "horizon_tolerance": (
        "A follow-up that ends just before this time, within the study's tolerance, counts "
        "as reaching it."
    ),
    "p_out_of_reach": (
        "With so few patients who changed, no result could have given a P value of 0.05 or less."
    ),
    "none_missing": "Nobody is missing, so that nothing can shift.",
    "one_cluster": "All events are in one patient, so that how they cluster cannot be estimated.",
    "few_clusters": (
        "Patients took part in fewer than five groups, too few for a model that allows for "
        "what the groups have in common."
    ),
    "leverage_one": (
        "One patient alone determines this term, so that its error cannot be estimated; the "
        "patient was excluded from the model."
    ),
    "leverage_near_one": (
        "One patient determines a term of the model nearly alone, so that its errors are uncertain."
    ),
    "few_at_risk": "Too few patients were still at risk for the number to be printed.",
    "few_patients": "Too few patients for an interval or a test to be printed.",
    "limited_by_scale": "The interval ends where the scale ends.",
    "above_nominal_level": (
        "The type I error of this model is above nominal: where engagement is permuted, it rejects "
        "in more than 5% of permutations."
    ),
    "baselines_apart": (
        "Adjusted and unadjusted differences answer different questions; mean values at baseline "
        "differ by more than one standard deviation, so that the adjusted difference rests on "
        "extrapolation."
    ),
    "other_grouping": (
        "Not adjusted: the declared family of tests has other groups than this analysis."
    ),
    "too_few_in_level": (
        "Fewer than 10 patients in this level, or 5 with the event: counts alone."
    ),
    "too_few_for_interaction": (
        "Not attempted: an interaction needs at least 10 patients in each level and 10 for each "
        "coefficient of the model; a model of events also needs 5 events in each level."
    ),
    "too_few_for_covariates": (
        "Not attempted: a model needs at least 10 patients for each coefficient; a model "
        "of events also needs 5 events."
    ),
    "below_quantification": "Values below the limit of quantification are set to the limit.",
}
# Notes that mean something else for a contrast, a joint test, or a result that has an estimate.
NO_ACTIVITY = "No activity was recorded."
NO_EVENTS_ANALYSED = "No event occurred among the patients and in the time analysed."
NO_EVENTS_BY_THEN = "No event occurred by this time."
NO_EVENTS_IN_ONE_BY_THEN = "No event occurred by this time in at least one of the groups compared."
NO_EVENTS_IN_ONE = "No event occurred in at least one of the groups or periods compared."
TOO_FEW_TO_REJECT = (
    "With so few patients, the signed-rank test rejects no shift at the 5% level, so that there is "
    "no interval."
)
DIRECTION_UNKNOWN = (
    "Patients whose values are both below the limit of quantification were excluded: whether they "
    "changed is not known."
)
ONE_PATIENT_IN_ONE = "One of the groups compared has one patient only."
ONE_PATIENT_ANALYSED = "Only one patient could be analysed."
ONE_DIAGNOSIS = "Fewer than two groups have patients who could be analysed."
COUNT_NOT_KNOWN = "Not estimated, because how many events some patients had is not known."
UPPER_LIMIT_NOT_REACHED = "The upper limit was not reached during follow-up."
BELOW_QUANTIFICATION = "below_quantification"
TOO_MANY_BELOW = (
    "Fewer than four patients have two quantified values, or more than half have a value below the "
    "limit of quantification; the limits given are those of the median ratio, and hold wherever "
    "below the limit these values lie."
)
NOT_ESTIMATED_BELOW = "Not estimated, because some values are below the limit of quantification."
AT_HALF = "Values below the limit of quantification are set to half of it."
CENSORED = "Values below the limit of quantification are treated as censored."
CENSORED_METHODS = (
    MethodKey.TOBIT_RATIO,
    MethodKey.CENSORED_BIVARIATE,
    MethodKey.INTERVAL_CENSORED,
)
DIRECTIONS = (
    *(Quantity.LOWER, Quantity.UNCHANGED, Quantity.HIGHER),
    *(Quantity.IMPROVED_BY_STEP, Quantity.WORSENED_BY_STEP),
    *(Quantity.NET_PROPORTION, Quantity.SIGN_TEST),
)
OF_CONTRASTS: Mapping[str, str] = {
    "n_one": ONE_PATIENT_IN_ONE,
    "leverage_one": ONE_PATIENT_IN_ONE,
}


def note_text(number: Number) -> str:
    """The note of a row as a sentence that is true of this row; empty without a note."""
    contrast = bool(number.against) and number.quantity is not Quantity.TRANSITION
    if contrast and number.note in OF_CONTRASTS:
        return OF_CONTRASTS[number.note]
    own = OF_THEIR_OWN.get(number.note)
    return own(number, contrast) if own is not None else NOTES.get(number.note, "")


def _out_of_reach(number: Number, _contrast: bool) -> str:
    ranks = number.quantity is Quantity.HODGES_LEHMANN
    return TOO_FEW_TO_REJECT if ranks else NOTES[number.note]


def _n_one(number: Number, _contrast: bool) -> str:
    if number.n > 1:
        return ONE_PATIENT_IN_ONE
    return ONE_PATIENT_ANALYSED if number.status == "ok" else NOTES[number.note]


def _absent(number: Number, contrast: bool) -> str:
    return ONE_DIAGNOSIS if number.group == ALL and not contrast else NOTES[number.note]


def _not_reached(number: Number, _contrast: bool) -> str:
    return NOTES[number.note] if math.isnan(number.estimate) else UPPER_LIMIT_NOT_REACHED


def _count_unknown(number: Number, _contrast: bool) -> str:
    return NOTES[number.note] if number.status == "bound_only" else COUNT_NOT_KNOWN


def _no_events(number: Number, contrast: bool) -> str:
    """That there was no event, where others may have occurred outside the groups or the time."""
    by_then = not math.isnan(number.month) and not number.model
    if contrast:
        return NO_EVENTS_IN_ONE_BY_THEN if by_then else NO_EVENTS_IN_ONE
    if number.quantity is Quantity.CONTRIBUTED_BY_MOST_ACTIVE:
        return NO_ACTIVITY
    if number.events:
        return NO_EVENTS_IN_ONE
    if number.model or number.choice:
        return NO_EVENTS_ANALYSED
    return NO_EVENTS_BY_THEN if by_then else NOTES[number.note]


def _below_quantification(number: Number, _contrast: bool) -> str:
    """What was made of values below the limit of quantification in this row."""
    if number.status == "bound_only":
        bounded = number.method_key == MethodKey.CENSORED_BOUND
        return TOO_MANY_BELOW if bounded else NOT_ESTIMATED_BELOW
    if number.choice is Choice.HALF_OF_LIMIT:
        return AT_HALF
    if number.quantity in DIRECTIONS:
        return DIRECTION_UNKNOWN
    return CENSORED if number.method_key in CENSORED_METHODS else NOTES[number.note]


# Notes whose sentence depends on their row.
OF_THEIR_OWN: Mapping[str, Callable[[Number, bool], str]] = {
    "count_unknown": _count_unknown,
    "no_events": _no_events,
    "p_out_of_reach": _out_of_reach,
    "n_one": _n_one,
    "group_absent": _absent,
    "not_reached": _not_reached,
    BELOW_QUANTIFICATION: _below_quantification,
}
