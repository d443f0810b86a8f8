"""The verdict on a printed P: which of the tests tried reproduce it, and what it implies."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import inf

from rtxoutcomes.claims.change_tests import PAIRED_T, implied_deviation, named_tests
from rtxoutcomes.claims.deviations import MOST_PATIENTS, squared
from rtxoutcomes.claims.interval_findings import limits_of
from rtxoutcomes.claims.intervals import (
    PRange,
    p_of_deviation,
    p_of_mean,
    p_of_ratio,
)
from rtxoutcomes.claims.lattice import Lattice
from rtxoutcomes.claims.lattice_findings import unknown
from rtxoutcomes.claims.means import judge_mean, sum_text
from rtxoutcomes.claims.p_values import Answer, Implied, Question, Spread, answer, implied
from rtxoutcomes.claims.printed import Printed, Reading, exact, parse, window
from rtxoutcomes.claims.verdict import Finding, Verdict
from rtxoutcomes.study import Claim

# A scale as fine as this leaves a P next to no restriction.
_MOST_SUMS = 200


@dataclass(frozen=True, slots=True)
class Picture:
    """What a figure shows of a claim: the SDs of all distributions, and where P is as printed."""

    key: str
    p_value: str
    spreads: tuple[Spread, ...]
    within: str


def p_findings(
    claim: Claim, lattice: Lattice | None, seed: int
) -> tuple[list[Finding], list[Picture]]:
    """The verdict on the P of a claim, and the picture of its distributions if all were tried."""
    if claim.p_value is None:
        return [], []
    printed = parse(claim.p_value)
    if printed is None or not 0 <= printed.value <= 1:
        return [unknown(claim, "P", claim.p_value, "it is not one number from 0 to 1")], []
    question = _question(claim, lattice, printed, seed)
    if question is None:
        return [_from_interval(claim, printed)], []
    result = answer(question)
    within = (question.narrow or question.lattice).words()
    picture = Picture(claim.key, claim.p_value, result.spreads, within)
    pictures = [picture] if result.spreads else []
    return [_of_tests(claim, question, result)], pictures


def _question(
    claim: Claim, lattice: Lattice | None, printed: Printed, seed: int
) -> Question | None:
    """The mean and P as a question; None where the mean is not one of changes on a lattice."""
    mean, n = parse(claim.mean or ""), claim.n or 0
    if mean is None or mean.sign or lattice is None or not lattice.is_of_changes:
        return None
    judged = judge_mean(mean, n, lattice, claim.n_enrolled) if n <= MOST_PATIENTS else None
    if judged is None or judged.witness is None or len(judged.witness) > _MOST_SUMS:
        return None
    deviation = parse(claim.sd or "")
    variance = squared(window(deviation, Reading.HALF_UP)) if deviation else None
    limits = claim.range or claim.assumed_range
    return Question(
        n=judged.n,
        sums=judged.witness,
        lattice=lattice,
        p_value=float(printed.value),
        window=window(printed, Reading.HALF_UP),
        tests=named_tests(claim.test),
        tails=1 if claim.tails == "one-sided" else 2,
        narrow=lattice.within(*limits) if limits else None,
        variance=variance.times(1 / lattice.step**2) if variance else None,
        seed=seed,
    )


def _of_tests(claim: Claim, question: Question, result: Answer) -> Finding:
    names = [test for test in question.tests if test in result.witnesses]
    verdict = Verdict.REPRODUCED if names else Verdict.NOT_REPRODUCED
    listed = "; ".join(names or question.tests)
    words = f"reproduced by: {listed}" if names else f"{verdict.value}: {listed}"
    if len(names) == len(question.tests) > 2:
        words = f"reproduced by: each of the {len(names)} tests tried"
    if not names and result.draws:
        words += f"; not found in {result.draws:,} draws"
    bounds = implied(question, result.squares)
    details = [_enumerated(question, result), _implied(question, result, bounds)]
    return Finding(
        claim.key,
        "P",
        claim.p_value or "",
        verdict,
        words,
        _readings(claim, question, result),
        claim.source,
        tuple(filter(None, details)),
        _values(question, result, bounds),
    )


def _readings(claim: Claim, question: Question, result: Answer) -> tuple[str, ...]:
    narrow = question.narrow
    how = "printed" if claim.range else "assumed"
    within = (f"distributions within the {how} range: {narrow.words()}",) if narrow else ()
    drawn = f"{result.draws:,} seeded draws for the rank tests" if result.draws else ""
    tried = f"all {result.enumerated:,} distributions" if result.enumerated else drawn
    named = f"test named: {claim.test}" if claim.test else "no test named"
    scale, tails = question.lattice.words(), claim.tails or "two-sided"
    readings = (str(Reading.HALF_UP), f"n = {question.n}", scale, *within, tails, named, tried)
    return tuple(filter(None, readings))


def _enumerated(question: Question, result: Answer) -> str:
    if not result.enumerated:
        return ""
    total = sum_text(question.lattice, question.sums[0], question.n)
    counts = "; ".join(f"{count} by {test}" for test, count in result.counts.items())
    which = f"sum to {total}" if len(question.sums) == 1 else "have the printed mean"
    which += " and have the printed SD" if question.variance else ""
    within = " within the range" if question.narrow else ""
    return f"{result.enumerated:,} distributions{within} {which}; printing this P: {counts}."


def _implied(question: Question, result: Answer, bounds: Implied | None) -> str:
    """What the paired t test implies at the printed P, and over the distributions that print it."""
    if bounds is None:
        return ""
    at, low, high = _deviations(question)
    whole = f" SD {at:.3f} ({low:.3f} to {high:.3f})." if 0 < low <= at <= high < inf else ""
    low_end, high_end = _pair(bounds.interval_low), _pair(bounds.interval_high)
    count = len(result.squares)
    squares = "1 sum of squares gives" if count == 1 else f"{count:,} sums of squares give"
    squares = squares if result.are_all else "very many sums of squares give"
    return (
        f"If the test was a paired t test:{whole} On the scale "
        f"{squares} this P: SD {_pair(bounds.deviation, 3)}; lower 95% limit {low_end}, upper "
        f"{high_end}; mean over SD {_pair(bounds.effect_size)}."
    )


def _deviations(question: Question) -> tuple[float, float, float]:
    """The SD at the printed P, and at the ends of what prints as it, for the first sum."""
    mean = question.sums[0] / question.n - question.lattice.zero
    factor, own = 3 - question.tails, question.window
    ends = (question.p_value, float(own.low), float(own.high))
    step = float(question.lattice.step)
    at, low, high = (step * implied_deviation(mean, question.n, min(1.0, factor * p)) for p in ends)
    return at, low, high


def _pair(ends: tuple[float, float], digits: int = 2) -> str:
    low, high = (f"{end:.{digits}f}" for end in ends)
    return low if low == high else f"{low} to {high}"


def _values(question: Question, result: Answer, bounds: Implied | None) -> Mapping[str, object]:
    examples = {
        test: [exact(question.lattice.value(step)) for step in result.witnesses[test]]
        for test in question.tests
        if test in result.witnesses
    }
    values: dict[str, object] = {"reproduced_by": list(examples), "examples": examples}
    if result.enumerated:
        values |= {"distributions": result.enumerated, "printing": dict(result.counts)}
    if result.draws:
        values |= {"draws": result.draws}
    if bounds is not None and PAIRED_T in examples:
        at, low, high = _deviations(question)
        if 0 < low <= at <= high < inf:
            values |= {"implied_sd": f"{at:.3f}"}
            values |= {"implied_sd_range": [f"{low:.3f}", f"{high:.3f}"]}
        values |= {"sums_of_squares": len(result.squares)} if result.are_all else {}
        values |= {"implied_effect_size": [f"{x:.2f}" for x in bounds.effect_size]}
    return values


def _from_interval(claim: Claim, printed: Printed) -> Finding:
    """P against the interval or the SD that is printed with it."""
    limits, level = limits_of(claim), claim.interval.level if claim.interval else 95.0
    ratio, mean, deviation = (parse(x or "") for x in (claim.ratio, claim.mean, claim.sd))
    p_range: PRange | None = None
    method = ""
    if ratio is not None and limits is not None:
        p_range, method = p_of_ratio(ratio, limits, level), "Wald test on the log scale"
    elif mean is not None and limits is not None and (claim.n or 0) > 1:
        p_range, method = p_of_mean(mean, limits, claim.n or 0, level), "t test from the interval"
    elif mean is not None and deviation is not None and (claim.n or 0) > 1 and _is_change(claim):
        p_range, method = p_of_deviation(mean, deviation, claim.n or 0), "t test from mean and SD"
    if p_range is None:
        return unknown(claim, "P", claim.p_value or "", "nothing printed with it implies a P")
    fits = p_range.meets(window(printed, Reading.HALF_UP))
    verdict = Verdict.REPRODUCED if fits else Verdict.NOT_REPRODUCED
    words = f"reproduced by: {method}" if fits else f"{verdict.value}: {method}"
    span = f"{p_range.low:.2g} to {p_range.high:.2g}"
    return Finding(
        *(claim.key, "P", claim.p_value or "", verdict, words),
        (method, "every rounding of the printed numbers", "two-sided"),
        claim.source,
        details=(f"The printed numbers imply a P of {span}.",),
        values={"implied_p": [f"{p_range.low:.3g}", f"{p_range.high:.3g}"]},
    )


def _is_change(claim: Claim) -> bool:
    """Whether the key says that the mean is one of changes, which are tested against none."""
    return "change" in claim.key.partition(".")[2]
