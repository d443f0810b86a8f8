"""Printed P values of a family, adjusted by Holm's method."""

from collections.abc import Sequence
from fractions import Fraction

from rtxoutcomes.claims.printed import ROUNDED, Printed, Window, parse, window
from rtxoutcomes.claims.verdict import Finding, Verdict
from rtxoutcomes.estimate.multiplicity import holm
from rtxoutcomes.study import Claim

_READINGS = ("Holm's method", "every rounding of the printed P")


def family_findings(name: str, claims: Sequence[Claim]) -> list[Finding]:
    """Each P of the family adjusted, compared with the adjusted P that is printed, if there is one.

    A family with a P that is no number has no findings.
    """
    printed = {f"{k}": parse(claim.p_value or "") for k, claim in enumerate(claims)}
    known = {k: p for k, p in printed.items() if p is not None}
    if len(known) < len(claims) or len(claims) < 2:
        return []
    adjusted = holm({k: float(p.value) for k, p in known.items()})
    low, high = _ends(known)
    return [
        _finding(name, claim, known[k], adjusted[k], Window(low[k], high[k]))
        for claim, k in zip(claims, known, strict=True)
    ]


def _ends(known: dict[str, Printed]) -> tuple[dict[str, Fraction], dict[str, Fraction]]:
    """Adjusted P at the lowest and at the highest values that print so."""
    windows = {k: [window(p, reading) for reading in ROUNDED] for k, p in known.items()}
    lowest = {k: max(0.0, min(float(w.low) for w in own)) for k, own in windows.items()}
    highest = {k: min(1.0, max(float(w.high) for w in own)) for k, own in windows.items()}
    first, last = holm(lowest), holm(highest)
    return {k: Fraction(p) for k, p in first.items()}, {k: Fraction(p) for k, p in last.items()}


def _finding(name: str, claim: Claim, printed: Printed, adjusted: float, ends: Window) -> Finding:
    text = f"{printed.sign}{adjusted:.3g}"
    detail = f"In the {name}, P {claim.p_value} becomes {text} by Holm's method."
    own = parse(claim.p_adjusted or "")
    fits = own is not None and ends.meets(window(own, ROUNDED[0]))
    if own is None:
        verdict, words = Verdict.CANNOT_TELL, "cannot tell: no adjusted P is printed"
    elif fits:
        verdict, words = Verdict.REPRODUCED, "reproduced by: Holm's method"
    else:
        verdict = Verdict.NOT_REPRODUCED
        words = f"{verdict.value}: Holm's method"
    return Finding(
        *(claim.key, "adjusted P", own.text if own else "not printed", verdict, words, _READINGS),
        claim.source,
        details=(detail,),
        values={"holm": text, "family": name},
    )
