"""The claims of a paper with what they need: the scale of each, families of tests, a seed."""

from collections.abc import Mapping
from dataclasses import dataclass

from rtxoutcomes.claims.lattice import Lattice, lattice_of
from rtxoutcomes.study import Claim, ClaimsFile, Score, Study
from rtxoutcomes.study.claim import Scale

CHANGE = "change"


@dataclass(frozen=True, slots=True)
class Paper:
    """Claims in the order of the file. `lattices` are by position; a claim may have none.

    `families` maps the name of a family to the positions of its claims.
    """

    title: str
    claims: tuple[Claim, ...]
    lattices: Mapping[int, Lattice]
    families: Mapping[str, tuple[int, ...]]
    seed: int


def paper_of(source: Study | ClaimsFile) -> Paper:
    """The claims of a study file, with the scales of its scores, or of a file of claims.

    The change of a score can be anything between its ends, in both directions.
    """
    if isinstance(source, ClaimsFile):
        families = _named(source.claims)
        return Paper(source.paper, source.claims, _lattices(source.claims), families, source.seed)
    title = source.study.reference or source.study.title
    scores = {score.name: score for score in source.scores}
    lattices = _lattices(source.claims, scores)
    families = {**_declared(source), **_named(source.claims)}
    return Paper(title, source.claims, lattices, families, source.randomness.seed)


def _lattices(
    claims: tuple[Claim, ...], scores: Mapping[str, Score] | None = None
) -> dict[int, Lattice]:
    lattices = {}
    for place, claim in enumerate(claims):
        endpoint, _, rest = claim.key.partition(".")
        score = (scores or {}).get(endpoint)
        if claim.scale is not None:
            lattices[place] = lattice_of(claim.scale)
        elif score is not None:
            lattices[place] = _of_score(score, is_change=CHANGE in rest)
    return lattices


def _of_score(score: Score, *, is_change: bool) -> Lattice:
    step = score.lattice_step
    span = score.steps * step
    low = -span if is_change else score.lattice_units(score.minimum) * step
    high = span if is_change else low + span
    return lattice_of(Scale(minimum=f"{low:f}", maximum=f"{high:f}", step=f"{step:f}"))


def _named(claims: tuple[Claim, ...]) -> dict[str, tuple[int, ...]]:
    names = dict.fromkeys(claim.family for claim in claims if claim.family)
    return {
        name: tuple(k for k, claim in enumerate(claims) if claim.family == name) for name in names
    }


def _declared(study: Study) -> dict[str, tuple[int, ...]]:
    """The families of the plan, each test `endpoint.GROUP.test` a claim with a P of that group."""
    families = {}
    for family in study.families:
        prefixes = [f"{test.rpartition('.')[0]}." for test in family.tests]
        own = [
            k
            for prefix in prefixes
            for k, claim in enumerate(study.claims)
            if claim.p_value and f"{claim.key}.".startswith(prefix)
        ]
        if len(own) == len(prefixes) > 1:
            families[f"{family.chosen} family of {len(own)} tests"] = tuple(own)
    return families
