"""The blocks of a study file that are read as they are: each names its keys and their limits."""

import re
from collections.abc import Collection
from typing import Annotated, Literal

from pydantic import Field, field_validator

from rtxoutcomes.parts import Part
from rtxoutcomes.study.bounds import Count, Days, Few, Many, Month, MonthBefore, Seed, Some
from rtxoutcomes.study.pattern import pattern_fault
from rtxoutcomes.study.score import Name
from rtxoutcomes.study.variables import LevelCode
from rtxoutcomes.wording import (
    Label,
    OptionalLabel,
    OptionalSentence,
    Sentence,
    in_running_text,
    plural,
)

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
Chosen = Literal["pre-specified", "post hoc"]
Guideline = Literal["CONSORT", "TREND", "STROBE"]
Sensitive = Literal["relapsed", "adverse_event"]


class Diagnosis(Part):
    """A diagnosis (any grouping of patients). The order in the file is the order in every table.

    `abbreviation` is the short form that tables and figures print; by default the code.
    `label_in_text` is the label within a sentence; by default without its capital.
    """

    code: Code
    label: Label
    label_in_text: OptionalLabel = ""
    abbreviation: OptionalLabel = ""

    @property
    def in_text(self) -> str:
        return self.label_in_text or in_running_text(self.label)


class Identity(Part):
    """What the study is. `reference_group` is the group that others are compared with.

    `grouping` is the variable by which results are given: the diagnosis, the sex, or one of
    `[[variables]]`, such as the arm of a trial or the centre; `group_noun` and `group_nouns` are
    what texts call one group and several, by default "diagnosis" or the label of the variable.
    `allocation`: how patients came into the groups; where at random, the group of reference is
    the control group, and must be named. `minimum_follow_up_months` is the follow-up that was a
    condition for inclusion, 0 if none was; without the key it is not known whether there was one.
    `assessor_blinded`: whether those who assessed outcomes did not know the treatment.
    `time_origin` is the event from which times are counted, as it follows "since".
    `guideline` is the reporting guideline that the checklist names; without the key it follows
    from the design.
    """

    id: Name
    title: Sentence
    drug: Label
    design: OptionalLabel = ""
    reference: OptionalSentence = ""
    allocation: Literal["random", "non-random"] | None = None
    grouping: Name | None = None
    group_noun: OptionalLabel = ""
    group_nouns: OptionalLabel = ""
    reference_group: LevelCode | None = None
    minimum_follow_up_months: Month | None = None
    assessor_blinded: bool | None = None
    time_origin: OptionalLabel = ""
    guideline: Guideline | None = None
    id_pattern: Label = r"[A-Za-z]{1,8}-?[0-9]{1,8}"

    @property
    def is_randomised(self) -> bool:
        """Whether allocation was at random, or the declared design says so."""
        if self.allocation is not None:
            return self.allocation == "random"
        design = self.design.casefold()
        return "random" in design and not re.search(r"\b(non|not|un|without)[ -]?random", design)

    @property
    def is_single_arm(self) -> bool:
        """Whether the declared design has a single arm, all of which was treated."""
        return bool(re.search(r"\bsingle[ -](arm|group)\b", self.design.casefold()))

    @property
    def guideline_of_design(self) -> Guideline:
        """The reporting guideline of the declared design.

        CONSORT for a randomised study; TREND for a single-arm or non-randomised one, since its
        treatment was given by plan; STROBE for any other, and where no design was declared.
        """
        if self.is_randomised:
            return "CONSORT"
        given_by_plan = re.search(r"single[ -]arm|random", self.design.casefold())
        return "TREND" if given_by_plan else "STROBE"

    @field_validator("id_pattern")
    @classmethod
    def _is_a_pattern(cls, pattern: str) -> str:
        if fault := pattern_fault(pattern):
            raise ValueError(fault)
        return pattern


class RelapseRule(Part):
    """What the event is called, and how far apart two onsets must be to be two.

    `label_in_text` is its name within a sentence, by default the label without its capital;
    `plural` that of several.
    """

    label: Label = "Relapse"
    label_in_text: OptionalLabel = ""
    plural: OptionalLabel = ""
    merge_days: Days = 30
    risk_months: Positive = 12
    risk_tolerance: Month = 0.5
    survival_months: Few[Positive] = (12, 24)
    rmst_months: Few[Positive] = (12, 24)
    competing_ends: Few[EndReason] = ("died",)

    @property
    def in_text(self) -> str:
        return self.label_in_text or in_running_text(self.label)

    @property
    def plural_in_text(self) -> str:
        return self.plural or plural(self.in_text)

    @property
    def words(self) -> dict[str, str]:
        """The event, one and several, within a sentence and at its beginning."""
        inside = {"event": self.in_text, "events": self.plural_in_text}
        at_beginning = {k.capitalize(): v[:1].upper() + v[1:] for k, v in inside.items()}
        return inside | at_beginning


class Family(Part):
    """Tests that are adjusted together, each `endpoint.GROUP.test`.

    `grouping` is the variable whose levels the groups are; by default that of the study.
    `chosen`: whether the family was fixed before the data were seen; without the key, not known.
    """

    name: Label
    grouping: Name | None = None
    tests: Annotated[Many[Label], Field(min_length=1)]
    method: Literal["holm"] = "holm"
    chosen: Chosen | None = None


class Multiplicity(Part):
    """The families of tests.

    `family`, `method` and `chosen` are those of one family without a name, `families` are others.
    The groups of the former are those of the study's grouping.
    """

    family: Many[Label] = ()
    method: Literal["holm"] = "holm"
    chosen: Chosen | None = None
    families: Few[Family] = ()

    @property
    def declared(self) -> tuple[Family, ...]:
        """Every family, the one without a name first."""
        if not self.family:
            return self.families
        own = Family(name="declared", tests=self.family, method=self.method, chosen=self.chosen)
        return (own, *self.families)

    @property
    def tests(self) -> tuple[str, ...]:
        """The tests of all families, as the study file writes them."""
        return tuple(test for family in self.declared for test in family.tests)


class Randomness(Part):
    """Seed and number of permutations of whatever is not enumerated."""

    seed: Seed = 20240215
    permutations: int = Field(default=10_000, ge=99, le=1_000_000)


class OneTableScore(Part):
    """Columns of the one-table form that hold a score.

    Either one at baseline and one at follow-up, without a month, or `visits`: the month of each
    column, which are then visits like those of the other form.
    """

    baseline: Name | None = None
    follow_up: Name | None = None
    visits: Annotated[dict[Name, MonthBefore], Field(max_length=60)] = Field(default_factory=dict)

    def consistency_faults(self) -> list[str]:
        """Neither or both of the two ways, or one month in two columns."""
        phases = (self.baseline is not None, self.follow_up is not None)
        if not (all(phases) and not self.visits) and not (self.visits and not any(phases)):
            return ["must have baseline and follow_up, or visits with the month of each column"]
        months = list(self.visits.values())
        return ["visits: each month must differ"] if len(set(months)) < len(months) else []

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column that holds the score."""
        return (*(name for name in (self.baseline, self.follow_up) if name), *self.visits)


class OneTableEngagement(Part):
    """A column of the one-table form that counts one activity in one channel."""

    column: Name
    channel: Name
    activity: Name


class OneTable(Part):
    """Names of the study's own columns in the one-table form."""

    scores: dict[Name, OneTableScore] = Field(default_factory=dict)
    engagement: Many[OneTableEngagement] = ()

    def undeclared(self, exposures: Collection[tuple[str, str]]) -> list[str]:
        """Columns of an activity that the study does not declare, each as a fault."""
        return [
            f"one_table.engagement: {e.channel}.{e.activity} is not a declared activity"
            for e in self.engagement
            if (e.channel, e.activity) not in exposures
        ]


class TextRules(Part):
    """How this study's files are read.

    `missing_tokens` mean "missing", as the empty cell does. `times_are_months` states that times
    are in months although they look like days, weeks or years.
    """

    missing_tokens: Some[Label] = ()
    times_are_months: bool = False


class Missing(Part):
    """Assumptions about those whose outcome is not known.

    `imputations`: how many times missing scores are drawn for the mean change and its regression;
    without the key, never. `excluded`: by diagnosis, patients who were treated and are not in the
    cohort because they were not followed to the horizon; they count among the lost in best and
    worst case. `censored_hazards`: by how much the hazard of those censored early is multiplied.
    """

    imputations: int | None = Field(default=None, ge=2, le=1000)
    excluded: dict[Code, Count] = Field(default_factory=dict)
    censored_hazards: Few[Multiple] = (1, 2, 3, 4, 5)


class Privacy(Part):
    """Columns of patients by which one might be recognised, and how coarsely each is known.

    Ages and durations are known in bands. `sensitive` is what is not to be learnt of a patient
    who was recognised.
    """

    quasi_identifiers: Few[QuasiIdentifier] = Field(
        default=("diagnosis", "sex", "age_years"), min_length=1
    )
    age_band_years: Annotated[int, Field(ge=1, le=50)] = 10
    duration_band_years: Annotated[int, Field(ge=1, le=50)] = 5
    follow_up_band_months: Annotated[int, Field(ge=1, le=120)] = 6
    sensitive: Few[Sensitive] = ("relapsed",)
