"""The study as data: drug, diagnoses, scores, channels, windows, claims. All of it from TOML."""

import re
from typing import Annotated, Literal, Self

from pydantic import Field, field_validator, model_validator

from rtxoutcomes.study.base import Part
from rtxoutcomes.study.engagement import Channel, Engagement
from rtxoutcomes.study.missing import Missing
from rtxoutcomes.study.privacy import Privacy
from rtxoutcomes.study.score import Name, Score
from rtxoutcomes.study.sensitivity import Sensitivity
from rtxoutcomes.study.synthesis import Synthesis

Positive = Annotated[float, Field(gt=0, le=600)]
Code = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_+-]{0,31}$")]
EndReason = Literal["completed", "withdrew", "lost", "died"]
FAMILY_TESTS = ("t", "signed_rank")
RESERVED_GROUP = "all"
RESERVED_COLUMNS = ("patient_id", "month", "phase")
DAYS_PER_MONTH = 30.4375
# A made-up onset is cut to a tenth of a month, which may bring two that much closer.
ONSET_STEP = 0.1


class Diagnosis(Part):
    """A diagnosis (any grouping of patients). The order in the file is the order in every table."""

    code: Code
    label: str


class Identity(Part):
    """What the study is."""

    id: Name
    title: str
    drug: str
    design: str = "single-arm"
    reference: str = ""
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


class Reading(Part):
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


class Study(Part):
    """A study file, checked. Nothing about a drug, diagnosis, score or channel stands in code."""

    study: Identity
    diagnoses: tuple[Diagnosis, ...] = Field(min_length=1)
    scores: tuple[Score, ...] = ()
    channels: tuple[Channel, ...] = ()
    relapse: RelapseRule = RelapseRule()
    engagement: Engagement = Engagement()
    multiplicity: Multiplicity = Multiplicity()
    randomness: Randomness = Randomness()
    missing: Missing = Missing()
    sensitivity: Sensitivity = Sensitivity()
    one_table: OneTable = OneTable()
    reading: Reading = Reading()
    privacy: Privacy = Privacy()
    columns: dict[str, dict[str, str]] = Field(default_factory=dict)
    claims: tuple[Claim, ...] = ()
    synthesis: Synthesis | None = None

    @property
    def id(self) -> str:
        return self.study.id

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(d.code for d in self.diagnoses)

    def score(self, name: str) -> Score:
        """The score of that name.

        Raises
        ------
        KeyError
            No such score; the message lists those there are.
        """
        for score in self.scores:
            if score.name == name:
                return score
        raise KeyError(f"no score {name!r}; the study has {[s.name for s in self.scores]}")

    @property
    def exposures(self) -> tuple[tuple[str, str], ...]:
        """Each (channel, activity), in the order of the file. They are never summed."""
        return tuple((c.name, activity) for c in self.channels for activity in c.activities)

    @model_validator(mode="after")
    def _hangs_together(self) -> Self:
        faults = [
            *_repeated("diagnoses", [d.code for d in self.diagnoses]),
            *_repeated("scores", [s.name for s in self.scores]),
            *_repeated("scores column", [s.column for s in self.scores]),
            *_repeated("channels", [c.name for c in self.channels]),
            *self._family_faults(),
            *self._subset_faults(),
            *self._one_table_faults(),
            *self._synthesis_faults(),
            *self.missing.faults(self.codes),
            *self.sensitivity.faults(self.scores),
        ]
        faults += [
            f"scores: column {s.column!r} is kept for the table of visits"
            for s in self.scores
            if s.column in RESERVED_COLUMNS
        ]
        if RESERVED_GROUP in self.codes:
            faults.append(f"diagnoses: {RESERVED_GROUP!r} is kept for the overall row")
        if faults:
            raise ValueError("; ".join(faults))
        return self

    def _family_faults(self) -> list[str]:
        names, faults = {s.name for s in self.scores}, []
        for key in self.multiplicity.family:
            parts = key.split(".")
            known = len(parts) == 3 and parts[0] in names and parts[1] in self.codes
            if not known or parts[2] not in FAMILY_TESTS:
                tests = " or ".join(FAMILY_TESTS)
                faults.append(f"multiplicity.family: {key!r} is not score.DIAGNOSIS.test ({tests})")
        return [*faults, *_repeated("multiplicity.family", list(self.multiplicity.family))]

    def _subset_faults(self) -> list[str]:
        subset = self.engagement.subset
        return [
            *(
                f"engagement.subset: {code!r} is no diagnosis of this study"
                for code in subset
                if code not in self.codes
            ),
            *_repeated("engagement.subset", list(subset)),
        ]

    def _one_table_faults(self) -> list[str]:
        names = {s.name for s in self.scores}
        faults = [
            f"one_table.scores: {name!r} is not a score of this study"
            for name in self.one_table.scores
            if name not in names
        ]
        return faults + [
            f"one_table.engagement: {e.channel}.{e.activity} is not a declared activity"
            for e in self.one_table.engagement
            if (e.channel, e.activity) not in self.exposures
        ]

    def _synthesis_faults(self) -> list[str]:
        block = self.synthesis
        if block is None:
            return []
        named = [
            *(("diagnosis", group.diagnosis, self.codes) for group in block.groups),
            *(
                ("score", name, [s.name for s in self.scores])
                for g in block.groups
                for name in g.scores
            ),
            *(
                ("activity", f"{a.channel}.{a.activity}", [".".join(e) for e in self.exposures])
                for a in block.activities
            ),
        ]
        faults = [
            f"synthesis: {name!r} is no {kind} of this study"
            for kind, name, known in named
            if name not in known
        ]
        if block.attacks_apart_months - ONSET_STEP < self.relapse.merge_days / DAYS_PER_MONTH:
            faults.append("synthesis: attacks_apart_months would let attacks merge into one")
        return faults


def _repeated(where: str, values: list[str]) -> list[str]:
    twice = sorted({v for v in values if values.count(v) > 1})
    return [f"{where}: {value!r} stands twice" for value in twice]
