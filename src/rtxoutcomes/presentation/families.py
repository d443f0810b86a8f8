"""The declared families of tests in words."""

from collections.abc import Sequence

from rtxoutcomes.results.families import TESTS
from rtxoutcomes.results.number import Number
from rtxoutcomes.results.quantity import Quantity
from rtxoutcomes.study import Family, Study

NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
NONE_DECLARED = (
    "No hypothesis test was declared; estimates with 95% confidence intervals are reported."
)


def family_of(study: Study, number: Number) -> Family | None:
    """The family to which the reported test of a row belongs."""
    for family in study.families:
        for key in family.tests:
            endpoint, group, test = key.split(".")
            own = (number.endpoint, number.group) == (endpoint, group)
            if own and number.quantity in TESTS[test]:
                return family
    return None


def declares(study: Study, endpoint: str, quantity: Quantity) -> bool:
    """Whether a family has a test of the endpoint by this quantity."""
    keys = (key.split(".") for family in study.families for key in family.tests)
    return any(key[0] == endpoint and quantity in TESTS[key[2]] for key in keys)


def family_words(study: Study, family: Family) -> str:
    """`post hoc family of three EDSS tests`."""
    endpoints = {key.split(".")[0] for key in family.tests}
    labels = {score.name: score.label for score in study.scores}
    of = labels.get(endpoints.pop(), "") if len(endpoints) == 1 else ""
    tests = "test" if len(family.tests) == 1 else "tests"
    words = (family.chosen, "family of", in_words(len(family.tests)), of, tests)
    return " ".join(filter(None, words))


def all_families(study: Study) -> str:
    """Every family in words: `post hoc family of three EDSS tests and ...`."""
    return _listed([family_words(study, family) for family in study.families])


def in_words(count: int) -> str:
    """`three`; numbers above ten in digits."""
    return NUMBERS[count] if count < len(NUMBERS) else str(count)


def _listed(parts: Sequence[str]) -> str:
    return " and ".join(parts) if len(parts) < 3 else f"{', '.join(parts[:-1])} and {parts[-1]}"
