"""The study as data from a TOML file: drug, diagnoses, scores, channels, windows, claims."""

from collections.abc import Mapping
from typing import Self, TypeVar

from pydantic import Field, model_validator

from rtxoutcomes.parts import Part
from rtxoutcomes.study.blocks import (
    Claim,
    Diagnosis,
    Identity,
    Missing,
    Multiplicity,
    OneTable,
    Privacy,
    Randomness,
    RelapseRule,
    TextRules,
)
from rtxoutcomes.study.engagement import Channel, Engagement
from rtxoutcomes.study.score import Score
from rtxoutcomes.study.sensitivity import Sensitivity
from rtxoutcomes.study.synthesis import Synthesis

FAMILY_TESTS = ("t", "signed_rank")
# The only words that a study cannot use: the row over all groups, the endpoints that every study
# has in the analyses of its scores, and the columns of the table of visits.
RESERVED_GROUP = "all"
# Endpoints of every study, and columns of the patients, which Table 1 describes by their names.
RESERVED_SCORES = (
    *("relapse", "time_to_relapse", "flow", "adverse_events", "participation"),
    *("age_years", "sex", "disease_duration_years", "relapses_prior_year", "prior_treatment"),
    *("follow_up_months", "end_reason"),
)
RESERVED_COLUMNS = ("patient_id", "month", "phase")
DAYS_PER_MONTH = 30.4375
# Synthetic onsets are rounded down to a tenth of a month, which may bring two closer by that much.
ONSET_STEP = 0.1

T = TypeVar("T")


class Study(Part):
    """A validated study file. The code knows no drug, diagnosis, score or channel."""

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
    reading: TextRules = TextRules()
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

    @property
    def reference_group(self) -> str:
        """The diagnosis that others are compared with; by default the first."""
        return self.study.reference_group or self.codes[0]

    @property
    def ordered_codes(self) -> tuple[str, ...]:
        """The reference group, then the other diagnoses in the order of the file."""
        return tuple(dict.fromkeys((self.reference_group, *self.codes)))

    def label(self, code: str) -> str:
        """The label of a diagnosis; raises KeyError, which lists the codes, for an unknown one."""
        return self._diagnosis(code).label

    def abbreviation(self, code: str) -> str:
        """The short form of a diagnosis for tables and figures; raises like `label`."""
        return self._diagnosis(code).abbreviation or code

    def _diagnosis(self, code: str) -> Diagnosis:
        return _lookup("diagnosis", {d.code: d for d in self.diagnoses}, code)

    def score(self, name: str) -> Score:
        """The score of that name.

        Raises
        ------
        KeyError
            No such score; the message lists the scores of the study.
        """
        return _lookup("score", {score.name: score for score in self.scores}, name)

    def channel(self, name: str) -> Channel:
        """The channel of that name, which has the words for its activities.

        Raises
        ------
        KeyError
            No such channel; the message lists the channels of the study.
        """
        return _lookup("channel", {channel.name: channel for channel in self.channels}, name)

    @property
    def exposures(self) -> tuple[tuple[str, str], ...]:
        """Each (channel, activity), in the order of the file. They are never summed."""
        return tuple((c.name, activity) for c in self.channels for activity in c.activities)

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        faults = [
            *_repeated("diagnoses", [d.code for d in self.diagnoses]),
            *_repeated("scores", [s.name for s in self.scores]),
            *_repeated("scores column", [s.column for s in self.scores]),
            *_repeated("channels", [c.name for c in self.channels]),
            *self._name_faults(),
            *self._family_faults(),
            *self._subset_faults(),
            *self._one_table_faults(),
            *self._synthesis_faults(),
            *self.missing.faults(self.codes),
            *self.sensitivity.faults(self.scores),
        ]
        if faults:
            raise ValueError("; ".join(faults))
        return self

    def _name_faults(self) -> list[str]:
        """Reserved names, and a reference group that the study does not have."""
        reference = self.study.reference_group
        faults = [
            f"scores: {s.name!r} is reserved for an endpoint or a column of every study"
            for s in self.scores
            if s.name in RESERVED_SCORES
        ]
        faults += [
            f"scores: column {s.column!r} is reserved for the table of visits"
            for s in self.scores
            if s.column in RESERVED_COLUMNS
        ]
        if RESERVED_GROUP in self.codes:
            faults.append(f"diagnoses: {RESERVED_GROUP!r} is reserved for the overall row")
        if reference is not None and reference not in self.codes:
            faults.append(f"study.reference_group: {reference!r} is not a diagnosis of this study")
        return faults

    def _family_faults(self) -> list[str]:
        names, faults = {s.name for s in self.scores}, []
        for key in self.multiplicity.family:
            score, code, test = [*key.rsplit(".", 2), "", ""][:3]
            if score not in names or code not in self.codes or test not in FAMILY_TESTS:
                tests = " or ".join(FAMILY_TESTS)
                faults.append(f"multiplicity.family: {key!r} is not score.DIAGNOSIS.test ({tests})")
        return [*faults, *_repeated("multiplicity.family", list(self.multiplicity.family))]

    def _subset_faults(self) -> list[str]:
        subset = self.engagement.subset
        return [
            *(
                f"engagement.subset: {code!r} is not a diagnosis of this study"
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
            *(("a diagnosis", group.diagnosis, self.codes) for group in block.groups),
            *(
                ("a score", name, [s.name for s in self.scores])
                for g in block.groups
                for name in g.scores
            ),
            *(
                ("an activity", f"{a.channel}.{a.activity}", [".".join(e) for e in self.exposures])
                for a in block.activities
            ),
        ]
        faults = [
            f"synthesis: {name!r} is not {kind} of this study"
            for kind, name, known in named
            if name not in known
        ]
        if block.attacks_apart_months - ONSET_STEP < self.relapse.merge_days / DAYS_PER_MONTH:
            faults.append("synthesis: attacks_apart_months would let attacks merge into one")
        return faults


def _lookup(kind: str, known: Mapping[str, T], name: str) -> T:
    if name not in known:
        raise KeyError(f"no {kind} {name!r}; the study has {list(known)}")
    return known[name]


def _repeated(where: str, values: list[str]) -> list[str]:
    twice = sorted({v for v in values if values.count(v) > 1})
    return [f"{where}: {value!r} is repeated" for value in twice]
