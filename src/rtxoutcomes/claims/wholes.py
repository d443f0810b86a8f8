"""Claims that make up another one: counts add up, and a mean is that of its parts by weight."""

from collections.abc import Sequence
from fractions import Fraction

from rtxoutcomes.claims.printed import Reading, Window, exact, parse, window
from rtxoutcomes.claims.verdict import Finding, Verdict
from rtxoutcomes.study import Claim

_MEAN_READINGS = ("every rounding of the printed means", "weighted by the stated n")


def whole_findings(claim: Claim, parts: Sequence[Claim]) -> list[Finding]:
    """The verdicts on events, n and mean of a claim that consists of `parts`."""
    found = [
        _sum(claim, "sum of events", claim.events, [part.events for part in parts]),
        _sum(claim, "sum of patients", claim.n, [part.n for part in parts]),
        _mean(claim, parts),
    ]
    return [finding for finding in found if finding is not None]


def _sum(
    claim: Claim, number: str, whole: int | None, parts: Sequence[int | None]
) -> Finding | None:
    known = [part for part in parts if part is not None]
    if whole is None or len(known) < len(parts) or not parts:
        return None
    total = sum(known)
    verdict = Verdict.ATTAINABLE if total == whole else Verdict.NOT_ATTAINABLE
    addition = f"{' + '.join(map(str, known))} = {total}; {whole} is printed."
    readings = ("each patient belongs to one part",)
    values = {"parts": known, "sum": total}
    return Finding(
        *(claim.key, number, str(whole), verdict, verdict.value, readings, claim.source),
        details=(addition,),
        values=values,
    )


def _mean(claim: Claim, parts: Sequence[Claim]) -> Finding | None:
    """The mean of the whole against the means of the parts, weighted by their patients."""
    own = parse(claim.mean or "")
    means = [parse(part.mean or "") for part in parts]
    weights = [part.n for part in parts]
    if own is None or None in means or None in weights or not sum(n or 0 for n in weights):
        return None
    rows = [(n, mean) for n, mean in zip(weights, means, strict=True) if n and mean]
    total = sum(n for n, _ in rows)
    fits = False
    for reading in Reading:
        windows = [(n, window(mean, reading)) for n, mean in rows]
        low = sum((n * own_window.low for n, own_window in windows), Fraction(0)) / total
        high = sum((n * own_window.high for n, own_window in windows), Fraction(0)) / total
        fits = fits or Window(low, high).meets(window(own, reading))
    middle = sum((n * mean.value for n, mean in rows), Fraction(0)) / total
    verdict = Verdict.ATTAINABLE if fits else Verdict.NOT_ATTAINABLE
    detail = f"The printed means of the parts, weighted by n, give {exact(middle, 4)}."
    return Finding(
        *(claim.key, "mean of the parts", own.text, verdict, verdict.value, _MEAN_READINGS),
        claim.source,
        details=(detail,),
        values={"weighted_mean": exact(middle, 4)},
    )
