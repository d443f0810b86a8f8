"""What a row estimates, by which variant of a model, and under which alternative choice.

Members hold no number and no name of a study file: a month, a level, a channel, an activity and a
group have columns of their own, so that no name can be mistaken for another part of a row.
"""

from enum import StrEnum, unique

# What is estimated: flow of patients, description, events, time to an event, change of a score,
# engagement, size of a model, missing data; the value of a member is its name in lower case.
Quantity = StrEnum(
    "Quantity",
    """
    BEFORE_EXCLUSION EXCLUDED
    ENROLLED INFUSION_RECORDED FOLLOW_UP_ENDED DIED_WITHOUT_EVENT DIED_WITHOUT_VALUE
    RELAPSED ONSETS_MERGED AT_RISK_AT_LANDMARK EVENT_BEFORE_LANDMARK
    ENDED_BEFORE_LANDMARK COMPLETE_PAIRS NO_BASELINE_VALUE NO_FOLLOW_UP_VALUE
    MEAN SD MEDIAN LOWER_QUARTILE UPPER_QUARTILE MINIMUM MAXIMUM COMPLETENESS
    STANDARDISED_DIFFERENCE LARGEST_STANDARDISED_DIFFERENCE
    PROPORTION SERIOUS PATIENTS_BY_TERM EVENTS_BY_TERM PATIENTS_BY_GRADE EVENTS_BY_GRADE
    PATIENTS_BY_RELATEDNESS EVENTS_BY_RELATEDNESS PATIENTS_BY_SOURCE EVENTS_BY_SOURCE
    RISK RATE RATE_BEFORE RATE_ON_TREATMENT MEAN_EVENTS UPPER_LIMIT
    UPPER_LIMIT_TWO_SIDED BETWEEN_GROUPS PROPORTION_DIFFERENCE PROPORTION_RATIO ODDS_RATIO
    RATE_RATIO DISPERSION
    EVENTS SURVIVAL RESTRICTED_MEAN MEDIAN_FOLLOW_UP AT_RISK LOG_RANK SURVIVAL_DIFFERENCE
    RESTRICTED_MEAN_DIFFERENCE CUMULATIVE_HAZARD_RATIO HAZARD_RATIO PROPORTIONAL_HAZARDS
    EVENT_INCIDENCE COMPETING_INCIDENCE
    BASELINE_MEAN BASELINE_SD FOLLOW_UP_MEAN FOLLOW_UP_SD MEAN_CHANGE GEOMETRIC_MEAN_RATIO
    SIGNED_RANK HODGES_LEHMANN SIGN_TEST NET_PROPORTION NET_PROPORTION_BY_STEP
    LOWER UNCHANGED HIGHER IMPROVED_BY_STEP WORSENED_BY_STEP
    BELOW_LIMIT BELOW_QUANTIFICATION SMALLEST_ATTAINABLE_P STANDARDISED_MEAN_CHANGE
    RANK_BISERIAL RELATIVE_EFFECT LIMIT_NEAREST_NO_CHANGE EXPECTED_CHANGE CHANGE_PER_YEAR
    ADJUSTED_DIFFERENCE ADJUSTED_RATIO INTERACTION TRANSITION
    TOOK_PART NEVER_TOOK_PART MONTHS_NOT_READ
    MONTHLY_MEDIAN MONTHLY_LOWER_QUARTILE MONTHLY_UPPER_QUARTILE
    CONTRIBUTED_BY_MOST_ACTIVE CHANGE_DIFFERENCE CHANGE_RATIO ENGAGEMENT_GROUPS
    EVENTS_PER_PARAMETER PLANNING_VALUE PERMUTATIONS PERMUTATION_REJECTIONS
    PERMUTATION_TEST MODEL_TEST
    MISSING LOST_BEFORE TIPPING_SHIFT
    UNCONFIRMED PATIENTS_BY_ASSOCIATION CONFIRMED_LATE RATE_OF_ALL_EVENTS
    NO_ACTIVITY ACTIVITY_UNKNOWN PIRA_PROPORTION
    """,
)


@unique
class Model(StrEnum):
    """Variant of a regression model; empty where a row rests on none that has variants."""

    NONE = ""
    LANDMARK = "landmark"
    LANDMARK_UNSTRATIFIED = "landmark_unstratified"
    # `level` names the covariate.
    LANDMARK_ADJUSTED = "landmark_adjusted"
    LANDMARK_SUBSET = "landmark_subset"
    LANDMARK_WITHIN_GROUPS = "landmark_within_groups"
    LANDMARK_CONFIRMED = "landmark_confirmed"
    CUMULATIVE = "cumulative"
    CUMULATIVE_CONFIRMED = "cumulative_confirmed"
    RECENT = "recent"
    RECENT_CONFIRMED = "recent_confirmed"
    EVENT_COUNT = "event_count"
    BY_HORIZON = "by_horizon"


@unique
class Choice(StrEnum):
    """Alternative choice of a sensitivity analysis; `level` names the alternative."""

    NONE = ""
    BEST_CASE = "best_case"
    WORST_CASE = "worst_case"
    NONE_OF_THE_MISSING = "none_of_the_missing"
    ALL_OF_THE_MISSING = "all_of_the_missing"
    BOUNDS = "bounds"
    CENSORED_HAZARD = "censored_hazard"
    IMPUTED = "imputed"
    AT_LIMIT = "at_limit"
    HALF_OF_LIMIT = "half_of_limit"
    CENSORED_MODEL = "censored_model"
    VISIT_WINDOW = "visit_window"
    VISIT_WINDOW_AND_STEPS = "visit_window_and_steps"
    WASHOUT = "washout"
    AT_REFERENCE = "at_reference"
    WITH_COVARIATES = "with_covariates"
    DEFINITION = "definition"
    UNCONFIRMED_AS_EVENTS = "unconfirmed_as_events"
    AT_CONFIRMATION = "at_confirmation"
    SMALLEST = "smallest"
    LARGEST = "largest"
