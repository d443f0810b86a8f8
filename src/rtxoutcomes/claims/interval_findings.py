"""The verdicts on intervals, ratios and rates of one claim: which methods give them."""

from fractions import Fraction

from rtxoutcomes.claims.intervals import Limits, is_symmetric, proportion_methods, rate_methods
from rtxoutcomes.claims.lattice_findings import unknown
from rtxoutcomes.claims.printed import Printed, Reading, Window, exact, parse, window
from rtxoutcomes.claims.verdict import Finding, Verdict
from rtxoutcomes.study import Claim

_LOG_SCALE = "symmetric on the log scale"
_MEAN_SCALE = "symmetric about the mean"


def interval_findings(claim: Claim) -> list[Finding]:
    """The verdicts on rate, ratio and interval, where they are printed."""
    found = [_rate(claim), _ratio(claim), _interval(claim)]
    return [finding for finding in found if finding is not None]


def limits_of(claim: Claim) -> Limits | None:
    """The printed limits; None where there is no interval in digits."""
    if claim.interval is None:
        return None
    low, high = parse(claim.interval.low), parse(claim.interval.high)
    return None if low is None or high is None or low.sign or high.sign else (low, high)


def _rate(claim: Claim) -> Finding | None:
    """Events over person-years, both as printed: a rate may have had another time at risk."""
    if claim.rate is None:
        return None
    printed, years = parse(claim.rate), parse(claim.person_years or "")
    if printed is None or years is None or claim.events is None or years.value <= 0:
        return unknown(claim, "rate", claim.rate, "events and person-years are not both stated")
    per, attained = claim.rate_per or 1, None
    for reading in Reading:
        time = window(years, Reading.HALF_UP)
        own = window(printed, reading, (0, 10**9))
        rates = Window(
            claim.events * per / time.high, claim.events * per / max(time.low, years.unit / 2)
        )
        attained = attained or (reading if own.meets(rates) else None)
    value = exact(Fraction(claim.events * per) / years.value, 4)
    detail = f"{claim.events} events in {years.text} person-years are {value} per {per}."
    if attained is None:
        verdict, words = Verdict.CANNOT_TELL, "cannot tell: the stated time at risk gives another"
    else:
        rounded = attained is not Reading.TRUNCATION
        verdict = Verdict.ATTAINABLE if rounded else Verdict.TRUNCATION
        words = verdict.value
    readings = (*map(str, Reading), "every rounding of the person-years")
    return Finding(
        *(claim.key, "rate", claim.rate, verdict, words, readings, claim.source),
        details=(detail,),
        values={"rate": value},
    )


def _ratio(claim: Claim) -> Finding | None:
    """A ratio against its interval; alone it cannot be checked."""
    if claim.ratio is None:
        return None
    printed, limits = parse(claim.ratio), limits_of(claim)
    if printed is None or limits is None:
        return unknown(claim, "ratio", claim.ratio, "no interval is printed with it")
    return _symmetry(claim, "ratio", printed, limits)


def _symmetry(claim: Claim, number: str, printed: Printed, limits: Limits) -> Finding:
    log_scale = number == "ratio"
    reading = _LOG_SCALE if log_scale else _MEAN_SCALE
    fits = is_symmetric(printed, limits, on_log_scale=log_scale)
    verdict = Verdict.REPRODUCED if fits else Verdict.CANNOT_TELL
    words = (
        f"reproduced by: an interval {reading}"
        if fits
        else f"cannot tell: the interval is not {reading}, and need not be"
    )
    text = f"{printed.text} ({limits[0].text} to {limits[1].text})"
    readings = (reading, "every rounding of the printed numbers")
    return Finding(claim.key, number, text, verdict, words, readings, claim.source)


def _interval(claim: Claim) -> Finding | None:
    """The interval of a proportion, a rate or a mean by the methods that are usual for it."""
    limits = limits_of(claim)
    if claim.interval is None or claim.ratio is not None:
        return None
    printed = f"{claim.interval.low} to {claim.interval.high}"
    if limits is None:
        return unknown(claim, "interval", printed, "its limits are not numbers in digits")
    mean = parse(claim.mean or "")
    if mean is not None:
        return _symmetry(claim, "interval", mean, limits)
    tried = _methods(claim, limits)
    if tried is None:
        return unknown(claim, "interval", printed, "what it belongs to is not stated")
    names, found = tried
    verdict = Verdict.REPRODUCED if found else Verdict.NOT_REPRODUCED
    words = f"{verdict.value} by: {', '.join(found)}" if found else f"{verdict.value}: {names}"
    readings = (names, f"level {claim.interval.level:g}%")
    return Finding(claim.key, "interval", printed, verdict, words, readings, claim.source)


def _methods(claim: Claim, limits: Limits) -> tuple[str, tuple[str, ...]] | None:
    """The methods that were tried, and those that give the interval."""
    level = claim.interval.level if claim.interval else 95.0
    years = parse(claim.person_years or "")
    if claim.events is None:
        return None
    if claim.rate is not None and years is not None and years.value > 0:
        per = claim.rate_per or 1
        found = rate_methods(limits, claim.events, float(years.value), per, level)
        return "Garwood (exact Poisson)", found
    if claim.n and claim.events <= claim.n:
        names = "Wald, Wilson, Clopper-Pearson, mid-p, Agresti-Coull, Jeffreys"
        return names, proportion_methods(limits, claim.events, claim.n, level)
    return None
