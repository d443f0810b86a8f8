"""Relapse between each two diagnoses. Descriptive and unadjusted: a diagnosis is no exposure."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

import numpy as np
import pandas as pd

from rtxoutcomes.analysis.between import indicators, with_reference
from rtxoutcomes.analysis.counted import Source, people, relapse_history
from rtxoutcomes.analysis.descriptive import not_collected
from rtxoutcomes.analysis.diagnoses import contrasts, present_codes, under_observation
from rtxoutcomes.analysis.question import Question, Statistic
from rtxoutcomes.analysis.rates import dispersion_of
from rtxoutcomes.arrays import Floats, Ints
from rtxoutcomes.calendar import MONTHS_PER_YEAR
from rtxoutcomes.estimate.proportions.contingency import fisher_doubled, freeman_halton
from rtxoutcomes.estimate.proportions.melded import risk_difference_melded
from rtxoutcomes.estimate.proportions.risk_ratio import (
    risk_ratio_koopman,
    risk_ratio_miettinen_nurminen,
)
from rtxoutcomes.estimate.proportions.two_proportions import (
    risk_difference_miettinen_nurminen,
    risk_difference_newcombe,
)
from rtxoutcomes.estimate.rates.dispersed_counts import negative_binomial
from rtxoutcomes.estimate.rates.dispersion import Dispersion
from rtxoutcomes.estimate.rates.exact_ratio import rate_ratio_exact
from rtxoutcomes.estimate.rates.poisson import poisson_regression
from rtxoutcomes.estimate.rates.quasi_poisson import rate_ratio_quasi_poisson
from rtxoutcomes.results import ALL, Estimate, Measure, Quantity, Role, Row
from rtxoutcomes.study import Study
from rtxoutcomes.tabulate import event_count

CONTRAST = Question("contrast", "relapse")
REPORTED: Role = "reported"
ALTERNATIVE: Role = "alternative"
SENSITIVITY: Role = "sensitivity"
UNADJUSTED = "between groups, unadjusted"
UNITS = {
    Quantity.PROPORTION_DIFFERENCE: "difference of proportions",
    Quantity.PROPORTION_RATIO: "risk ratio",
    Quantity.ODDS_RATIO: "odds ratio",
    Quantity.RATE_RATIO: "rate ratio",
}


def proportion_contrast_rows(source: Source, study: Study) -> list[Row]:
    """Every two diagnoses: difference and ratios of the proportions with a relapse.

    The later diagnosis of the study minus, or over, the earlier one. Reported are the difference
    and the odds ratio, whose intervals agree with the doubled tail of Fisher's test.
    """
    history, quantity = relapse_history(source, study), Quantity.PROPORTION_DIFFERENCE
    if history is None:
        nothing = _nothing(source, quantity, Measure.PROPORTION_DIFFERENCE, REPORTED)
        return CONTRAST.contrasts(people(source), study, lambda *_: [nothing])
    return CONTRAST.contrasts(history, study, _proportions)


def rate_contrast_rows(source: Source, study: Study) -> list[Row]:
    """Every two diagnoses: the ratio of rates, the later diagnosis over the earlier.

    Reported with the quasi-Poisson error; further with HC3 errors, as if relapses were independent,
    and from a negative binomial model, whose dispersion is given too.
    """
    history = relapse_history(source, study)
    if history is None:
        nothing = _nothing(source, Quantity.RATE_RATIO, Measure.RATE_RATIO)
        return CONTRAST.contrasts(people(source), study, lambda *_: [nothing])
    rates = partial(_rates, pooled=dispersion_of(history, "attacks", study))
    return [*CONTRAST.contrasts(history, study, rates), *_model_rows(history, study)]


def _nothing(
    source: Source, quantity: Quantity, measure: Measure, role: Role = ALTERNATIVE
) -> Statistic:
    value = not_collected("relapses were not collected", len(people(source)), measure)
    return Statistic(quantity, value, role)


def _unadjusted(
    quantity: Quantity, value: Estimate, role: Role = ALTERNATIVE, against: str = ""
) -> Statistic:
    value = replace(value, method=f"{value.method}; {UNADJUSTED}")
    return Statistic(quantity, value, role, UNITS.get(quantity, ""), against=against)


def _proportions(a: pd.DataFrame, b: pd.DataFrame) -> Iterator[Statistic]:
    """Contrasts of a with b: differences, ratios and the odds ratio, and the exact test."""
    first, second = (event_count(under_observation(part), "event") for part in (a, b))
    counts = (first.events, first.n, second.events, second.n)
    table = np.array([[c.events, c.n - c.events] for c in (first, second)], dtype=np.int64)
    dropped = len(a) + len(b) - first.n - second.n
    for quantity, value, role in (
        (Quantity.PROPORTION_DIFFERENCE, risk_difference_melded(*counts), REPORTED),
        (Quantity.PROPORTION_DIFFERENCE, risk_difference_newcombe(*counts), ALTERNATIVE),
        (Quantity.PROPORTION_DIFFERENCE, risk_difference_miettinen_nurminen(*counts), ALTERNATIVE),
        (Quantity.PROPORTION_RATIO, risk_ratio_koopman(*counts), ALTERNATIVE),
        (Quantity.PROPORTION_RATIO, risk_ratio_miettinen_nurminen(*counts), ALTERNATIVE),
        (Quantity.ODDS_RATIO, fisher_doubled(table), REPORTED),
        (Quantity.BETWEEN_GROUPS, freeman_halton(table), ALTERNATIVE),
    ):
        # The group has patients; of one without any the row says so.
        unobserved = replace(value, status="not_estimable", note="n_zero")
        given = unobserved if value.note == "group_absent" else value
        yield _unadjusted(quantity, replace(given, dropped=dropped), role)


def _rates(a: pd.DataFrame, b: pd.DataFrame, *, pooled: Dispersion) -> Iterator[Statistic]:
    """Rate of a over rate of b."""
    (events_a, years_a), (events_b, years_b) = (
        (int(part["attacks"].sum()), float(part["follow_up_months"].sum()) / MONTHS_PER_YEAR)
        for part in (a, b)
    )
    totals, n = (events_a, years_a, events_b, years_b), len(a) + len(b)
    reported = rate_ratio_quasi_poisson(*totals, pooled, n=n)
    yield _unadjusted(Quantity.RATE_RATIO, reported, "reported")
    both = pd.concat([b.assign(first=0.0), a.assign(first=1.0)])
    observed = both[both["follow_up_months"] > 0]
    fit = poisson_regression(
        *_events_and_years(observed),
        np.column_stack([np.ones(len(observed)), observed["first"]]),
        ["(Intercept)", "later"],
        dropped=len(both) - len(observed),
    )
    exact = rate_ratio_exact(*totals, n=n)
    for value in (fit.terms[1].rate_ratio, exact):
        yield _unadjusted(Quantity.RATE_RATIO, value)


def _model_rows(history: pd.DataFrame, study: Study) -> Iterator[Row]:
    """The negative binomial model of all diagnoses that have patients, each against the earlier.

    The model is the same whichever diagnosis is its reference; each contrast needs the standard
    error of a fit of its own. The dispersion is that of all of them.
    """
    observed = history[history["follow_up_months"] > 0]
    present = present_codes(observed, study.ordered_codes)
    fits = {}
    for earlier in present[:-1]:
        reference, *compared = with_reference(earlier, present)
        design = indicators(observed["group"], [reference, *compared])
        fits[reference] = negative_binomial(
            *_events_and_years(observed),
            np.column_stack([np.ones(len(observed)), design]),
            ["(Intercept)", *compared],
            dropped=len(history) - len(observed),
        )
    for later, earlier in contrasts(tuple(present)):
        term = next(term for term in fits[earlier].terms if term.term == later)
        ratio = _unadjusted(Quantity.RATE_RATIO, term.rate_ratio, SENSITIVITY, earlier)
        yield CONTRAST.row(later, ratio)
    if fits:
        dispersion = fits[present[0]].dispersion
        yield CONTRAST.row(ALL, Statistic(Quantity.DISPERSION, dispersion, SENSITIVITY))


def _events_and_years(patients: pd.DataFrame) -> tuple[Ints, Floats]:
    years = patients["follow_up_months"].to_numpy("float64") / MONTHS_PER_YEAR
    return patients["attacks"].to_numpy("int64"), years
