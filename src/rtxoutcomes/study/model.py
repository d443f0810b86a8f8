"""The study as data from a TOML file: drug, diagnoses, scores, channels, windows, claims."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TypeVar

import pandas as pd
from pydantic import Field

from rtxoutcomes.calendar import DAYS_PER_MONTH
from rtxoutcomes.glance import glance_html
from rtxoutcomes.parts import Part
from rtxoutcomes.study.blocks import (
    Claim,
    Diagnosis,
    Guideline,
    Identity,
    Missing,
    Multiplicity,
    OneTable,
    Outcomes,
    Privacy,
    Randomness,
    RelapseRule,
    TextRules,
)
from rtxoutcomes.study.bounds import Few, Many, Some
from rtxoutcomes.study.engagement import Channel, Engagement
from rtxoutcomes.study.names import confusable, unusable_file_names
from rtxoutcomes.study.score import Score
from rtxoutcomes.study.sensitivity import Sensitivity
from rtxoutcomes.study.synthesis import Synthesis
from rtxoutcomes.wording import OptionalLabel

FAMILY_TESTS = ("t", "signed_rank", "sign")
# Tests between the diagnoses, of endpoints that may have one.
FAMILY_COMPARISONS = {"relapse": "between_groups", "time_to_relapse": "log_rank"}
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
# Where events are reported that no channel reported; a channel may itself be called clinic.
CLINIC = "clinic"
# Synthetic onsets are rounded down to a tenth of a month, which may bring two closer by that much.
ONSET_STEP = 0.1

T = TypeVar("T")


class Study(Part):
    """A validated study file. The code knows no drug, diagnosis, score or channel."""

    study: Identity
    diagnoses: Some[Diagnosis] = Field(min_length=1)
    scores: Some[Score] = ()
    channels: Few[Channel] = ()
    relapse: RelapseRule = RelapseRule()
    outcomes: Outcomes = Outcomes()
    engagement: Engagement = Engagement()
    multiplicity: Multiplicity = Multiplicity()
    randomness: Randomness = Randomness()
    missing: Missing = Missing()
    sensitivity: Sensitivity = Sensitivity()
    one_table: OneTable = OneTable()
    reading: TextRules = TextRules()
    privacy: Privacy = Privacy()
    columns: dict[str, dict[str, OptionalLabel]] = Field(default_factory=dict)
    claims: Many[Claim] = ()
    synthesis: Synthesis | None = None

    def __repr__(self) -> str:
        parts = "; ".join(f"{name} {words}" for name, words in self._parts().items())
        return f"<Study {self.id}: {parts}>"

    # The default of pydantic prints every key of the file.
    __str__ = __repr__

    def _repr_html_(self) -> str:
        parts = pd.DataFrame({"study": self._parts().keys(), self.id: self._parts().values()})
        return glance_html(parts)

    def _parts(self) -> dict[str, str]:
        """Drug, groups, scores and channels, as text."""
        named = {
            "drug": [self.study.drug],
            "groups": self.codes,
            "scores": [score.name for score in self.scores],
            "channels": [channel.name for channel in self.channels],
        }
        return {name: ", ".join(words) or "none" for name, words in named.items()}

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
    def is_randomised(self) -> bool:
        """Whether allocation was at random, or the declared design says so."""
        if self.study.allocation is not None:
            return self.study.allocation == "random"
        design = self.study.design.casefold()
        return "random" in design and not re.search(r"\b(non|not|un|without)[ -]?random", design)

    @property
    def guideline(self) -> Guideline:
        """The reporting guideline: as declared, else that of the declared design.

        CONSORT for a randomised study; TREND for a single-arm or non-randomised one, since its
        treatment was given by plan; STROBE for any other, and where no design was declared.
        """
        if self.study.guideline:
            return self.study.guideline
        if self.is_randomised:
            return "CONSORT"
        given_by_plan = re.search(r"single[ -]arm|random", self.study.design.casefold())
        return "TREND" if given_by_plan else "STROBE"

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
        """The score of that name; raises like `label`."""
        return _lookup("score", {score.name: score for score in self.scores}, name)

    def channel(self, name: str) -> Channel:
        """The channel of that name, which has the words for its activities; raises like `label`."""
        return _lookup("channel", {channel.name: channel for channel in self.channels}, name)

    @property
    def sources(self) -> tuple[str, ...]:
        """Where an event may have been reported: the clinic, then the channels."""
        return tuple(dict.fromkeys((CLINIC, *(c.name for c in self.channels))))

    @property
    def exposures(self) -> tuple[tuple[str, str], ...]:
        """Each (channel, activity), in the order of the file. They are never summed."""
        return tuple((c.name, activity) for c in self.channels for activity in c.activities)

    def consistency_faults(self) -> list[str]:
        """Repeated and reserved names, and names that nothing in the study has."""
        scores = [s.name for s in self.scores]
        subset = self.engagement.subset
        return [
            *_repeated("diagnoses", self.codes),
            *_repeated("scores", scores),
            *_repeated("scores column", [s.column for s in self.scores]),
            *_repeated("channels", [c.name for c in self.channels]),
            *self._name_faults(scores),
            *self._label_faults(),
            *self._family_faults(scores),
            *_unknown("engagement.subset", "a diagnosis", subset, self.codes),
            *_repeated("engagement.subset", subset),
            *_unknown("one_table.scores", "a score", self.one_table.scores, scores),
            *(
                f"one_table.engagement: {e.channel}.{e.activity} is not a declared activity"
                for e in self.one_table.engagement
                if (e.channel, e.activity) not in self.exposures
            ),
            *self._synthesis_faults(scores),
            *_unknown("missing.excluded", "a diagnosis", self.missing.excluded, self.codes),
            *self.sensitivity.faults(self.scores),
        ]

    def _name_faults(self, scores: Sequence[str]) -> list[str]:
        """Reserved names, and a reference group that is missing or not one of the study."""
        endpoint = "is reserved for an endpoint or a column of every study"
        visits = "is reserved for the table of visits"
        columns = [s.column for s in self.scores]
        faults = [f"scores: {name!r} {endpoint}" for name in scores if name in RESERVED_SCORES]
        faults += [f"scores: column {c!r} {visits}" for c in columns if c in RESERVED_COLUMNS]
        if RESERVED_GROUP in self.codes:
            faults.append(f"diagnoses: {RESERVED_GROUP!r} is reserved for the overall row")
        if self.study.allocation == "random" and self.study.reference_group is None:
            faults.append("study.reference_group: must name the control group of random allocation")
        reference = [self.reference_group]
        return [*faults, *_unknown("study.reference_group", "a diagnosis", reference, self.codes)]

    def _label_faults(self) -> list[str]:
        """What a reader of the report could not tell apart."""
        by_score = {score.name: [score.label] for score in self.scores}
        by_code = {d.code: [d.code, d.label, d.abbreviation] for d in self.diagnoses}
        return [
            *confusable("diagnoses", by_code),
            *confusable("scores", by_score | {"the event of [relapse]": [self.relapse.label]}),
            *confusable("channels", {c.name: [c.label or c.name] for c in self.channels}),
            *unusable_file_names({"study.id": [self.id], "scores": list(by_score)}),
        ]

    def _family_faults(self, scores: Sequence[str]) -> list[str]:
        """Tests that there are not, and those that are named twice, in one family or in two."""
        comparisons = FAMILY_COMPARISONS | dict.fromkeys(scores, "between_groups")
        known = {
            f"{score.name}.{code}.{test}"
            for score in self.scores
            for code in self.codes
            for test in FAMILY_TESTS
            # Of a score that is neither better nor worse there is no sign test.
            if test != "sign" or score.higher_is != "neither"
        }
        known |= {f"{endpoint}.{RESERVED_GROUP}.{test}" for endpoint, test in comparisons.items()}
        form = f"score.DIAGNOSIS.test ({' or '.join(FAMILY_TESTS)}), or a comparison such as " + (
            "relapse.all.between_groups, time_to_relapse.all.log_rank"
        )
        tests, names = self.multiplicity.tests, [f.name for f in self.multiplicity.declared]
        return [
            *(f"multiplicity.family: {key!r} is not {form}" for key in tests if key not in known),
            *_repeated("multiplicity.family", tests),
            *_repeated("multiplicity.families", names),
        ]

    def _synthesis_faults(self, scores: Sequence[str]) -> list[str]:
        block = self.synthesis
        if block is None:
            return []
        groups = [group.diagnosis for group in block.groups]
        scored = [name for group in block.groups for name in group.scores]
        activities = [f"{a.channel}.{a.activity}" for a in block.activities]
        declared = [".".join(exposure) for exposure in self.exposures]
        faults = [
            *_unknown("synthesis", "a diagnosis", groups, self.codes),
            *_unknown("synthesis", "a score", scored, scores),
            *_unknown("synthesis", "an activity", activities, declared),
        ]
        if block.attacks_apart_months - ONSET_STEP < self.relapse.merge_days / DAYS_PER_MONTH:
            faults.append("synthesis: attacks_apart_months would let attacks merge into one")
        return faults


def _lookup(kind: str, known: Mapping[str, T], name: str) -> T:
    if name not in known:
        raise KeyError(f"no {kind} {name!r}; the study has {list(known)}")
    return known[name]


def _unknown(where: str, kind: str, names: Iterable[str], known: Collection[str]) -> list[str]:
    return [f"{where}: {name!r} is not {kind} of this study" for name in names if name not in known]


def _repeated(where: str, values: Sequence[str]) -> list[str]:
    twice = sorted({v for v in values if values.count(v) > 1})
    return [f"{where}: {value!r} is repeated" for value in twice]
