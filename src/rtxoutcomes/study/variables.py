"""Further variables of patients that a study declares, and their levels."""

import re
from collections.abc import Mapping
from itertools import pairwise
from types import MappingProxyType
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from rtxoutcomes.parts import Part
from rtxoutcomes.study.bounds import Few, Some, Value
from rtxoutcomes.study.score import Name
from rtxoutcomes.wording import Label, OptionalLabel, in_running_text

Kind = Literal["category", "number", "yes_no"]
Role = Literal["covariate", "subgroup", "stratum", "quasi-identifier"]
LevelCode = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_+-]{0,31}$")]
DIAGNOSIS, SEX = "diagnosis", "sex"
# Columns of every cohort that a study may give a role, and what they hold.
BUILT_IN: Mapping[str, Kind] = MappingProxyType(
    {
        "sex": "category",
        "age_years": "number",
        "disease_duration_years": "number",
        "relapses_prior_year": "number",
    }
)


class Level(Part):
    """One value of a category, as the tables hold it and as the report prints it.

    `label` is by default the code, `label_in_text` the label within a sentence, `abbreviation` the
    form for narrow columns, `patients` what sentences call them: "female patients", "patients
    assigned to placebo".
    """

    code: LevelCode
    label: OptionalLabel = ""
    label_in_text: OptionalLabel = ""
    abbreviation: OptionalLabel = ""
    patients: OptionalLabel = ""

    @property
    def in_text(self) -> str:
        return self.label_in_text or in_running_text(self.label or self.code)


def _levels(given: object) -> object:
    if not isinstance(given, list | tuple):
        return given
    blocks = (Level, Mapping)
    return tuple(item if isinstance(item, blocks) else {"code": item} for item in given)


def _roles(given: object) -> object:
    return (given,) if isinstance(given, str) else given


# A level may be written as its code alone; one role without brackets.
Levels = Annotated[Some[Level], BeforeValidator(_levels)]
Roles = Annotated[Few[Role], BeforeValidator(_roles)]
SEXES = (
    Level(code="female", label="Female", patients="female patients"),
    Level(code="male", label="Male", patients="male patients"),
)
YES_OR_NO = (Level(code="no", label="No"), Level(code="yes", label="Yes"))


class Variable(Part):
    """A variable of patients at baseline, in a column of its name in the table of patients.

    `levels` are the values of a category, the first of which is that of reference. `cuts` divide a
    number into levels, each with its upper bound: a subgroup, a stratum or a grouping needs them,
    and they are declared in the study file, so that they can be chosen before the data are
    seen. A name of `BUILT_IN` gives a role to a column that every study has.
    """

    name: Name
    label: Label
    label_in_text: OptionalLabel = ""
    kind: Kind
    levels: Levels = ()
    unit: OptionalLabel = ""
    minimum: Value | None = None
    maximum: Value | None = None
    cuts: Few[Value] = ()
    role: Roles = ()

    @property
    def in_text(self) -> str:
        return self.label_in_text or in_running_text(self.label)

    @property
    def is_built_in(self) -> bool:
        return self.name in BUILT_IN

    @property
    def divides(self) -> tuple[Level, ...]:
        """The levels by which patients can be divided; none for a number without cuts."""
        if self.kind == "yes_no":
            return YES_OR_NO
        if self.kind == "number":
            return _bands(self.cuts, self.unit)
        return self.levels or (SEXES if self.name == SEX else ())

    @property
    def groups(self) -> tuple[Level, ...]:
        """The levels as groups, in words that need no name of the variable."""
        if self.kind == "yes_no":
            # Not validated again: a label may be longer than one of a file.
            return tuple(
                Level.model_construct(code=level.code, label=f"{self.label}: {level.code}")
                for level in self.divides
            )
        if self.kind == "number":
            noun = self.in_text
            return tuple(
                Level.model_construct(
                    code=level.code,
                    label=level.label,
                    patients=f"patients with {noun} {in_running_text(level.label)}",
                )
                for level in self.divides
            )
        return self.divides

    @property
    def group_noun(self) -> str:
        """What texts call a group: `centre`, `age group`, `smoker status`."""
        of_kind = {"category": "", "number": " group", "yes_no": " status"}
        return self.in_text + of_kind[self.kind]

    def consistency_faults(self) -> list[str]:
        """Keys that do not belong to the kind, and what a role needs."""
        codes = [level.code for level in self.levels]
        repeated = sorted({code for code in codes if codes.count(code) > 1})
        divided = [role for role in self.role if role in ("subgroup", "stratum")]
        return [
            *self._kind_faults(),
            *(f"levels: {code!r} is repeated" for code in repeated),
            *self._bound_faults(),
            *(
                f"role: a number needs cuts to be a {role}, such as cuts = [40]"
                for role in divided
                if not self.divides
            ),
        ]

    def _kind_faults(self) -> list[str]:
        is_number = self.kind == "number"
        faults = []
        built_in = BUILT_IN.get(self.name)
        if built_in is not None and built_in != self.kind:
            faults.append(f"kind: {self.name} is a {built_in} in every study")
        if built_in is not None and (self.levels or self._has_bounds):
            faults.append(f"levels, minimum and maximum of {self.name} are those of every study")
        if built_in is None and self.kind == "category" and len(self.levels) < 2:
            faults.append("levels: a category needs at least two")
        if self.levels and self.kind != "category":
            faults.append(f"levels: a {self.kind} has none")
        if not is_number and (self.cuts or self._has_bounds):
            faults.append(f"cuts, minimum, maximum: a {self.kind} has none")
        if is_number and built_in is None and None in (self.minimum, self.maximum):
            faults.append("minimum, maximum: a number needs both, so that slips are found")
        return faults

    @property
    def _has_bounds(self) -> bool:
        return self.minimum is not None or self.maximum is not None

    def _bound_faults(self) -> list[str]:
        low, high = self.minimum, self.maximum
        faults = []
        if low is not None and high is not None:
            if low >= high:
                faults.append("minimum: must be below maximum")
            elif not all(low <= cut < high for cut in self.cuts):
                faults.append("cuts: must lie between minimum and maximum")
        if any(a >= b for a, b in pairwise(self.cuts)):
            faults.append("cuts: must increase")
        return faults


def _bands(cuts: tuple[float, ...], unit: str) -> tuple[Level, ...]:
    """Levels of a number: up to the first cut, between cuts, above the last."""
    if not cuts:
        return ()
    of = f" {unit}" if unit else ""
    first = Level(code=f"to_{_code(cuts[0])}", label=f"{_number(cuts[0])}{of} or less")
    between = [
        Level(
            code=f"above_{_code(a)}_to_{_code(b)}", label=f"Above {_number(a)} to {_number(b)}{of}"
        )
        for a, b in pairwise(cuts)
    ]
    last = Level(code=f"above_{_code(cuts[-1])}", label=f"Above {_number(cuts[-1])}{of}")
    return (first, *between, last)


def _number(cut: float) -> str:
    """A cut as it is written: whole numbers in full, others with six digits."""
    return f"{cut:.0f}" if cut.is_integer() else f"{cut:g}"


def _code(cut: float) -> str:
    return re.sub(r"[^0-9A-Za-z]", "_", _number(cut).replace("-", "minus"))
