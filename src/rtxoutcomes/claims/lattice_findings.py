"""The verdicts on counts, percentages, means, SDs, medians and ranges of one claim."""

from collections.abc import Mapping
from fractions import Fraction

from rtxoutcomes.claims.deviations import MOST_PATIENTS, judge_deviation
from rtxoutcomes.claims.lattice import Lattice
from rtxoutcomes.claims.means import judge_mean, share_that_passes, sum_text
from rtxoutcomes.claims.percentages import exact_percentage, judge_count, judge_percentage
from rtxoutcomes.claims.printed import ROUNDED, Printed, Reading, exact, parse, window
from rtxoutcomes.claims.verdict import SMALLEST_N, Finding, Judgement, Verdict
from rtxoutcomes.study import Claim

_ROUNDINGS = tuple(Reading)


def lattice_findings(claim: Claim, lattice: Lattice | None) -> list[Finding]:
    """The verdicts on whatever of these the claim prints, in this order."""
    found = [
        _count(claim),
        _percentage(claim),
        _mean(claim, lattice),
        _deviation(claim, lattice),
        _median(claim, lattice),
        _range(claim, lattice),
    ]
    return [finding for finding in found if finding is not None]


def unknown(claim: Claim, number: str, printed: str, why: str) -> Finding:
    """A number of which the arithmetic cannot tell anything, and why."""
    words = f"{Verdict.CANNOT_TELL.value}: {why}"
    return Finding(claim.key, number, printed, Verdict.CANNOT_TELL, words, (), claim.source)


def _count(claim: Claim) -> Finding | None:
    if claim.events is None:
        return None
    if claim.n is None:
        return unknown(claim, "count", str(claim.events), "no n is stated")
    judged = judge_count(claim.events, claim.n, claim.n_enrolled)
    return _finding(
        claim, "count", f"{claim.events}/{claim.n}", judged, readings=("whole patients",)
    )


def _percentage(claim: Claim) -> Finding | None:
    if claim.percent is None:
        return None
    printed = parse(claim.percent)
    if printed is None or claim.n is None:
        why = "no n is stated" if printed else "it is not one number in digits"
        return unknown(claim, "percentage", claim.percent, why)
    judged = judge_percentage(printed, claim.events, claim.n, claim.n_enrolled)
    detail, values = "", dict[str, object]()
    if claim.events is not None and claim.n and claim.events <= claim.n:
        share = exact_percentage(claim.events, claim.n)
        detail = f"{claim.events}/{claim.n} is {share}%."
        values = {"percent": share}
    return _finding(
        claim,
        "percentage",
        f"{claim.percent.removesuffix('%')}%",
        judged,
        readings=(*_ROUNDINGS, _denominators(claim)),
        details=(detail,),
        values=values,
    )


def _mean(claim: Claim, lattice: Lattice | None) -> Finding | None:
    if claim.mean is None:
        return None
    printed = parse(claim.mean)
    if why := _unfit(printed, claim, lattice):
        return unknown(claim, "mean", claim.mean, why)
    if printed is None or lattice is None or claim.n is None:
        return None
    judged = judge_mean(printed, claim.n, lattice, claim.n_enrolled)
    share = share_that_passes(claim.n, lattice, printed.decimals)
    percent = exact(100 * share, 0).removesuffix(".0")
    sums = judged.witness or range(0)
    texts = [sum_text(lattice, k, judged.n) for k in sums[:8]]
    detail = f"Sum {', '.join(texts)}{', ...' if len(sums) > 8 else ''}." if texts else ""
    passing = (
        f"Of all means with {printed.decimals} decimals, {percent}% are attained with n = {claim.n}"
    )
    return _finding(
        claim,
        "mean",
        claim.mean,
        judged,
        readings=(*_ROUNDINGS, _denominators(claim), lattice.words()),
        details=(detail, f"{passing}."),
        values={"sums": texts, "percent_of_means_attained": percent},
    )


def _deviation(claim: Claim, lattice: Lattice | None) -> Finding | None:
    if claim.sd is None:
        return None
    printed, mean = parse(claim.sd), parse(claim.mean or "")
    why = _unfit(printed, claim, lattice)
    why = why or ("" if mean else "no mean is printed with it")
    if (claim.n or 0) > MOST_PATIENTS:
        why = f"more than {MOST_PATIENTS} patients are not enumerated"
    if why:
        return unknown(claim, "SD", claim.sd, why)
    if printed is None or mean is None or lattice is None or claim.n is None:
        return None
    judged = judge_deviation(printed, mean, claim.n, lattice, claim.n_enrolled)
    values = [exact(lattice.value(step)) for step in judged.witness or ()]
    return _finding(
        claim,
        "SD",
        claim.sd,
        judged,
        readings=(*_ROUNDINGS, "divisor n - 1", _denominators(claim), lattice.words()),
        values={"example": values},
    )


def _median(claim: Claim, lattice: Lattice | None) -> Finding | None:
    """A median is a value of the scale, or the middle of two of them where n is even."""
    if claim.median is None:
        return None
    printed = parse(claim.median)
    if why := _unfit(printed, claim, lattice):
        return unknown(claim, "median", claim.median, why)
    if printed is None or lattice is None or claim.n is None:
        return None
    halves = 2 if claim.n % 2 == 0 else 1
    step = lattice.step / halves
    reading = next((r for r in Reading if _on(lattice, step, printed, r)), None)
    if reading is None:
        return unknown(claim, "median", claim.median, "it is not a value of the scale for this n")
    verdict = Verdict.ATTAINABLE if reading in ROUNDED else Verdict.TRUNCATION
    judged = Judgement(verdict, verdict.value, claim.n, reading, 0)
    return _finding(claim, "median", claim.median, judged, readings=(*_ROUNDINGS, lattice.words()))


def _on(lattice: Lattice, step: Fraction, printed: Printed, reading: Reading) -> bool:
    steps = window(printed, reading).plus(-lattice.minimum).times(1 / step).integers()
    last = (lattice.maximum - lattice.minimum) / step
    return any(0 <= k <= last for k in steps)


def _range(claim: Claim, lattice: Lattice | None) -> Finding | None:
    """Ends that are values of the scale, with mean and median between them."""
    if claim.range is None:
        return None
    low, high = (Fraction(text) for text in claim.range)
    printed = " to ".join(claim.range)
    if lattice is None:
        return unknown(claim, "range", printed, "no scale is stated")
    on_scale = all(
        ((x - lattice.minimum) / lattice.step).denominator == 1
        and lattice.minimum <= x <= lattice.maximum
        for x in (low, high)
    )
    middles = [parse(text) for text in (claim.mean, claim.median) if text]
    between = all(
        m is None or (low <= m.value + m.unit and m.value - m.unit <= high) for m in middles
    )
    if not (low <= high and on_scale and between):
        return unknown(claim, "range", printed, "its ends do not fit the scale, mean and median")
    verdict = Verdict.ATTAINABLE
    judged = Judgement(verdict, verdict.value, 0, None, 0)
    return _finding(claim, "range", printed, judged, readings=(lattice.words(),))


def _unfit(printed: Printed | None, claim: Claim, lattice: Lattice | None) -> str:
    """Why a number cannot be checked on a lattice; empty if it can."""
    if printed is None or printed.sign:
        return "it is not one number in digits"
    if claim.n is None or claim.n < SMALLEST_N:
        return "no n of at least 2 is stated"
    return "" if lattice else "no scale is stated"


def _denominators(claim: Claim) -> str:
    enrolled = claim.n_enrolled or 0
    last = f" and up to the {enrolled} enrolled" if enrolled > (claim.n or 0) else ""
    return f"n = {claim.n}, and every n from {SMALLEST_N}{last}"


def _finding(
    claim: Claim,
    number: str,
    printed: str,
    judged: Judgement[object],
    *,
    readings: tuple[str, ...],
    details: tuple[str, ...] = (),
    values: Mapping[str, object] | None = None,
) -> Finding:
    attained = {"n": judged.n, "reading": str(judged.reading)} if judged.reading else {}
    others = {"other_n": list(judged.others)} if judged.others else {}
    return Finding(
        claim.key,
        number,
        printed,
        judged.verdict,
        judged.words,
        tuple(map(str, readings)),
        claim.source,
        tuple(filter(None, details)),
        {**attained, **others, **(values or {})},
    )
