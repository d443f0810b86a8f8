"""Words for codes: the study's labels, notes as sentences, columns of the data model."""

from collections.abc import Mapping
from types import MappingProxyType

from rtxoutcomes.disclose import Released
from rtxoutcomes.results import ALL

NOTES: Mapping[str, str] = MappingProxyType(
    {
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
        "group_absent": "The cohort holds no patient of this group, or of one to be compared.",
        "constant_covariate": "The exposure is the same in every patient.",
        "rank_deficient": "The terms of the model cannot be told apart in these data.",
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
            "Not identifiable: treatment and channel began together, so that their effects "
            "cannot be told apart."
        ),
        "count_unknown": (
            "The number of attacks of some patients is unknown and counted as one; the rate is a "
            "lower bound."
        ),
        "horizon_tolerance": (
            "A follow-up that ends just before this time, within the study's tolerance, counts "
            "as reaching it."
        ),
        "p_out_of_reach": (
            "With so few patients who changed, no result could have given a P value of 0.05 or "
            "less."
        ),
        "none_missing": "Nobody is missing, so that nothing can shift.",
        "one_cluster": (
            "All events are in one patient, so that how they cluster cannot be estimated."
        ),
        "few_clusters": (
            "Patients took part in fewer than five groups, too few for a model that allows for "
            "what the groups have in common."
        ),
    }
)
_VARIABLES = {
    "age_years": "Age, years",
    "sex": "Sex",
    "disease_duration_years": "Disease duration, years",
    "relapses_prior_year": "Relapses in the year before",
    "prior_treatment": "Treatment before",
    "follow_up_months": "Follow-up, months",
    "end_reason": "End of follow-up",
    "engagement_start_month": "Start of the channels, month",
}
_UNITS = ("years", "months", "days")
FIXED_TIME = "_fixed_time"
BASELINE = "_baseline"
_STEPS = {
    "onsets_merged": "Attacks merged with the one before",
    "landmark_at_risk": "At risk at the landmark",
    "landmark_relapsed_before": "Left out at the landmark: relapse before",
    "landmark_ended_before": "Left out at the landmark: follow-up ended before",
}
_AT_MONTHS = {
    "risk": "Risk at",
    "survival": "Free of relapse at",
    "rmst": "Mean months free of relapse in the first",
    "at_risk": "At risk at",
    "completeness": "Completeness of follow-up to",
    "cumulative_hazard": "Ratio of cumulative hazards at",
    "relapse_incidence": "Incidence of relapse at",
    "competing_end_incidence": "Incidence of competing ends at",
}
_TERMS = {
    "hodges_lehmann": "Hodges-Lehmann change",
    "sign": "Improved among those who changed, sign test",
    "signed_rank": "Signed-rank test",
    "log_rank": "Log-rank test",
    "between_groups": "Test between diagnoses",
    "smd": "Largest standardised difference",
    "upper_limit": "Upper limit, rule of three",
}
# How a model of engagement is named in its term, and what that says.
_MODELS = {
    "landmark": "landmark",
    "cumulative_lag": "all up to each moment, lag",
    "recent_lag": "recent, lag",
    "diagnosis_covariate": "diagnosis as covariate",
    "confirmed": "confirmed attacks",
    "attacks": "number of attacks",
    "by_": "relapse by ",
    "planning_value": "planning value",
    "per_parameter": "per parameter",
    "shuffled": "shuffled",
    "clusters": "groups",
}
_OF_A_PAIR = {"smd": "Standardised difference"}
_PAIRS = {
    "pairs": "both values",
    "no_baseline": "left out, no baseline value",
    "no_follow_up": "left out, no value at follow-up",
}


def plain(code: str) -> str:
    """A code as words: `treated_months` becomes `Treated, months`."""
    head, _, unit = code.rpartition("_")
    words = f"{head}, {unit}" if head and unit in _UNITS else code
    text = words.replace("_", " ").strip()
    return text[:1].upper() + text[1:]


def group_label(released: Released, group: str) -> str:
    """What the study calls a diagnosis."""
    if group == ALL:
        return "All patients"
    return released.about.get(f"diagnosis.{group}", group)


def outcome_label(released: Released, endpoint: str) -> str:
    """What the study calls an endpoint; a score at the fixed time says so."""
    name = endpoint.removesuffix(FIXED_TIME).removesuffix(BASELINE)
    own = _VARIABLES.get(name, released.about.get(name, plain(name)))
    label = released.about.get(f"score.{name}", own)
    unit = released.about.get(f"unit.{name}", "")
    time = ", at the fixed time" if endpoint.endswith(FIXED_TIME) else ""
    return f"{label}{', ' if unit else ''}{unit}{time}"


def step_label(released: Released, term: str) -> str:
    """A step of the flow: `edss_no_baseline` becomes `EDSS, left out, no baseline value`."""
    if term.startswith("end_"):
        return f"Follow-up ended: {term.removeprefix('end_')}"
    score = _longest(released, "score", term)
    if not score:
        return _STEPS.get(term, plain(term))
    rest = term.removeprefix(f"{score}_")
    time = ", at the fixed time" if rest.startswith(FIXED_TIME[1:]) else ""
    step = rest.removeprefix(FIXED_TIME[1:]).removeprefix("_")
    return f"{released.about[f'score.{score}']}{time}, {_PAIRS.get(step, step.replace('_', ' '))}"


def quantity_label(term: str) -> str:
    """A term of the results as words: `risk_12_months` becomes `Risk at 12 months`.

    What follows a colon names a pair of diagnoses or a choice: `smd:RRMS minus SPMS`.
    """
    stem, colon, rest = term.partition(":")
    if colon:
        return f"{_OF_A_PAIR.get(stem, term_words(stem))}: {rest}"
    return term_words(stem)


def term_words(term: str) -> str:
    """A term as words, whatever study it belongs to."""
    head, _, months = term.removesuffix("_months").rpartition("_")
    if term.endswith("_months") and head in _AT_MONTHS:
        return f"{_AT_MONTHS[head]} {months} months"
    return _TERMS.get(term, plain(term))


def exposure_label(released: Released, term: str) -> str:
    """`whatsapp_message_landmark_1` in the study's words: `WhatsApp message, landmark 1`."""
    channel = _longest(released, "channel", term)
    if not channel:
        return plain(term)
    rest, _, covariate = term.removeprefix(f"{channel}_").partition("_adjusted_")
    for code, words in _MODELS.items():
        rest = rest.replace(f"_{code}", f", {words}")
    rest = rest.replace("_subset", f", {released.about.get('engagement.subset', 'subset')}")
    by = f", adjusted for {outcome_label(released, covariate)}" if covariate else ""
    return f"{released.about[f'channel.{channel}']} {rest.replace('_', ' ')}{by}"


def _longest(released: Released, kind: str, term: str) -> str:
    """The longest name of that kind that the term begins with: one may begin another."""
    names = [key.removeprefix(f"{kind}.") for key in released.about if key.startswith(f"{kind}.")]
    return max((name for name in names if term.startswith(f"{name}_")), key=len, default="")
