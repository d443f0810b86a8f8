"""How often each model of engagement rejects where engagement was permuted: its type I error.

In two steps: a model that rejects in 6% or more of the first permutations is fitted to ten times as
many new ones. Those are drawn independently of the first, whose choice of the model would raise the
proportion.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from rtxoutcomes.analysis.descriptive import number
from rtxoutcomes.analysis.engagement.exchange import Exchange
from rtxoutcomes.analysis.engagement.model import Modelled
from rtxoutcomes.analysis.question import Statistic
from rtxoutcomes.arrays import Floats, Ints
from rtxoutcomes.estimate.proportions.proportion import proportion_interval
from rtxoutcomes.results import NAN, Estimate, Measure, MethodKey, Note, Quantity

LEVEL = 0.05
# In percent: rejections in the first permutations that ask for more of them, and the limit above
# which the type I error is called above nominal.
ASKING, ABOVE = 6, 6
MORE = 10
ABOVE_NOMINAL: Note = "above_nominal_level"


@dataclass(frozen=True)
class Permutations:
    """Permutations of one exposure, drawn when they are asked for and then kept.

    `number` is that of the first step; `seed` that of the study and the place of the exposure.
    """

    exchange: Exchange
    number: int
    seed: tuple[int, ...]

    @cached_property
    def first(self) -> Ints:
        return self.exchange.draw(self.number, np.random.default_rng(self.seed))

    @cached_property
    def second(self) -> Ints:
        return self.exchange.draw(MORE * self.number, np.random.default_rng((*self.seed, 1)))


@dataclass(frozen=True, slots=True)
class Checked:
    """The P values of one model in permutations, NaN where it has none, and how they were drawn."""

    model: Modelled
    p_values: Floats
    exchange: Exchange
    seed: tuple[int, ...]
    confirmed: bool

    @property
    def rejections(self) -> int:
        """A permutation in which the model has no P counts as no rejection."""
        return int((self.p_values < LEVEL).sum())

    @property
    def above_nominal(self) -> bool:
        """Whether the exact 95% lower limit of the type I error exceeds 6%, in the second step."""
        limit = proportion_interval(self.rejections, self.p_values.size, "clopper_pearson").conf_low
        return self.confirmed and limit > ABOVE / 100


def checked(model: Modelled, p_values: Callable[[Ints], Floats], drawn: Permutations) -> Checked:
    """Refit the model in the first permutations and, if it rejects often, in the second ones."""
    found = Checked(model, p_values(drawn.first), drawn.exchange, drawn.seed, confirmed=False)
    if 100 * found.rejections < ASKING * drawn.number:
        return found
    seed = (*drawn.seed, 1)
    return replace(found, p_values=p_values(drawn.second), seed=seed, confirmed=True)


def check_rows(check: Checked) -> Iterator[Statistic]:
    """The number of permutations, and the proportion rejected with its exact interval."""
    yield _statistic(check, Quantity.PERMUTATIONS, _size(check), "permutations")
    unit = "proportion of permutations"
    yield _statistic(check, Quantity.PERMUTATION_REJECTIONS, _rejected(check), unit)


def separate_tests(check: Checked) -> Iterator[Statistic]:
    """Of a primary model above its nominal level: the permutation P, and the P of the model."""
    effect = check.model.effect
    own = effect.value
    yield _statistic(check, Quantity.PERMUTATION_TEST, _permutation_test(check), effect.unit)
    test = replace(
        own, measure=Measure.TEST, estimate=NAN, std_error=NAN, conf_low=NAN, conf_high=NAN
    )
    test = replace(test, p_pair="", status="ok", note="")
    yield _statistic(check, Quantity.MODEL_TEST, test, effect.unit)


def without_test(value: Estimate) -> Estimate:
    """The estimate and its interval without the test."""
    return replace(value, statistic=NAN, df=NAN, p_value=NAN, p_pair="")


def _statistic(check: Checked, quantity: Quantity, value: Estimate, unit: str) -> Statistic:
    effect = check.model.effect
    return replace(effect, quantity=quantity, value=value, role="alternative", unit=unit)


def _described(check: Checked) -> str:
    """How the permutations were drawn; the seed draws them again."""
    seed = ", ".join(map(str, check.seed))
    return f"{check.exchange.described}, seed {seed}; {check.model.effect.value.method}"


def _size(check: Checked) -> Estimate:
    own, size = check.model.effect.value, check.p_values.size
    method = f"number of permutations of engagement; {_described(check)}"
    key = MethodKey.NUMBER_OF_PERMUTATIONS
    return number(Measure.COUNT, key, float(size), own.n, dropped=own.dropped, method=method)


def _rejected(check: Checked) -> Estimate:
    own, size, rejected = check.model.effect.value, check.p_values.size, check.rejections
    by_group = check.exchange.by_group
    key = MethodKey.ENGAGEMENT_PERMUTATION
    key = MethodKey.ENGAGEMENT_GROUP_PERMUTATION if by_group else key
    method = (
        f"{rejected} of {size} permutations with P < {LEVEL:g}, Clopper-Pearson; "
        f"{_described(check)}"
    )
    if check.exchange.exchangeable == 0:
        dropped, measure = own.dropped, Measure.PROPORTION
        return number(measure, key, NAN, own.n, dropped=dropped, method=method, missing="n_one")
    share = rejected / size
    return replace(
        proportion_interval(rejected, size, "clopper_pearson"),
        method_key=key,
        method=method,
        n=own.n,
        dropped=own.dropped,
        events=None,
        std_error=float(np.sqrt(share * (1 - share) / size)),
        note=ABOVE_NOMINAL if check.above_nominal else "",
    )


def _permutation_test(check: Checked) -> Estimate:
    """The rank of the model's own P among those of the permutations (Phipson and Smyth 2010)."""
    own, size = check.model.effect.value, check.p_values.size
    # P values of refits that reach the same maximum differ by rounding.
    as_small = int((check.p_values <= own.p_value * (1 + 1e-6)).sum())
    p_value = (1 + as_small) / (1 + size)
    return Estimate(
        measure=Measure.TEST,
        method_key=MethodKey.ENGAGEMENT_PERMUTATION_TEST,
        method=f"P of the model ranked among {size} permutations; {_described(check)}",
        n=own.n,
        dropped=own.dropped,
        events=own.events,
        p_value=p_value,
        std_error=float(np.sqrt(p_value * (1 - p_value) / size)),
    )
