"""The columns of each table, from the study: one description for rules, schemas, templates."""

from dataclasses import dataclass
from typing import Literal

from rtxoutcomes.cohort import TABLES
from rtxoutcomes.study import Channel, Score, Study

FieldKind = Literal["id", "text", "label", "category", "number", "whole", "yes_no"]
ONE_TABLE = "one_table"
REQUIRED_TABLES = ("patients",)
MAX_FOLLOW_UP = 600.0
MAX_AGE = 89.0


@dataclass(frozen=True, slots=True)
class Field:
    """One column: `name` in the data model, `header` in this study's files.

    `minimum` and `maximum` bound numbers (inclusive; `above` makes the minimum exclusive);
    `score` adds the lattice of a score; `allowed` are the only values of a category.
    """

    name: str
    header: str
    kind: FieldKind
    description: str
    required: bool = False
    unit: str = ""
    minimum: float | None = None
    maximum: float | None = None
    above: bool = False
    allowed: tuple[str, ...] = ()
    pattern: str = ""
    score: Score | None = None


Fields = dict[str, tuple[Field, ...]]


def table_fields(study: Study) -> Fields:
    """The columns of each of the six tables."""
    fields = {
        "patients": _patients(study),
        "visits": _visits(study),
        "relapses": _relapses(study),
        "infusions": _infusions(study),
        "engagement": _engagement(study),
        "adverse_events": _adverse_events(study),
    }
    return {table: _renamed(study, table, fields[table]) for table in TABLES}


def one_table_fields(study: Study) -> tuple[Field, ...]:
    """The columns of the form with one row a patient."""
    fields = [*_core(study), _whole("relapse_count", "Number of attacks after the first infusion")]
    fields.insert(-1, _yes_no("relapsed", "Any attack after the first infusion"))
    fields.insert(-1, _after_start("relapse_month", "Onset of the first attack"))
    for name, columns in study.one_table.scores.items():
        score = study.score(name)
        fields.append(_score(score, columns.baseline, f"{score.label} at baseline"))
        fields.append(_score(score, columns.follow_up, f"{score.label} at follow-up"))
    for column in study.one_table.engagement:
        plural = _plural(study.channel(column.channel), column.activity)
        words = f"{column.channel}: number of {plural} up to the end of the window"
        fields.append(_whole(column.column, words))
    window = "End of the window that engagement was counted in"
    fields.append(_after_start("engagement_window_months", window))
    fields.append(_whole("adverse_events", "Number of adverse events"))
    return _renamed(study, ONE_TABLE, fields)


def _plural(channel: Channel, activity: str) -> str:
    """The study's words for an activity; without any, its name as the study file writes it."""
    words = channel.activity_labels.get(activity, activity)
    return channel.activity_plurals.get(activity, f"{words}s")


def _renamed(study: Study, table: str, fields: list[Field]) -> tuple[Field, ...]:
    """The fields under the names that this study's files use."""
    names = study.columns.get(table, {})
    return tuple(
        Field(**{**{k: getattr(f, k) for k in Field.__slots__}, "header": names[f.name]})
        if f.name in names
        else f
        for f in fields
    )


def _id(study: Study) -> Field:
    return Field(
        "patient_id",
        "patient_id",
        "id",
        "Pseudonym of the patient; not a hospital number, not a name",
        required=True,
        pattern=study.study.id_pattern,
    )


def _core(study: Study) -> list[Field]:
    return [
        _id(study),
        Field(
            "diagnosis",
            "diagnosis",
            "category",
            "Diagnosis; " + ", ".join(f"{d.code}: {d.label}" for d in study.diagnoses),
            required=True,
            allowed=study.codes,
        ),
        Field(
            "follow_up_months",
            "follow_up_months",
            "number",
            "Months from the first infusion to the last contact",
            required=True,
            unit="months",
            minimum=0,
            above=True,
            maximum=MAX_FOLLOW_UP,
        ),
        Field("sex", "sex", "category", "Sex", allowed=("female", "male")),
        _number("age_years", "Age at the first infusion", "years", MAX_AGE),
        _number("disease_duration_years", "Years since the first symptom", "years", MAX_AGE),
        _whole("relapses_prior_year", "Attacks in the twelve months before the first infusion"),
    ]


def _patients(study: Study) -> list[Field]:
    start = "Month in which the patient joined the channels; 0: with the first infusion"
    reasons = ("ongoing", "completed", "withdrew", "lost", "died")
    return [
        *_core(study),
        Field("prior_treatment", "prior_treatment", "text", "Last treatment before, one word"),
        Field("end_reason", "end_reason", "category", "Why follow-up ended", allowed=reasons),
        Field(
            "engagement_start_month",
            "engagement_start_month",
            "number",
            start,
            unit="months",
            minimum=-MAX_FOLLOW_UP,
            maximum=MAX_FOLLOW_UP,
        ),
        Field(
            "engagement_group", "engagement_group", "text", "Group the patient took part in, a code"
        ),
    ]


def _visits(study: Study) -> list[Field]:
    earliest = min([0.0, *(score.baseline_months[0] for score in study.scores)])
    month = Field(
        "month",
        "month",
        "number",
        "Months since the first infusion; before it: negative",
        required=True,
        unit="months",
        minimum=earliest,
        maximum=MAX_FOLLOW_UP,
    )
    scores = [_score(score, score.column, score.label) for score in study.scores]
    return [_id(study), month, *scores]


def _relapses(study: Study) -> list[Field]:
    onset = _after_start("month", "Onset, months since the first infusion", required=True)
    return [
        _id(study),
        onset,
        _yes_no("confirmed_by_examination", "Confirmed by an examination"),
        Field(
            "detected_via",
            "detected_via",
            "category",
            "How the attack became known",
            allowed=_sources(study),
        ),
    ]


def _infusions(study: Study) -> list[Field]:
    dose = _number("dose_mg", "Dose", "mg", 100_000.0)
    return [_id(study), _month("Months since the first infusion"), _needed(dose)]


def _engagement(study: Study) -> list[Field]:
    activities = tuple(dict.fromkeys(activity for _, activity in study.exposures))
    month = Field(
        "month",
        "month",
        "whole",
        "Whole month since the first infusion; 0 is the first month",
        required=True,
        unit="months",
        minimum=0,
        maximum=MAX_FOLLOW_UP,
    )
    channels = tuple(channel.name for channel in study.channels)
    return [
        _id(study),
        month,
        _needed(Field("channel", "channel", "category", "Channel", allowed=channels)),
        _needed(Field("activity", "activity", "category", "Activity", allowed=activities)),
        _needed(_whole("count", "How often in that month")),
    ]


def _adverse_events(study: Study) -> list[Field]:
    grade = Field("grade", "grade", "whole", "Grade 1 (mild) to 5 (death)", minimum=1, maximum=5)
    return [
        _id(study),
        _needed(Field("event_id", "event_id", "label", "Number of the event, unique per patient")),
        _month("Months since the first infusion"),
        _needed(Field("term", "term", "text", "Term of the event, without a name or a date")),
        grade,
        _yes_no("serious", "Serious"),
        _yes_no("related", "Judged related to the drug"),
        Field(
            "reported_via",
            "reported_via",
            "category",
            "How the event became known",
            allowed=_sources(study),
        ),
    ]


def _sources(study: Study) -> tuple[str, ...]:
    """How something became known; a channel may itself be called clinic."""
    return tuple(dict.fromkeys(("clinic", *(c.name for c in study.channels))))


def _score(score: Score, column: str, words: str) -> Field:
    return Field(
        column,
        column,
        "number",
        words,
        unit=score.unit,
        minimum=score.minimum,
        maximum=score.maximum,
        score=score,
    )


def _number(name: str, words: str, unit: str, maximum: float) -> Field:
    return Field(name, name, "number", words, unit=unit, minimum=0, maximum=maximum)


def _whole(name: str, words: str) -> Field:
    return Field(name, name, "whole", words, minimum=0, maximum=1_000_000)


def _yes_no(name: str, words: str) -> Field:
    return Field(name, name, "yes_no", words)


def _month(words: str) -> Field:
    return _needed(_number("month", words, "months", MAX_FOLLOW_UP))


def _after_start(name: str, words: str, *, required: bool = False) -> Field:
    return Field(
        name,
        name,
        "number",
        words,
        required=required,
        unit="months",
        minimum=0,
        above=True,
        maximum=MAX_FOLLOW_UP,
    )


def _needed(field: Field) -> Field:
    return Field(**{**{k: getattr(field, k) for k in Field.__slots__}, "required": True})
