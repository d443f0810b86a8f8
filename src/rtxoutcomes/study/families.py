"""Faults of the declared families: tests that there are not, or that are named twice."""

from collections.abc import Mapping, Sequence

from rtxoutcomes.study.blocks import Multiplicity
from rtxoutcomes.study.names import repeated
from rtxoutcomes.study.score import Score

TESTS = ("t", "signed_rank", "sign")
# Tests between the groups, of endpoints that may have one.
COMPARISONS = {"relapse": "between_groups", "time_to_relapse": "log_rank"}
# The group of a test that compares all groups.
OVERALL = "all"


def family_faults(
    plan: Multiplicity,
    grouping: str,
    codes: Mapping[str, Sequence[str]],
    scores: Sequence[Score],
) -> list[str]:
    """Tests that there are not, and those that are named twice, in one family or in two.

    Parameters
    ----------
    plan
        The families.
    grouping
        The study's own grouping, which a family has that names none.
    codes
        The groups of each grouping that there is.
    scores
        The scores of the study.
    """
    form = f"score.GROUP.test ({' or '.join(TESTS)}), or a comparison such as " + (
        "relapse.all.between_groups, time_to_relapse.all.log_rank"
    )
    faults, named = [], []
    for family in plan.declared:
        by = family.grouping or grouping
        if by not in codes:
            known = ", ".join(codes)
            faults.append(f"multiplicity.families: no grouping {by!r}; there are {known}")
            continue
        known_tests = _tests(codes[by], scores)
        faults += [
            f"multiplicity.family: {key!r} is not {form}"
            for key in family.tests
            if key not in known_tests
        ]
        named += [f"{by}: {key}" if family.grouping else key for key in family.tests]
    names = [family.name for family in plan.declared]
    return [
        *faults,
        *repeated("multiplicity.family", named),
        *repeated("multiplicity.families", names),
    ]


def _tests(codes: Sequence[str], scores: Sequence[Score]) -> set[str]:
    """Every test of a grouping that a family may name."""
    comparisons = COMPARISONS | dict.fromkeys((s.name for s in scores), "between_groups")
    known = {
        f"{score.name}.{code}.{test}"
        for score in scores
        for code in codes
        for test in TESTS
        # Of a score that is neither better nor worse there is no sign test.
        if test != "sign" or score.higher_is != "neither"
    }
    return known | {f"{endpoint}.{OVERALL}.{test}" for endpoint, test in comparisons.items()}
