"""Published numbers as a paper prints them, with what the arithmetic of the audit needs to know."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field, SerializerFunctionWrapHandler, model_serializer

from rtxoutcomes.parts import Part
from rtxoutcomes.study.bounds import Count, Seed, Some
from rtxoutcomes.wording import Label, OptionalLabel, Sentence

Number = Annotated[str, Field(max_length=20, pattern=r"^[+-]?[0-9]{1,9}(\.[0-9]{1,6})?$")]
Basis = Literal["unadjusted", "adjusted", "weighted", "imputed", "model-based"]
Test = Literal[
    "paired t",
    "signed rank",
    "signed rank, exact",
    "signed rank, normal approximation",
]
# A study file of before had these keys only, and its dump has to stay what it was.
_FIRST_KEYS = frozenset(("key", "source", "n", "events", "percent", "mean", "p_value"))


class Scale(Part):
    """The values that one patient can have: from `minimum` to `maximum` in steps of `step`."""

    minimum: Number
    maximum: Number
    step: Number

    def consistency_faults(self) -> list[str]:
        """Ends in the other order, or a step that leads nowhere."""
        in_order = Decimal(self.minimum) < Decimal(self.maximum)
        faults = [] if in_order else ["minimum must be below maximum"]
        return faults if Decimal(self.step) > 0 else [*faults, "step must be above 0"]


class Interval(Part):
    """An interval as printed, with its level in percent and its unit ("%", "points")."""

    low: Label
    high: Label
    level: Annotated[float, Field(ge=50, lt=100)] = 95
    unit: OptionalLabel = ""


class Claim(Part):
    """Published numbers that belong together, with their source, as printed.

    `key` is `endpoint.GROUP.term`, by which a claim of a study is compared with a run. `n` counts
    the patients analysed, `n_enrolled` those enrolled. `range` is the range that the paper prints;
    `assumed_range` is one that the auditor assumes where distributions are enumerated. `parts` are
    the keys of the claims that make up this one. Claims of one `family` are tests that are
    adjusted together. `basis`: how the numbers were obtained, by default from the patients' values
    alone; `test` and `tails` as the paper names them, by default not named and two-sided.
    """

    key: Label
    source: Sentence
    n: Count | None = None
    events: Count | None = None
    percent: Label | None = None
    mean: Label | None = None
    p_value: Label | None = None
    n_enrolled: Count | None = None
    sd: Label | None = None
    median: Label | None = None
    range: tuple[Number, Number] | None = None
    assumed_range: tuple[Number, Number] | None = None
    interval: Interval | None = None
    ratio: Label | None = None
    rate: Label | None = None
    rate_per: Annotated[int, Field(ge=1, le=100_000)] | None = None
    person_years: Label | None = None
    p_adjusted: Label | None = None
    family: Label | None = None
    parts: Some[Label] = ()
    basis: Basis | None = None
    test: Test | None = None
    tails: Literal["two-sided", "one-sided"] | None = None
    scale: Scale | None = None

    @model_serializer(mode="wrap")
    def _without_unused_keys(self, dump: SerializerFunctionWrapHandler) -> dict[str, object]:
        return {key: value for key, value in dump(self).items() if value or key in _FIRST_KEYS}


class ClaimsFile(Part):
    """The claims of a paper without a study file."""

    paper: Sentence
    seed: Seed = 20240215
    claims: Annotated[tuple[Claim, ...], Field(min_length=1, max_length=1_000)]

    def consistency_faults(self) -> list[str]:
        """Parts that no claim has as its key."""
        return part_faults(self.claims)


def part_faults(claims: Sequence[Claim]) -> list[str]:
    """Parts that no claim has as its key, and claims that are a part of themselves."""
    keys = {claim.key for claim in claims}
    return [
        f"claims.{claim.key}.parts: {part!r} must be the key of another claim"
        for claim in claims
        for part in claim.parts
        if part not in keys - {claim.key}
    ]
