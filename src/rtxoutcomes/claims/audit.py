"""Every claim of a paper through every check that its numbers allow."""

from collections.abc import Callable
from dataclasses import dataclass

from rtxoutcomes.claims.families import family_findings
from rtxoutcomes.claims.interval_findings import interval_findings
from rtxoutcomes.claims.lattice import Lattice
from rtxoutcomes.claims.lattice_findings import lattice_findings, unknown
from rtxoutcomes.claims.p_findings import Picture, p_findings
from rtxoutcomes.claims.paper import Paper
from rtxoutcomes.claims.verdict import Finding
from rtxoutcomes.claims.wholes import whole_findings
from rtxoutcomes.study import Claim

_NUMBERS = {
    "percent": "percentage",
    "mean": "mean",
    "sd": "SD",
    "median": "median",
    "ratio": "ratio",
    "rate": "rate",
    "p_value": "P",
}


@dataclass(frozen=True, slots=True)
class Findings:
    """The findings of a paper in the order of its claims, and the pictures of distributions."""

    findings: tuple[Finding, ...]
    pictures: tuple[Picture, ...]


def check_claims(paper: Paper, tell: Callable[[str], None]) -> Findings:
    """Check every claim, what makes up a whole, and every family of tests.

    `tell` is called with the key of each claim before it is checked.
    """
    findings: list[Finding] = []
    pictures: list[Picture] = []
    for place, claim in enumerate(paper.claims):
        tell(claim.key)
        found, drawn = _claim(claim, paper.lattices.get(place), paper.seed)
        parts = [_first(paper, key) for key in claim.parts]
        findings += [*found, *whole_findings(claim, parts)]
        pictures += drawn
    for name, places in paper.families.items():
        findings += family_findings(name, [paper.claims[place] for place in places])
    return Findings(tuple(findings), tuple(pictures))


def _claim(claim: Claim, lattice: Lattice | None, seed: int) -> tuple[list[Finding], list[Picture]]:
    if claim.basis not in (None, "unadjusted"):
        return [
            unknown(claim, number, str(getattr(claim, name)), f"it is {claim.basis}")
            for name, number in _NUMBERS.items()
            if getattr(claim, name) is not None
        ], []
    p_values, pictures = p_findings(claim, lattice, seed)
    return [*lattice_findings(claim, lattice), *interval_findings(claim), *p_values], pictures


def _first(paper: Paper, key: str) -> Claim:
    return next(claim for claim in paper.claims if claim.key == key)
