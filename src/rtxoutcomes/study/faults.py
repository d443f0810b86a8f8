"""Names that a study cannot use, and names that nothing in it has: faults of single blocks."""

from collections.abc import Collection, Sequence

from rtxoutcomes.calendar import DAYS_PER_MONTH
from rtxoutcomes.study.blocks import Diagnosis, OneTable, RelapseRule
from rtxoutcomes.study.engagement import Channel
from rtxoutcomes.study.names import confusable, unknown
from rtxoutcomes.study.score import Score
from rtxoutcomes.study.synthesis import Synthesis
from rtxoutcomes.study.variables import Variable

# The row over all groups, the endpoints that every study has in the analyses of its scores, and
# the columns of the tables.
RESERVED_GROUP = "all"
# Endpoints of every study, and columns of the patients, which Table 1 describes by their names.
RESERVED_SCORES = (
    *("relapse", "time_to_relapse", "flow", "adverse_events", "participation"),
    *("age_years", "sex", "disease_duration_years", "relapses_prior_year", "prior_treatment"),
    *("follow_up_months", "end_reason", "diagnosis"),
)
RESERVED_COLUMNS = ("patient_id", "month", "phase")
# Endpoints, and columns of the patients, that no variable of a study can be called.
RESERVED_VARIABLES = (
    *("patient_id", "diagnosis", "group", "prior_treatment", "follow_up_months", "end_reason"),
    *("engagement_start_month", "engagement_group", "engagement_window_months", "reason"),
    *("relapsed", "relapse_month", "relapse_count", "adverse_events", "adverse_event_count"),
    *("relapse", "time_to_relapse", "flow", "participation"),
)
# Synthetic onsets are rounded down to a tenth of a month, which may bring two closer by that much.
ONSET_STEP = 0.1


def score_faults(scores: Sequence[Score]) -> list[str]:
    """Scores with the name of an endpoint or a column of every study."""
    endpoint = "is reserved for an endpoint or a column of every study"
    visits = "is reserved for the table of visits"
    names, columns = [s.name for s in scores], [s.column for s in scores]
    return [
        *(f"scores: {name!r} {endpoint}" for name in names if name in RESERVED_SCORES),
        *(f"scores: column {c!r} {visits}" for c in columns if c in RESERVED_COLUMNS),
    ]


def variable_faults(
    variables: Sequence[Variable], scores: Sequence[Score], one_table: OneTable
) -> list[str]:
    """Variables with the name of something else, and labels that a reader would mistake."""
    taken = {
        *RESERVED_VARIABLES,
        *(name for s in scores for name in (s.name, s.column)),
        *(name for s in one_table.scores.values() for name in s.columns),
        *(e.column for e in one_table.engagement),
    }
    faults = [
        f"variables: {v.name!r} is the name of another column or endpoint"
        for v in variables
        if v.name in taken
    ]
    for variable in variables:
        levels = {x.code: [x.code, x.label, x.abbreviation] for x in variable.divides}
        faults += confusable(f"variables.{variable.name}", levels)
        if RESERVED_GROUP in levels:
            faults.append(f"variables: the level {RESERVED_GROUP!r} is reserved")
    labels = {v.name: [v.label] for v in variables} | {s.name: [s.label] for s in scores}
    return [*faults, *confusable("variables", labels)]


def label_faults(
    diagnoses: Sequence[Diagnosis],
    scores: Sequence[Score],
    channels: Sequence[Channel],
    event: str,
) -> list[str]:
    """Labels that a reader of the report could not distinguish."""
    codes = {d.code: [d.code, d.label, d.abbreviation] for d in diagnoses}
    labels = {score.name: [score.label] for score in scores}
    reserved = f"diagnoses: {RESERVED_GROUP!r} is reserved for the overall row"
    return [
        *([reserved] if RESERVED_GROUP in codes else []),
        *confusable("diagnoses", codes),
        *confusable("scores", labels | {"the event of [relapse]": [event]}),
        *confusable("channels", {c.name: [c.label or c.name] for c in channels}),
    ]


def synthesis_faults(
    block: Synthesis | None,
    codes: Collection[str],
    scores: Collection[str],
    exposures: Sequence[tuple[str, str]],
    relapse: RelapseRule,
) -> list[str]:
    """Margins of a synthetic cohort that name what the study does not have."""
    if block is None:
        return []
    groups = [group.diagnosis for group in block.groups]
    scored = [name for group in block.groups for name in group.scores]
    activities = [f"{a.channel}.{a.activity}" for a in block.activities]
    faults = [
        *unknown("synthesis", "a diagnosis", groups, codes),
        *unknown("synthesis", "a score", scored, scores),
        *unknown("synthesis", "an activity", activities, [".".join(e) for e in exposures]),
    ]
    if block.attacks_apart_months - ONSET_STEP < relapse.merge_days / DAYS_PER_MONTH:
        faults.append("synthesis: attacks_apart_months would let attacks merge into one")
    return faults
