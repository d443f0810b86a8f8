"""The `[synthesis]` block: the exact margins of a synthetic cohort."""

from collections import Counter
from datetime import date
from typing import Annotated

from pydantic import Field

from rtxoutcomes.parts import Part
from rtxoutcomes.study.bounds import (
    LONGEST_MONTHS,
    Count,
    Days,
    Few,
    Interval,
    Many,
    Month,
    Seed,
    Some,
    Spread,
    Value,
)
from rtxoutcomes.study.score import Name
from rtxoutcomes.wording import Label

# TOML keys are text, and text keeps "0.1" exact: value -> how many patients have it.
WordCounts = dict[Label, Count]
NumberCounts = dict[Annotated[str, Field(pattern=r"^-?[0-9]{1,9}(\.[0-9]{1,9})?$")], Count]
WholeCounts = dict[Annotated[str, Field(pattern=r"^[0-9]{1,4}$")], Count]
AttackCounts = dict[Annotated[str, Field(pattern=r"^[1-9][0-9]{0,3}$")], Count]
ReasonCounts = dict[
    Annotated[str, Field(pattern=r"^(ongoing|completed|withdrew|lost|died)$")], Count
]
Proportion = Annotated[float, Field(ge=0, le=1)]
Normal = tuple[Value, Spread]
Positive = Annotated[float, Field(ge=0.001, le=1e9)]
MOST_PATIENTS = 1_000_000


class SyntheticScore(Part):
    """A score of one group: exact counts of baseline and change, or mean and spread of both.

    `change_counts` is the change from month 0 to the last visit, in the unit of the score.
    `log_ratio` takes its place for scores on the log scale: mean and standard deviation of
    log(last / first).
    """

    baseline_counts: NumberCounts = Field(default_factory=dict)
    change_counts: NumberCounts = Field(default_factory=dict)
    baseline: Normal | None = None
    log_ratio: Normal | None = None

    def consistency_faults(self) -> list[str]:
        """Values are stated in one of two ways, completely."""
        counted = (bool(self.baseline_counts), bool(self.change_counts))
        spread = (self.baseline is not None, self.log_ratio is not None)
        one_way = {counted, spread} == {(True, True), (False, False)}
        must = "give baseline_counts and change_counts, or baseline and log_ratio"
        return [] if one_way else [must]


class SyntheticGroup(Part):
    """One diagnosis: numbers of patients and women, attacks (number of attacks -> patients)."""

    diagnosis: Label
    patients: int = Field(ge=1, le=MOST_PATIENTS)
    women: Count
    disease_duration_years: Normal
    prior_treatment: WordCounts
    relapses_prior_year: WholeCounts
    attacks: AttackCounts = Field(default_factory=dict)
    scores: dict[Name, SyntheticScore] = Field(default_factory=dict)

    def consistency_faults(self) -> list[str]:
        """Counts that do not add up to the patients of the group."""
        faults = []
        if self.women > self.patients:
            faults.append("women cannot exceed patients")
        if sum(self.attacks.values()) > self.patients:
            faults.append("attacks name more patients than there are")
        return [*faults, *_sum_faults(self._full_counts(), self.patients)]

    @property
    def most_attacks(self) -> int:
        """The largest number of attacks of a patient."""
        return max((int(k) for k, patients in self.attacks.items() if patients), default=0)

    def _full_counts(self) -> dict[str, dict[str, int]]:
        keys = ("prior_treatment", "relapses_prior_year")
        counts: dict[str, dict[str, int]] = {key: getattr(self, key) for key in keys}
        for name, score in self.scores.items():
            if score.baseline_counts:
                counts[f"{name}.baseline_counts"] = score.baseline_counts
                counts[f"{name}.change_counts"] = score.change_counts
        return counts


class Dosing(Part):
    """A dose on these days of a course, and a course every `every_months` months."""

    dose_mg: float = Field(gt=0, le=100_000)
    days: Few[Days] = Field(min_length=1)
    every_months: Interval


class SyntheticActivity(Part):
    """Monthly counts of one activity: rates vary between patients (gamma) and decay with time.

    `never` is the proportion of patients who take no part. `share_of` names an earlier activity of
    the channel of which this one is a part; then only `share` is used.
    """

    channel: Name
    activity: Name
    per_month: float = Field(default=0, ge=0, le=10_000)
    shape: Positive = 1
    never: Proportion = 0
    decay_months: Positive = 24
    share_of: Name | None = None
    share: Proportion = 0


class SyntheticEvent(Part):
    """One adverse event, in some patient of a diagnosis."""

    diagnosis: Label
    month: Month
    term: Label
    grade: int = Field(ge=1, le=5)
    serious: bool = False
    related: bool = True


class Synthesis(Part):
    """The margins from which a synthetic cohort is drawn. Counts must add up to the patients.

    `engagement_seed` is separate, so that engagement can be drawn anew for the same course of
    disease. `attacks_confirmed` is a proportion; `missing_between` is the proportion of values
    that are missing at visits other than the first and the last.
    """

    seed: Seed
    engagement_seed: Seed
    declared_on: date
    follow_up_months: NumberCounts
    age_years: NumberCounts
    end_reason: ReasonCounts
    engagement_start_month: Month = 0
    visit_every_months: Interval = 6
    missing_between: Proportion = 0
    first_attack_month: Interval = 1
    attacks_apart_months: Interval = 2
    attacks_confirmed: Proportion = 1
    groups: Some[SyntheticGroup] = Field(min_length=1)
    infusions: Dosing
    activities: Many[SyntheticActivity] = ()
    adverse_events: Many[SyntheticEvent] = ()

    @property
    def patients(self) -> int:
        return sum(group.patients for group in self.groups)

    @property
    def shortest_follow_up(self) -> float:
        """In months; every stated event must fit into it, since any patient may have it."""
        return min((float(k) for k, patients in self.follow_up_months.items() if patients))

    def consistency_faults(self) -> list[str]:
        """Counts that do not add up, and events that do not fit into the follow-up."""
        keys = ("follow_up_months", "age_years", "end_reason")
        counted = {key: getattr(self, key) for key in keys}
        faults = [*_sum_faults(counted, self.patients), *self._activity_faults()]
        if any(float(k) > LONGEST_MONTHS for k in self.follow_up_months):
            faults.append(f"follow_up_months must not exceed {LONGEST_MONTHS:g}")
        if self.patients > MOST_PATIENTS:
            faults.append(f"groups must not have more than {MOST_PATIENTS:,} patients together")
        codes = Counter(group.diagnosis for group in self.groups)
        faults += [f"groups: {code!r} is repeated" for code, n in codes.items() if n > 1]
        if any(self.follow_up_months.values()):
            faults += [*self._room_faults(), *self._event_faults()]
        if any(float(k) <= 0 for k, patients in self.age_years.items() if patients):
            faults.append("age_years must be above 0")
        return faults

    def _room_faults(self) -> list[str]:
        end = self.shortest_follow_up
        if end <= 0:
            return ["follow_up_months must be above 0"]
        return [
            f"{group.diagnosis}: {group.most_attacks} attacks do not fit into {end:g} months"
            for group in self.groups
            if group.attacks and self._last_of(group.most_attacks) > end
        ]

    def _last_of(self, attacks: int) -> float:
        """The earliest month by which that many attacks can have occurred."""
        return self.first_attack_month + (attacks - 1) * self.attacks_apart_months

    def _event_faults(self) -> list[str]:
        sizes = {group.diagnosis: group.patients for group in self.groups}
        events = Counter(event.diagnosis for event in self.adverse_events)
        faults = [
            f"adverse_events: {code!r} has {sizes.get(code, 0)} patients for {n} events"
            for code, n in events.items()
            if n > sizes.get(code, 0)
        ]
        return faults + [
            f"adverse_events: month {event.month:g} lies after the shortest follow-up"
            for event in self.adverse_events
            if event.month > self.shortest_follow_up
        ]

    def _activity_faults(self) -> list[str]:
        faults = []
        earlier: set[str] = set()
        for activity in self.activities:
            name = f"{activity.channel}.{activity.activity}"
            if name in earlier:
                faults.append(f"activities: {name} is repeated")
            total = f"{activity.channel}.{activity.share_of}"
            if activity.share_of is not None and total not in earlier:
                faults.append(f"activities: {total} must come before its part")
            earlier.add(name)
        return faults


def _sum_faults(named: dict[str, dict[str, int]], patients: int) -> list[str]:
    return [
        f"{name} must add up to {patients}, not {sum(counts.values())}"
        for name, counts in named.items()
        if sum(counts.values()) != patients
    ]
