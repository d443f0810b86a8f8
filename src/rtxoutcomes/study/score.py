"""A score of the study: its scale, its windows and its definition of worsening."""

import math
import re
from decimal import ROUND_CEILING, Decimal
from itertools import pairwise
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from rtxoutcomes.parts import Part
from rtxoutcomes.study.bounds import (
    MOST_BANDED_VALUES,
    MOST_VALUES,
    Days,
    Month,
    MonthBefore,
    Some,
    Step,
    Value,
)
from rtxoutcomes.wording import Label, OptionalLabel, OptionalSentence, in_running_text

Months = tuple[MonthBefore, MonthBefore]
OpenMonths = tuple[MonthBefore, MonthBefore | Literal["end"]]
_PERCENT = re.compile(r"[0-9]{1,3}(\.[0-9]{1,3})?%")


def _percent(text: str) -> str:
    if not _PERCENT.fullmatch(text):
        raise ValueError('must be a step such as 1.5, or a part of the baseline such as "20%"')
    return text


Percent = Annotated[str, Field(max_length=8), AfterValidator(_percent)]
Worsening = Annotated[dict[str, Step | Percent], Field(max_length=30)]
_BAND = re.compile(r"([0-9]{1,9}(?:\.[0-9]{1,9})?)(?:-([0-9]{1,9}(?:\.[0-9]{1,9})?))?")
Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,31}$")]


class Score(Part):
    """One score, its lattice, windows (months since the origin of time) and direction.

    `label_in_text` is the label within a sentence, by default without its capital. Where there is
    an `abbreviation`, sentences use it after the first has explained it.
    `step` or `decimals` gives the smallest step of the scale; values lie on it exactly, so that
    ties and zeros are exact. `worsening` maps a band of baseline values ("1-5") to the step that
    counts as worsening, in the worse direction; "20%" is a fifth of the value at baseline, as for
    timed tests. `low` are clinical lower limits. A value below
    `quantification_limit` is analysed as censored. `external_mean` is the mean of comparable
    patients elsewhere, with its source: the value towards which scores would regress. A change per
    year is that of patients whose visits span `minimum_slope_months` or more.
    """

    name: Name
    column: Name
    label: Label
    label_in_text: OptionalLabel = ""
    abbreviation: OptionalLabel = ""
    unit: OptionalLabel
    minimum: Value
    maximum: Value
    step: Step | None = None
    decimals: int | None = Field(default=None, ge=0, le=6)
    not_on_scale: Some[Value] = ()
    higher_is: Literal["worse", "better", "neither"] = "neither"
    baseline_months: Months
    follow_up_months: OpenMonths
    fixed_time_months: Months | None = None
    exclude_days_after_relapse: Days = 0
    minimum_slope_months: Month = 6.0
    worsening: Worsening = Field(default_factory=dict)
    scale: Literal["linear", "log"] = "linear"
    low: Some[Value] = ()
    quantification_limit: Step | None = None
    external_mean: Value | None = None
    external_mean_source: OptionalSentence = ""

    @property
    def label_within(self) -> str:
        """The label within a sentence."""
        return self.label_in_text or in_running_text(self.label)

    @property
    def in_text(self) -> str:
        """The short name within a sentence."""
        return self.abbreviation or self.label_within

    def consistency_faults(self) -> list[str]:
        """Faults of scale and windows; values are compared with the scale only if it is valid."""
        scale = self._scale_faults()
        on_scale = [] if scale else [*self._off_scale_faults(), *self._worsening_faults()]
        return [*scale, *self._window_faults(), *on_scale, *self._outside_faults()]

    @property
    def lattice_step(self) -> Decimal:
        """The smallest step of the scale, exact."""
        if self.step is not None:
            return Decimal(repr(self.step))
        return Decimal(1).scaleb(-(self.decimals or 0))

    def lattice_units(self, value: float) -> int:
        """`value` as a whole number of smallest steps."""
        return round(Decimal(repr(float(value))) / self.lattice_step)

    def on_lattice(self, value: float) -> bool:
        return self._whole_steps(float(value)) and value not in self.not_on_scale

    @property
    def steps(self) -> int:
        """Number of smallest steps between the ends of the scale."""
        span = Decimal(repr(self.maximum)) - Decimal(repr(self.minimum))
        return int(span / self.lattice_step)

    def lattice(self) -> tuple[float, ...]:
        """Every value of the scale, in order."""
        low = Decimal(repr(self.minimum))
        values = (float(low + self.lattice_step * k) for k in range(self.steps + 1))
        return tuple(v for v in values if v not in self.not_on_scale)

    def worsening_step(self, baseline: float) -> float:
        """The step that counts as worsening from `baseline`; NaN if the study names none.

        A percentage is the smallest change on the scale that is not below it.
        """
        for low, high, step in self.worsening_bands():
            if low <= baseline <= high:
                return self._part_of(baseline, step) if isinstance(step, str) else step
        return math.nan

    def _part_of(self, baseline: float, percent: str) -> float:
        exact = abs(Decimal(repr(float(baseline)))) * Decimal(percent.rstrip("%")) / 100
        units = (exact / self.lattice_step).to_integral_value(ROUND_CEILING)
        return float(max(units, Decimal(1)) * self.lattice_step)

    def worsening_bands(self) -> tuple[tuple[float, float, float | str], ...]:
        return tuple((*_band(text), step) for text, step in self.worsening.items())

    @property
    def bands(self) -> tuple[tuple[str, float, float], ...]:
        """Name, lower bound and exclusive upper bound of each band, in ascending order.

        The bands of `worsening`, else those between the clinical limits `low`, else none.
        """
        if self.worsening:
            ordered = sorted(self.worsening, key=lambda text: _band(text)[0])
            starts = [(text, _band(text)[0]) for text in ordered]
        elif self.low:
            limits = sorted(self.low)
            between = (f"{a:g}-<{b:g}" for a, b in pairwise(limits))
            names = [f"<{limits[0]:g}", *between, f">={limits[-1]:g}"]
            starts = list(zip(names, [-math.inf, *limits], strict=True))
        else:
            return ()
        ends = [*(start for _, start in starts[1:]), math.inf]
        return tuple((name, start, end) for (name, start), end in zip(starts, ends, strict=True))

    def _outside_faults(self) -> list[str]:
        """Faults of values from elsewhere: the laboratory's limit, another cohort's mean."""
        faults = []
        limit, mean = self.quantification_limit, self.external_mean
        if limit is not None and self.scale != "log":
            faults.append("quantification_limit needs scale = 'log'")
        if limit is not None and not self.minimum <= limit <= self.maximum:
            faults.append(f"quantification_limit: {limit:g} lies outside the scale")
        if mean is not None and not self.minimum <= mean <= self.maximum:
            faults.append(f"external_mean: {mean:g} lies outside the scale")
        if (mean is None) != (not self.external_mean_source.strip()):
            faults.append("external_mean and external_mean_source belong together")
        return faults

    def _scale_faults(self) -> list[str]:
        both_or_none = (self.step is None) == (self.decimals is None)
        broken = {
            "minimum must be below maximum": not self.minimum < self.maximum,
            "give either step or decimals, not both and not neither": both_or_none,
            "a score on the log scale needs a minimum above 0": self.scale == "log"
            and self.minimum <= 0,
        }
        faults = [must for must, is_broken in broken.items() if is_broken]
        most = MOST_BANDED_VALUES if self.worsening else MOST_VALUES
        if not faults and self.steps >= most:
            banded = " with bands of worsening" if self.worsening else ""
            must = f"a scale{banded} must not have more than {most:,} values"
            faults.append(f"{must}, and this one has {self.steps + 1:,}")
        return faults

    def _off_scale_faults(self) -> list[str]:
        """Values of the study file that are not on the scale."""
        ends = {"minimum": (self.minimum,), "maximum": (self.maximum,)}
        within = {"not_on_scale": self.not_on_scale, "low": self.low}
        steps = tuple(step for step in self.worsening.values() if not isinstance(step, str))
        moves = {"worsening": steps}
        if self.quantification_limit is not None:
            moves["quantification_limit"] = (self.quantification_limit,)
        return [
            f"{key}: {value:g} is not a whole number of steps"
            for key, values in {**ends, **moves}.items()
            for value in values
            if not self._whole_steps(value)
        ] + [
            f"{key}: {value:g} lies outside the scale"
            for key, values in within.items()
            for value in values
            if not self.minimum <= value <= self.maximum
        ]

    def _whole_steps(self, value: float) -> bool:
        return Decimal(repr(value)) % self.lattice_step == 0

    def _window_faults(self) -> list[str]:
        keys = ("baseline_months", "follow_up_months", "fixed_time_months")
        windows = [(key, window) for key in keys if (window := getattr(self, key)) is not None]
        faults = [
            f"{key}: the first month must be before the second"
            for key, (first, last) in windows
            if last != "end" and not first < last
        ]
        # Otherwise one visit could be both, with a change of exactly 0.
        if self.follow_up_months[0] <= self.baseline_months[1]:
            faults.append("follow_up_months must begin after baseline_months ends")
        return faults

    def _worsening_faults(self) -> list[str]:
        if not self.worsening:
            return []
        try:
            bands = self.worsening_bands()
        except ValueError as fault:
            return [str(fault)]
        if self.higher_is == "neither":
            return ["worsening needs higher_is = 'worse' or 'better'"]
        uncovered = [v for v in self.lattice() if sum(lo <= v <= hi for lo, hi, _ in bands) != 1]
        if uncovered:
            values = ", ".join(f"{v:g}" for v in uncovered[:5])
            must = "each value of the scale must lie in exactly one band"
            return [f"worsening: {must}; not so: {values}"]
        return []


def step_text(step: float | str) -> str:
    """A step as text: 1.5 or 20%."""
    return step if isinstance(step, str) else f"{step:g}"


def _band(text: str) -> tuple[float, float]:
    band = _BAND.fullmatch(text)
    if band is None:
        raise ValueError(f"worsening: {text!r} is not a value or a band such as '1-5'")
    return float(band[1]), float(band[2] or band[1])
