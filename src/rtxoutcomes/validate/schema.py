"""The columns of each table, from the study: one description for rules, schemas, templates."""

from dataclasses import dataclass, replace
from typing import Literal

from rtxoutcomes.cohort import LOG, ONE_TABLE, TABLES
from rtxoutcomes.study import Channel, OneTableScore, Score, Study, Variable

FieldKind = Literal["id", "text", "label", "category", "number", "whole", "yes_no", "hash"]
MAX_FOLLOW_UP = 600.0
MAX_AGE = 89.0
SHA256 = "[0-9a-f]{64}"


@dataclass(frozen=True, slots=True)
class Field:
    """One column: `name` in the data model, `header` in this study's files.

    `minimum` and `maximum` bound numbers (inclusive; `above` makes the minimum exclusive);
    `score` adds the lattice of a score; `allowed` are the only values of a category.
    `numbers_allowed`: ten-digit numbers in this column of text are not national codes.
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
    numbers_allowed: bool = False


Fields = dict[str, tuple[Field, ...]]


def table_fields(study: Study) -> Fields:
    """The columns of each of the seven tables."""
    fields = {
        "patients": _patients(study),
        "visits": _visits(study),
        "relapses": _relapses(study),
        "infusions": _infusions(study),
        "engagement": _engagement(study),
        "adverse_events": _adverse_events(study),
        "mri": _mri(study),
    }
    return {table: _renamed(study, table, fields[table]) for table in TABLES}


def log_fields(study: Study) -> tuple[Field, ...]:
    """The columns of the log of engagement: a row a patient, activity and export that was read."""
    months = "that was read, counted from that of the first infusion, which is 0"
    digest = Field("export_sha256", "export_sha256", "hash", "SHA-256 of the file that was read")
    columns = [
        replace(digest, pattern=SHA256),
        *_exposure(study),
        _log_month("first_month", f"First calendar month {months}"),
        _log_month("last_month", f"Last calendar month {months}"),
        _whole("rows_added", "Rows of engagement of the patient that it added"),
        _whole("records_skipped", "Records of the file that were skipped on request"),
    ]
    return _renamed(study, LOG, [_id(study), *map(_needed, columns)])


def _log_month(name: str, words: str) -> Field:
    return Field(name, name, "whole", words, unit="months", minimum=0, maximum=MAX_FOLLOW_UP)


def one_table_fields(study: Study) -> tuple[Field, ...]:
    """The columns of the form with one row a patient."""
    fields = [*_core(study), _whole("relapse_count", "Number of attacks after the first infusion")]
    fields.insert(-1, _yes_no("relapsed", "Any attack after the first infusion"))
    fields.insert(-1, _months("relapse_month", "Onset of the first attack", above=True))
    for name, columns in study.one_table.scores.items():
        score = study.score(name)
        fields += [_score(score, column, words) for column, words in _times(score, columns)]
    for column in study.one_table.engagement:
        plural = _plural(study.channel(column.channel), column.activity)
        words = f"{column.channel}: number of {plural} up to the end of the window"
        fields.append(_whole(column.column, words))
    window = "End of the window that engagement was counted in"
    fields.append(_months("engagement_window_months", window, above=True))
    fields.append(_whole("adverse_events", "Number of adverse events"))
    return _renamed(study, ONE_TABLE, fields)


def _times(score: Score, columns: OneTableScore) -> list[tuple[str, str]]:
    """The columns that hold a score, and what is in them."""
    phases = ((columns.baseline, "baseline"), (columns.follow_up, "follow-up"))
    return [
        *((name, f"{score.label} at {phase}") for name, phase in phases if name),
        *((name, f"{score.label} at month {month:g}") for name, month in columns.visits.items()),
    ]


def _plural(channel: Channel, activity: str) -> str:
    """The study's words for an activity; without any, its name as the study file writes it."""
    words = channel.activity_labels.get(activity, activity)
    return channel.activity_plurals.get(activity, f"{words}s")


def _renamed(study: Study, table: str, fields: list[Field]) -> tuple[Field, ...]:
    """The fields under the names that this study's files use."""
    names = study.columns.get(table, {})
    return tuple(replace(f, header=names.get(f.name, f.header)) for f in fields)


def _id(study: Study) -> Field:
    words = "Pseudonym of the patient; not a hospital number, not a name"
    pattern = study.study.id_pattern
    return Field("patient_id", "patient_id", "id", words, required=True, pattern=pattern)


def _core(study: Study) -> list[Field]:
    diagnoses = ", ".join(f"{d.code}: {d.label}" for d in study.diagnoses)
    words = "Months from the first infusion to the last contact; 0 where there was none after it"
    follow_up = _months("follow_up_months", words)
    return [
        _id(study),
        _needed(_category("diagnosis", f"Diagnosis; {diagnoses}", study.diagnosis_codes)),
        _needed(follow_up),
        _category("sex", "Sex", ("female", "male")),
        _number("age_years", "Age at the first infusion", "years", MAX_AGE),
        _number("disease_duration_years", "Years since the first symptom", "years", MAX_AGE),
        _whole("relapses_prior_year", "Attacks in the twelve months before the first infusion"),
        *(_variable(v) for v in study.variables if not v.is_built_in),
    ]


def _variable(variable: Variable) -> Field:
    """A column that the study declares."""
    if variable.kind == "category":
        codes = tuple(level.code for level in variable.levels)
        labelled = ", ".join(
            f"{level.code}: {level.label}" for level in variable.levels if level.label
        )
        words = f"{variable.label}; {labelled}" if labelled else variable.label
        return _category(variable.name, words, codes)
    if variable.kind == "yes_no":
        return _yes_no(variable.name, variable.label)
    number = Field(variable.name, variable.name, "number", variable.label, unit=variable.unit)
    return replace(number, minimum=variable.minimum, maximum=variable.maximum)


def _patients(study: Study) -> list[Field]:
    start = "Month in which the patient joined the channels; 0: with the first infusion"
    reasons = ("ongoing", "completed", "withdrew", "lost", "died")
    return [
        *_core(study),
        _text("prior_treatment", "Last treatment before, one word"),
        _category("end_reason", "Why follow-up ended", reasons),
        _months("engagement_start_month", start, minimum=-MAX_FOLLOW_UP),
        _text("engagement_group", "Group the patient took part in, a code"),
    ]


def _visits(study: Study) -> list[Field]:
    scores = [_score(score, score.column, score.label) for score in study.scores]
    return [_id(study), _month_of_visit(study), *scores]


def _month_of_visit(study: Study) -> Field:
    earliest = min([0.0, *(score.baseline_months[0] for score in study.scores)])
    words = "Months since the first infusion; before it: negative"
    return _needed(_months("month", words, minimum=earliest))


def _mri(study: Study) -> list[Field]:
    return [
        _id(study),
        _month_of_visit(study),
        _whole("new_t2", "New or enlarging T2 lesions"),
        _whole("gad", "Gadolinium-enhancing lesions"),
    ]


def _relapses(study: Study) -> list[Field]:
    onset = _months("month", "Onset, months since the first infusion", above=True)
    return [
        _id(study),
        _needed(onset),
        _yes_no("confirmed_by_examination", "Confirmed by an examination"),
        _category("detected_via", "How the attack became known", study.sources),
    ]


def _infusions(study: Study) -> list[Field]:
    month = _months("month", "Months since the first infusion")
    return [_id(study), _needed(month), _needed(_number("dose_mg", "Dose", "mg", 100_000.0))]


def _engagement(study: Study) -> list[Field]:
    words = "Whole month since the first infusion; 0 is the first month"
    month = Field("month", "month", "whole", words, unit="months", minimum=0, maximum=MAX_FOLLOW_UP)
    columns = [month, *_exposure(study), _whole("count", "How often in that month")]
    return [_id(study), *map(_needed, columns)]


def _exposure(study: Study) -> list[Field]:
    channels = tuple(channel.name for channel in study.channels)
    activities = tuple(dict.fromkeys(activity for _, activity in study.exposures))
    return [
        _category("channel", "Channel", channels),
        _category("activity", "Activity", activities),
    ]


def _adverse_events(study: Study) -> list[Field]:
    number = Field("event_id", "event_id", "label", "Number of the event, unique per patient")
    grade = Field("grade", "grade", "whole", "Grade 1 (mild) to 5 (death)", minimum=1, maximum=5)
    return [
        _id(study),
        _needed(number),
        _needed(_months("month", "Months since the first infusion")),
        _needed(_text("term", "Term of the event, without a name or a date")),
        grade,
        _yes_no("serious", "Serious"),
        _yes_no("related", "Judged related to the drug"),
        _category("reported_via", "How the event became known", study.sources),
    ]


def _score(score: Score, column: str, words: str) -> Field:
    field = _number(column, words, score.unit, score.maximum)
    return replace(field, minimum=score.minimum, score=score)


def _number(name: str, words: str, unit: str, maximum: float) -> Field:
    return Field(name, name, "number", words, unit=unit, minimum=0, maximum=maximum)


def _months(name: str, words: str, *, minimum: float = 0, above: bool = False) -> Field:
    return replace(_number(name, words, "months", MAX_FOLLOW_UP), minimum=minimum, above=above)


def _whole(name: str, words: str) -> Field:
    return Field(name, name, "whole", words, minimum=0, maximum=1_000_000)


def _yes_no(name: str, words: str) -> Field:
    return Field(name, name, "yes_no", words)


def _text(name: str, words: str) -> Field:
    return Field(name, name, "text", words)


def _category(name: str, words: str, allowed: tuple[str, ...]) -> Field:
    return Field(name, name, "category", words, allowed=allowed)


def _needed(field: Field) -> Field:
    return replace(field, required=True)
