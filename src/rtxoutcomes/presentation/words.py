"""Words for keys: the study's labels, notes as sentences, quantities, models and choices."""

import math
from collections.abc import Callable, Mapping

from rtxoutcomes.presentation.printed import format_of, month_text
from rtxoutcomes.results.measure import Measure
from rtxoutcomes.results.number import Number
from rtxoutcomes.results.quantity import Choice, Model, Quantity
from rtxoutcomes.results.row import ALL, DIAGNOSIS
from rtxoutcomes.study import Score, Study
from rtxoutcomes.study.report import FigureKind, figure_stems

LABELS: Mapping[str, str] = {
    DIAGNOSIS: "Diagnosis",
    "age_years": "Age, years",
    "sex": "Sex",
    "disease_duration_years": "Disease duration, years",
    "relapses_prior_year": "{Events} in the year before",
    "prior_treatment": "Previous treatment",
    "follow_up_months": "Follow-up, months",
    "end_reason": "End of follow-up",
    "engagement_start_month": "Start of the channels, month",
    "flow": "Flow",
    "time_to_relapse": "Time to {event}",
    "adverse_events": "Adverse events",
    "participation": "Participation",
}
ADJUSTERS = {"relapses_prior_year": "{events} in the year before", "age_years": "age"}
VOWELS = tuple("aeiou")
# What is counted where a definition of a confirmed change takes the place of the event.
CHANGE = "confirmed change"
# Quantities whose levels are channels of the study, or the clinic.
BY_SOURCE = (Quantity.PATIENTS_BY_SOURCE, Quantity.EVENTS_BY_SOURCE)
AT_MONTH: Mapping[Quantity, str] = {
    Quantity.RISK: "Risk at {month}",
    Quantity.SURVIVAL: "Free of {event} at {month}",
    Quantity.SURVIVAL_DIFFERENCE: "Free of {event} at {month}, difference",
    Quantity.RESTRICTED_MEAN: "Mean months free of {event} in the first {month}",
    Quantity.RESTRICTED_MEAN_DIFFERENCE: (
        "Mean months free of {event} in the first {month}, difference"
    ),
    Quantity.AT_RISK: "At risk at {month}",
    Quantity.COMPLETENESS: "Completeness of follow-up to {month}",
    Quantity.CUMULATIVE_HAZARD_RATIO: "Ratio of cumulative hazards at {month}",
    Quantity.EVENT_INCIDENCE: "Incidence of {event} at {month}",
    Quantity.COMPETING_INCIDENCE: "Incidence of competing ends at {month}",
    Quantity.MEAN_EVENTS: "Mean number of {events} by {month}",
    Quantity.LOST_BEFORE: "Lost before {month}",
    Quantity.MEAN: "Mean at {month}",
    Quantity.NO_ACTIVITY: "No evidence of disease activity to {month}",
    Quantity.ACTIVITY_UNKNOWN: "Disease activity to {month} unknown",
}
QUANTITIES: Mapping[Quantity, str] = {
    Quantity.FOLLOW_UP_ENDED: "Follow-up ended",
    Quantity.RELAPSED: "At least one {event}",
    Quantity.DIED_WITHOUT_EVENT: "Died without the event",
    Quantity.DIED_WITHOUT_VALUE: "died before a value at follow-up",
    Quantity.AT_RISK_AT_LANDMARK: "At risk at the landmark",
    Quantity.SD: "Standard deviation",
    Quantity.MEDIAN_FOLLOW_UP: "Median follow-up",
    Quantity.FOLLOW_UP_MEAN: "Follow-up mean",
    Quantity.FOLLOW_UP_SD: "Follow-up standard deviation",
    Quantity.BASELINE_SD: "Baseline standard deviation",
    Quantity.HODGES_LEHMANN: "Hodges-Lehmann change",
    Quantity.SIGN_TEST: "Better among those who changed, sign test",
    Quantity.SIGNED_RANK: "Signed-rank test",
    Quantity.RANK_BISERIAL: "Rank-biserial correlation",
    Quantity.LIMIT_NEAREST_NO_CHANGE: "Confidence limit nearest to no change",
    Quantity.RELATIVE_EFFECT: "Follow-up value better than baseline value, relative effect",
    Quantity.PROPORTION_DIFFERENCE: "Difference of proportions",
    Quantity.PROPORTION_RATIO: "Risk ratio",
    Quantity.LOG_RANK: "Log-rank test",
    Quantity.BETWEEN_GROUPS: "Test between {groups}",
    Quantity.UPPER_LIMIT: "Upper limit, one-sided",
    Quantity.UPPER_LIMIT_TWO_SIDED: "Upper limit, two-sided",
    Quantity.SMALLEST_ATTAINABLE_P: "Smallest attainable P",
    Quantity.EVENT_BEFORE_LANDMARK: "Excluded at the landmark: {event} before",
    Quantity.ENDED_BEFORE_LANDMARK: "Excluded at the landmark: follow-up ended before",
    Quantity.ONSETS_MERGED: "{Events} merged with the one before",
    Quantity.COMPLETE_PAIRS: "both values",
    Quantity.NO_BASELINE_VALUE: "no baseline value",
    Quantity.NO_FOLLOW_UP_VALUE: "no value at follow-up",
    Quantity.PERMUTATIONS: "Permutations of engagement",
    Quantity.PERMUTATION_REJECTIONS: "Rejections at 5% in permutations of engagement",
    Quantity.MODEL_TEST: "Test of the model",
    Quantity.PLANNING_VALUE: "Planning value (80% power)",
    Quantity.UNCONFIRMED: "Worsening at the last visit, not confirmed",
    Quantity.PATIENTS_BY_ASSOCIATION: "First worsening by relation to relapses",
    Quantity.PIRA_PROPORTION: "Worsening independent of relapse activity (PIRA)",
    Quantity.CONFIRMED_LATE: "Confirmed 24 weeks or more after onset",
}
MODELS: Mapping[Model, str] = {
    Model.LANDMARK: "Landmark, month {month}",
    Model.LANDMARK_UNSTRATIFIED: "{Group} as covariate",
    Model.LANDMARK_ADJUSTED: "Adjusted for {level}",
    Model.LANDMARK_SUBSET: "{subset}",
    Model.LANDMARK_WITHIN_GROUPS: "Within groups of patients",
    Model.LANDMARK_CONFIRMED: "Confirmed {events} only",
    Model.CUMULATIVE: "Cumulative exposure, lag {month}",
    Model.CUMULATIVE_CONFIRMED: "Cumulative exposure, lag {month}, confirmed",
    Model.RECENT: "Recent exposure, lag {month}",
    Model.RECENT_CONFIRMED: "Recent exposure, lag {month}, confirmed",
    Model.EVENT_COUNT: "Number of {events}",
    Model.BY_HORIZON: "{Event} by month {month}",
}
CHOICES: Mapping[Choice, str] = {
    Choice.BEST_CASE: "best case",
    Choice.WORST_CASE: "worst case",
    Choice.NONE_OF_THE_MISSING: "none of the missing",
    Choice.ALL_OF_THE_MISSING: "all of the missing",
    Choice.BOUNDS: "bounds",
    Choice.CENSORED_HAZARD: "hazard after censoring multiplied by {}",
    Choice.IMPUTED: "imputed",
    Choice.AT_LIMIT: "values below quantification at the limit",
    Choice.HALF_OF_LIMIT: "values below quantification at half the limit",
    Choice.AT_REFERENCE: "the step of the value at baseline",
    Choice.CENSORED_MODEL: "ratios alone censored",
    Choice.VISIT_WINDOW: "visit window {}",
    Choice.VISIT_WINDOW_AND_STEPS: "visit window and steps {}",
    Choice.DEFINITION: "definition {}",
    Choice.WASHOUT: "washout of {} days",
    Choice.WITH_COVARIATES: "with covariates",
    Choice.UNCONFIRMED_AS_EVENTS: "unconfirmed worsenings counted as events",
    Choice.AT_CONFIRMATION: "from the date of confirmation",
    Choice.SMALLEST: "smallest over the choices",
    Choice.LARGEST: "largest over the choices",
}


def words_of(name: str) -> str:
    """A fixed name as words: `mean_change` becomes `Mean change`."""
    text = name.replace("_", " ")
    return text[:1].upper() + text[1:]


def group_heading(study: Study) -> str:
    """What heads a column of groups: `Diagnosis`, `Sex`."""
    return words_of(study.group_noun)


def endpoint_words(study: Study, words: str, **others: str) -> str:
    """Words with what the study calls its groups and its event: `{groups}`, `{Events}`."""
    nouns = {"group": study.group_noun, "groups": study.group_nouns}
    nouns |= {key.capitalize(): words_of(noun) for key, noun in nouns.items()}
    return words.format(**(nouns | study.relapse.words | others))


def group_label(study: Study, group: str) -> str:
    """The study's label of a group."""
    return "All patients" if group == ALL else study.label(group)


def short_label(study: Study, group: str) -> str:
    """The short name of a group, which the note of a table explains: `RRMS`."""
    return group_label(study, ALL) if group == ALL else study.abbreviation(group)


def score_of(study: Study, endpoint: str) -> Score | None:
    """The score of that name; None for an endpoint that is not a score."""
    return next((score for score in study.scores if score.name == endpoint), None)


def figure_key(study: Study, score: str, kind: FigureKind, month: float = math.nan) -> str:
    """`edss_change`, `edss_change_12_months`: the figure of a score, which names its files.

    From the label of the score, so that no key of a study file is printed.
    """
    name = figure_stems(study.scores)[score]
    return f"{name}_{kind}" if math.isnan(month) else f"{name}_{kind}_{month:g}_months"


def event_label(study: Study) -> str:
    """The study's name of the event, for running text: `relapse`, `MS activity`."""
    return study.relapse.in_text


def time_origin(study: Study) -> str:
    """The event from which times are counted, as it follows `since`."""
    return study.study.time_origin or "baseline"


def an_event(study: Study) -> str:
    """The study's name of one event: `a relapse`, `an exacerbation`."""
    event = event_label(study)
    return f"{'an' if event.startswith(VOWELS) else 'a'} {event}"


def outcome_label(study: Study, endpoint: str, month: float = math.nan) -> str:
    """The study's label of an endpoint, with the unit of a score and the time of its visit."""
    score = score_of(study, endpoint)
    if score is None:
        return _endpoint_label(study, endpoint)
    unit = f", {score.unit}" if score.unit else ""
    return f"{score.label}{unit}{_visit_label(month)}"


def score_label(study: Study, endpoint: str, month: float = math.nan) -> str:
    """The label of a score with the time of its visit; empty for an endpoint that is no score."""
    score = score_of(study, endpoint)
    return "" if score is None else f"{score.label}{_visit_label(month)}"


def _visit_label(month: float) -> str:
    return "" if math.isnan(month) else ", at the fixed time"


def _endpoint_label(study: Study, endpoint: str) -> str:
    if endpoint == "relapse":
        return study.relapse.label
    if endpoint in LABELS:
        return endpoint_words(study, LABELS[endpoint])
    declared = {variable.name: variable.label for variable in study.variables}
    declared |= {block.name: block.label for block in study.confirmed}
    return declared.get(endpoint, words_of(endpoint))


def exposure_label(study: Study, channel: str, activity: str, *, plural: bool = False) -> str:
    """`WhatsApp message`: the study's words for an activity in a channel."""
    own = study.channel(channel)
    label = own.activity_plural(activity) if plural else own.activity_label(activity)
    return f"{own.label or own.name} {label}"


def level_label(study: Study, number: Number) -> str:
    """A level as words: the covariate of a model, or a category as it is recorded."""
    if number.quantity in BY_SOURCE and number.level in {c.name for c in study.channels}:
        return study.channel(number.level).label or number.level
    if number.model is not Model.LANDMARK_ADJUSTED:
        return _category_label(study, number)
    score = score_of(study, number.level)
    if score is not None:
        return f"{score.label} at baseline"
    if number.level in ADJUSTERS:
        return endpoint_words(study, ADJUSTERS[number.level])
    return study.variable(number.level).label


def _category_label(study: Study, number: Number) -> str:
    """A category of a characteristic: as the study labels it, else as it is recorded."""
    if number.subgroup:
        label = study.variable(number.subgroup).label
        return f"{label}, {study.label_in_text(number.level, number.subgroup)}"
    if number.analysis == "baseline":
        declared = {variable.name for variable in study.variables if variable.divides}
        if number.endpoint in declared | {DIAGNOSIS}:
            return study.label(number.level, number.endpoint)
    return words_of(number.level)


def model_label(study: Study, number: Number) -> str:
    """The variant of a model of engagement."""
    plan = study.engagement
    subset = plan.subset_label or ", ".join(
        study.abbreviation(code, DIAGNOSIS) for code in plan.subset
    )
    return endpoint_words(
        study,
        MODELS[number.model],
        month=month_text(number.month, number.style.numbers.decimal_mark),
        level=level_label(study, number),
        subset=subset or "Some diagnoses only",
    )


def contrast_label(
    study: Study, number: Number, name: Callable[[Study, str], str] = Study.abbreviation
) -> str:
    """`SPMS minus RRMS`: the two groups of a contrast, joined by the measure."""
    between = "vs" if number.measure is Measure.TEST else format_of(number).between
    return f"{name(study, number.group)} {between} {name(study, number.against)}"


def group_or_contrast(study: Study, number: Number) -> str:
    """Whom a row is about: a group, or two that it contrasts."""
    if bool(number.against) and number.quantity is not Quantity.TRANSITION:
        return contrast_label(study, number)
    return short_label(study, number.group)


def quantity_label(study: Study, number: Number) -> str:
    """The quantity of a row with its month, level and choice: `Risk at 12 months`."""
    mark = number.style.numbers.decimal_mark
    at_month = AT_MONTH.get(number.quantity)
    if at_month is not None and not math.isnan(number.month):
        months = f"{month_text(number.month, mark)} {'month' if number.month == 1 else 'months'}"
        own = {"event": CHANGE} if number.analysis == "confirmed" else {}
        text = endpoint_words(study, at_month, month=months, **own)
    else:
        text = endpoint_words(study, QUANTITIES.get(number.quantity) or words_of(number.quantity))
    choice = CHOICES[number.choice].format(number.level) if number.choice else ""
    # The level of most choices is in their words.
    kept = not (choice or number.model) or number.quantity is Quantity.NO_ACTIVITY
    category = number.level if kept else ""
    if number.subgroup:
        category = level_label(study, number)
    if number.quantity is Quantity.TRANSITION:
        category = f"{number.level} to {number.against}"
    return ": ".join(part for part in (text, category, choice) if part)
