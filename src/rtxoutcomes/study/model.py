"""The study as data from a TOML file: drug, diagnoses, scores, channels, windows, claims."""

from typing import Self

import pandas as pd
from pydantic import Field, model_validator

from rtxoutcomes.glance import glance_html
from rtxoutcomes.study.blocks import (
    Diagnosis,
    Family,
    Guideline,
    Identity,
    Missing,
    Multiplicity,
    OneTable,
    Privacy,
    Randomness,
    RelapseRule,
    TextRules,
)
from rtxoutcomes.study.bounds import Few, Many, Some
from rtxoutcomes.study.claim import Claim, part_faults
from rtxoutcomes.study.confirmed import Confirmed, confirmed_faults
from rtxoutcomes.study.earlier import as_read_now
from rtxoutcomes.study.engagement import Channel, Engagement
from rtxoutcomes.study.families import family_faults
from rtxoutcomes.study.faults import label_faults, score_faults, synthesis_faults, variable_faults
from rtxoutcomes.study.glance import parts_of
from rtxoutcomes.study.names import lookup, repeated, unknown, unusable_file_names
from rtxoutcomes.study.outcomes import Outcome, outcome_faults
from rtxoutcomes.study.recorded import WithPlan
from rtxoutcomes.study.report import Report, report_faults
from rtxoutcomes.study.schema_version import SchemaVersion
from rtxoutcomes.study.score import Score
from rtxoutcomes.study.sensitivity import Sensitivity
from rtxoutcomes.study.synthesis import Synthesis
from rtxoutcomes.study.variables import DIAGNOSIS, SEX, SEXES, Level, Role, Variable
from rtxoutcomes.wording import Label, OptionalLabel, nearest_first, plural

CLINIC = "clinic"  # where events are reported that no channel reported; a channel may be called so
CONTROL_GROUP = "study.reference_group: must name the control group of random allocation"


class Study(WithPlan):
    """A validated study file. The code knows no drug, diagnosis, score or channel.

    `schema_version` is the form of the file; one without it has the first, "0.1". `abbreviations`
    are short forms in its labels with their full forms, which tables explain.
    """

    schema_version: SchemaVersion = None
    _is_of_a_known_form = model_validator(mode="before")(as_read_now)
    study: Identity
    diagnoses: Some[Diagnosis] = Field(min_length=1)
    variables: Few[Variable] = ()
    scores: Some[Score] = ()
    confirmed: Few[Confirmed] = ()
    channels: Few[Channel] = ()
    relapse: RelapseRule = RelapseRule()
    outcomes: Few[Outcome] = ()
    report: Report = Report()
    engagement: Engagement = Engagement()
    multiplicity: Multiplicity = Multiplicity()
    randomness: Randomness = Randomness()
    missing: Missing = Missing()
    sensitivity: Sensitivity = Sensitivity()
    one_table: OneTable = OneTable()
    reading: TextRules = TextRules()
    privacy: Privacy = Privacy()
    columns: dict[str, dict[str, OptionalLabel]] = Field(default_factory=dict)
    abbreviations: dict[Label, Label] = Field(default_factory=dict, max_length=100)
    claims: Many[Claim] = ()
    synthesis: Synthesis | None = None

    def __repr__(self) -> str:
        return f"<Study {self.id}: {'; '.join(f'{k} {v}' for k, v in self._parts().items())}>"

    # The default of pydantic prints every key of the file.
    __str__ = __repr__

    def _repr_html_(self) -> str:
        parts = self._parts()
        return glance_html(pd.DataFrame({"study": parts.keys(), self.id: parts.values()}))

    def _parts(self) -> dict[str, str]:
        return parts_of(self.study.drug, self.codes, self.scores, self.channels)

    @property
    def id(self) -> str:
        return self.study.id

    @property
    def diagnosis_codes(self) -> tuple[str, ...]:
        return tuple(d.code for d in self.diagnoses)

    @property
    def grouping(self) -> str:
        """The variable by which results are given."""
        return self.study.grouping or DIAGNOSIS

    @property
    def groups(self) -> tuple[Diagnosis | Level, ...]:
        """The groups by which results are given, in the order of every table."""
        levels = self.levels(self.grouping)
        declared = {v.name: v for v in self.variables}.get(self.grouping)
        return levels if self.grouping == SEX or declared is None else declared.groups

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(group.code for group in self.groups)

    @property
    def group_noun(self) -> str:
        """What texts call a group: diagnosis, sex, arm, centre."""
        return self.study.group_noun or self._noun()

    @property
    def group_nouns(self) -> str:
        """The plural of `group_noun`."""
        return self.study.group_nouns or plural(self.group_noun)

    def _noun(self) -> str:
        if self.grouping in (DIAGNOSIS, SEX):
            return self.grouping
        return self.variable(self.grouping).group_noun

    def levels(self, variable: str) -> tuple[Diagnosis | Level, ...]:
        """The levels of a variable that divides the patients.

        Raises
        ------
        KeyError
            No variable of that name divides them; it lists those that do.
        """
        if variable == DIAGNOSIS:
            return self.diagnoses
        known = {v.name: v.divides for v in self.variables}
        if variable == SEX and variable not in known:
            return SEXES
        if not known.get(variable):
            dividing = [name for name, levels in known.items() if levels]
            names = ", ".join(nearest_first(variable, dict.fromkeys((DIAGNOSIS, SEX, *dividing))))
            raise KeyError(f"no variable {variable!r} divides the patients; there are {names}")
        return known[variable]

    def variable(self, name: str) -> Variable:
        """The declared variable of that name; raises KeyError, which lists them."""
        return lookup("variable", {v.name: v for v in self.variables}, name)

    def with_role(self, role: Role) -> tuple[Variable, ...]:
        """The declared variables with a role, in the order of the file."""
        return tuple(v for v in self.variables if role in v.role)

    def grouped_by(self, variable: str) -> Self:
        """The same study with its results given by another variable.

        Such a grouping was not the study's: it has no group of reference but its first, it is not
        that of the allocation, and families of tests keep their grouping. It raises like `levels`.
        """
        if variable == self.grouping:
            return self
        self.levels(variable)
        own = {"grouping": variable, "group_noun": "", "group_nouns": "", "reference_group": None}
        identity = self.study.model_copy(update={**own, "allocation": "non-random"})
        families = tuple(self._placed(family) for family in self.multiplicity.declared)
        tests = self.multiplicity.model_copy(update={"family": (), "families": families})
        return self.model_copy(update={"study": identity, "multiplicity": tests})

    def _placed(self, family: Family) -> Family:
        return family.model_copy(update={"grouping": family.grouping or self.grouping})

    @property
    def families(self) -> tuple[Family, ...]:
        """The families of tests whose groups are those by which results are given."""
        return tuple(
            f for f in self.multiplicity.declared if self._placed(f).grouping == self.grouping
        )

    @property
    def other_families(self) -> tuple[Family, ...]:
        """The families of tests that do not apply, since they have other groups."""
        return tuple(f for f in self.multiplicity.declared if f not in self.families)

    @property
    def reference_group(self) -> str:
        """The group that others are compared with; by default the first."""
        return self.study.reference_group or self.codes[0]

    @property
    def is_randomised(self) -> bool:
        return self.study.is_randomised

    @property
    def guideline(self) -> Guideline:
        """The reporting guideline: as declared, else that of the declared design."""
        return self.study.guideline or self.study.guideline_of_design

    @property
    def ordered_codes(self) -> tuple[str, ...]:
        """The reference group, then the others in the order of the file."""
        return tuple(dict.fromkeys((self.reference_group, *self.codes)))

    def label(self, code: str, variable: str = "") -> str:
        """The label of a group, or of a level of another variable; raises KeyError."""
        level = self._level(code, variable)
        return level.label or level.code

    def label_in_text(self, code: str, variable: str = "") -> str:
        """The label of a group or level within a sentence; raises like `label`."""
        return self._level(code, variable).in_text

    def patients(self, code: str) -> str:
        """What sentences call the patients of a group: `patients with SPMS`, `female patients`."""
        level = self._level(code, "")
        if isinstance(level, Diagnosis):
            return f"patients with {level.label}"
        return level.patients or f"patients in the group {self.label(code)}"

    def abbreviation(self, code: str, variable: str = "") -> str:
        """The short form of a group for tables and figures; raises like `label`."""
        level = self._level(code, variable)
        if isinstance(level, Diagnosis):
            return level.abbreviation or code
        return level.abbreviation or level.label or code

    def _level(self, code: str, variable: str) -> Diagnosis | Level:
        levels = self.levels(variable) if variable else self.groups
        return lookup(variable or self.grouping, {level.code: level for level in levels}, code)

    def score(self, name: str) -> Score:
        """The score of that name; raises like `label`."""
        return lookup("score", {score.name: score for score in self.scores}, name)

    def definition(self, name: str) -> Confirmed:
        """The definition of a confirmed change of that name; raises like `label`."""
        return lookup("confirmed change", {block.name: block for block in self.confirmed}, name)

    @property
    def changes_in_text(self) -> tuple[Confirmed, ...]:
        """The confirmed changes of the main manuscript: declared outcomes, or asked for."""
        asked = {outcome.endpoint for outcome in self.outcomes} | set(self.report.endpoints or ())
        return tuple(block for block in self.confirmed if block.name in asked)

    def channel(self, name: str) -> Channel:
        """The channel of that name, which has the words for its activities; raises like `label`."""
        return lookup("channel", {channel.name: channel for channel in self.channels}, name)

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
        scores, changes = [s.name for s in self.scores], [c.name for c in self.confirmed]
        codes, subset = self.diagnosis_codes, self.engagement.subset
        return [
            *repeated("diagnoses", codes),
            *repeated("variables", [v.name for v in self.variables]),
            *repeated("scores", scores),
            *repeated("scores column", [s.column for s in self.scores]),
            *repeated("channels", [c.name for c in self.channels]),
            *score_faults(self.scores),
            *variable_faults(self.variables, self.scores, self.one_table),
            *label_faults(self.diagnoses, self.scores, self.channels, self.relapse.label),
            *unusable_file_names({"study.id": [self.id], "scores": scores}),
            *unknown("engagement.subset", "a diagnosis", subset, codes),
            *repeated("engagement.subset", subset),
            *unknown("one_table.scores", "a score", self.one_table.scores, scores),
            *self.one_table.undeclared(self.exposures),
            *synthesis_faults(self.synthesis, codes, scores, self.exposures, self.relapse),
            *unknown("missing.excluded", "a diagnosis", self.missing.excluded, codes),
            *self.sensitivity.faults(self.scores, self.confirmed),
            *outcome_faults(self.outcomes, [*scores, *changes]),
            *report_faults(self.report, self.outcomes, self.scores, self.variables, changes),
            *self._grouping_faults(),
            *part_faults(self.claims),
        ]

    def _grouping_faults(self) -> list[str]:
        """A grouping that the study does not have, its reference, and the families of tests."""
        try:
            codes = self.codes
        except KeyError as wrong:
            return [f"study.grouping: {wrong.args[0]}"]
        unnamed = self.study.allocation == "random" and self.study.reference_group is None
        kind = "a diagnosis" if self.grouping == DIAGNOSIS else f"a level of {self.grouping}"
        faults = [CONTROL_GROUP] * unnamed
        faults += unknown("study.reference_group", kind, [self.reference_group], codes)
        divided = {DIAGNOSIS: self.diagnosis_codes, SEX: tuple(x.code for x in self.levels(SEX))}
        divided |= {v.name: tuple(x.code for x in v.divides) for v in self.variables if v.divides}
        names = [v.name for v in self.variables]
        faults += confirmed_faults(self.confirmed, self.scores, self.diagnosis_codes, names)
        return [*faults, *family_faults(self.multiplicity, self.grouping, divided, self.scores)]
