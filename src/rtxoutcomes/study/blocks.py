"""The blocks of a study file that are read as they are: each names its keys and their limits."""

import re
from typing import Annotated, Literal

from pydantic import Field, field_validator

from rtxoutcomes.parts import Part
from rtxoutcomes.study.score import Name

Positive = Annotated[float, Field(gt=0, le=600)]
Code = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_+-]{0,31}$")]
EndReason = Literal["completed", "withdrew", "lost", "died"]
Multiple = Annotated[float, Field(gt=0, le=100)]
QuasiIdentifier = Literal[
    "diagnosis",
    "sex",
    "age_years",
    "disease_duration_years",
    "follow_up_months",
    "relapses_prior_year",
    "prior_treatment",
    "end_reason",
]
Sensitive = Literal["relapsed", "adverse_event"]


class Diagnosis(Part):
    """A diagnosis (any grouping of patients). The order in the file is the order in every table.

    `abbreviation` is the short form that tables and figures print; by default the code.
    """

    code: Code
    label: str
    abbreviation: str = ""


class Identity(Part):
    """What the study is. `reference_group` is the diagnosis that others are compared with."""

    id: Name
    title: str
    drug: str
    design: str = "single-arm"
    reference: str = ""
    reference_group: str | None = None
    id_pattern: str = r"[A-Za-z]{1,8}-?[0-9]{1,8}"

    @field_validator("id_pattern")
    @classmethod
    def _is_a_pattern(cls, pattern: str) -> str:
        try:
            re.compile(pattern)
        except re.error as fault:
            raise ValueError(f"must be a regular expression: {fault}") from None
        return pattern


class RelapseRule(Part):
    """What the event is called, and how far apart two onsets must be to be two."""

    label: str = "Relapse"
    merge_days: float = Field(default=30, ge=0)
    risk_months: Positive = 12
    risk_tolerance: float = Field(default=0.5, ge=0)
    survival_months: tuple[Positive, ...] = (12, 24)
    rmst_months: tuple[Positive, ...] = (12, 24)
    competing_ends: tuple[EndReason, ...] = ("died",)


class Multiplicity(Part):
    """A family of tests, each `score.DIAGNOSIS.test`, and how it is adjusted."""

    family: tuple[str, ...] = ()
    method: Literal["holm"] = "holm"
    chosen: Literal["pre-specified", "post hoc"] = "pre-specified"


class Randomness(Part):
    """Seed and number of permutations of whatever is not enumerated."""

    seed: int = Field(default=20240215, ge=0)
    permutations: int = Field(default=10_000, ge=99, le=1_000_000)


class OneTableScore(Part):
    """Columns of the one-table form that hold a score at baseline and at follow-up."""

    baseline: Name
    follow_up: Name


class OneTableEngagement(Part):
    """A column of the one-table form that counts one activity in one channel."""

    column: Name
    channel: Name
    activity: Name


class OneTable(Part):
    """Names of the study's own columns in the one-table form."""

    scores: dict[Name, OneTableScore] = Field(default_factory=dict)
    engagement: tuple[OneTableEngagement, ...] = ()


class TextRules(Part):
    """Words that mean "missing" in this study's files, beside the empty cell."""

    missing_tokens: tuple[str, ...] = ()


class Claim(Part):
    """A published number with its source, as printed."""

    key: str
    source: str
    n: int | None = None
    events: int | None = None
    percent: str | None = None
    mean: str | None = None
    p_value: str | None = None


class Missing(Part):
    """Assumptions about those whose outcome is not known.

    `imputations`: how many times missing scores are drawn for the mean change and its regression;
    without the key, never. `excluded`: by diagnosis, patients who were treated and are not in the
    cohort because they were not followed to the horizon; they count among the lost in best and
    worst case. `censored_hazards`: by how much the hazard of those censored early is multiplied.
    """

    imputations: int | None = Field(default=None, ge=2, le=1000)
    excluded: dict[str, Annotated[int, Field(ge=0)]] = Field(default_factory=dict)
    censored_hazards: tuple[Multiple, ...] = (1, 2, 3, 4, 5)


class Privacy(Part):
    """Columns of patients by which one might be recognised, and how coarsely each is known.

    Ages and durations are known in bands. `sensitive` is what is not to be learnt of a patient
    who was recognised.
    """

    quasi_identifiers: tuple[QuasiIdentifier, ...] = Field(
        default=("diagnosis", "sex", "age_years"), min_length=1
    )
    age_band_years: Annotated[int, Field(ge=1, le=50)] = 10
    duration_band_years: Annotated[int, Field(ge=1, le=50)] = 5
    follow_up_band_months: Annotated[int, Field(ge=1, le=120)] = 6
    sensitive: tuple[Sensitive, ...] = ("relapsed",)
