"""The `[synthesis]` block: the exact margins of a made-up cohort."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from rtxoutcomes.study.base import Part
from rtxoutcomes.study.score import Name

# A value, written as text since TOML keys are text, and how many patients have it.
Counts = dict[str, Annotated[int, Field(ge=0)]]
Share = Annotated[float, Field(ge=0, le=1)]
Normal = tuple[float, Annotated[float, Field(ge=0)]]


class SyntheticScore(Part):
    """A score of one group: exact counts of baseline and change, or mean and spread of both.

    `change` is that from baseline to the last visit, in the unit of the score. `log_ratio` takes
    its place for scores on the log scale: mean and standard deviation of log(after / before).
    """

    baseline_counts: Counts = Field(default_factory=dict)
    change_counts: Counts = Field(default_factory=dict)
    baseline: Normal | None = None
    log_ratio: Normal | None = None

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        exact = bool(self.baseline_counts) and bool(self.change_counts)
        spread = self.baseline is not None and self.log_ratio is not None
        if exact == spread:
            raise ValueError("give baseline_counts and change_counts, or baseline and log_ratio")
        return self


class Group(Part):
    """One diagnosis: how many patients, women, attacks (number of attacks -> patients)."""

    diagnosis: str
    patients: int = Field(ge=1)
    women: int = Field(ge=0)
    attacks: Counts = Field(default_factory=dict)
    relapses_prior_year: Counts = Field(default_factory=dict)
    scores: dict[Name, SyntheticScore] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _adds_up(self) -> Self:
        faults = []
        if self.women > self.patients:
            faults.append("women cannot exceed patients")
        if sum(self.attacks.values()) > self.patients:
            faults.append("attacks name more patients than there are")
        for name, counts in self._full_counts().items():
            if counts and sum(counts.values()) != self.patients:
                faults.append(f"{name} must add up to {self.patients}, not {sum(counts.values())}")
        if faults:
            raise ValueError("; ".join(faults))
        return self

    def _full_counts(self) -> dict[str, Counts]:
        told = {"relapses_prior_year": self.relapses_prior_year}
        for name, score in self.scores.items():
            told[f"{name}.baseline_counts"] = score.baseline_counts
            told[f"{name}.change_counts"] = score.change_counts
        return told


class Dosing(Part):
    """A dose, on these days of a course, and a course every so many months."""

    dose_mg: float = Field(gt=0)
    days: tuple[float, ...]
    every_months: float = Field(gt=0)


class Activity(Part):
    """Monthly counts of one activity: patients differ (gamma), and write less as time goes by.

    `share_of` names another activity of the channel of which this is a share.
    """

    channel: Name
    activity: Name
    per_month: float = Field(default=0, ge=0)
    shape: float = Field(default=1, gt=0)
    never: Share = 0
    decay_months: float = Field(default=24, gt=0)
    share_of: Name | None = None
    share: Share = 0


class SyntheticEvent(Part):
    """One adverse event, in some patient of a diagnosis."""

    diagnosis: str
    month: float = Field(ge=0)
    term: str
    grade: int = Field(ge=1, le=5)
    serious: bool = False
    related: bool = True


class Synthesis(Part):
    """Everything a made-up cohort is drawn from. Counts over all patients must add up."""

    seed: int = Field(ge=0)
    declared_on: str
    follow_up_months: Counts
    age_years: Counts
    disease_duration_years: Normal
    prior_treatment: Counts
    end_reason: Counts
    engagement_start_month: float = 0
    visit_every_months: float = Field(default=6, gt=0)
    missing_between: Share = 0
    groups: tuple[Group, ...] = Field(min_length=1)
    infusions: Dosing
    activities: tuple[Activity, ...] = ()
    adverse_events: tuple[SyntheticEvent, ...] = ()

    @property
    def patients(self) -> int:
        return sum(group.patients for group in self.groups)

    @model_validator(mode="after")
    def _adds_up(self) -> Self:
        whole = {
            "follow_up_months": self.follow_up_months,
            "age_years": self.age_years,
            "prior_treatment": self.prior_treatment,
            "end_reason": self.end_reason,
        }
        faults = [
            f"{name} must add up to {self.patients}, not {sum(counts.values())}"
            for name, counts in whole.items()
            if sum(counts.values()) != self.patients
        ]
        if faults:
            raise ValueError("; ".join(faults))
        return self
