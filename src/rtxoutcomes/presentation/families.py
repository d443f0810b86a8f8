"""The declared families of tests in words."""

import math
from collections.abc import Iterable, Sequence

from rtxoutcomes.results.families import TESTS
from rtxoutcomes.results.number import Number
from rtxoutcomes.results.planned import new_tests
from rtxoutcomes.results.quantity import Quantity
from rtxoutcomes.study import Family, Study
from rtxoutcomes.wording import in_running_text

NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


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


def is_median(study: Study, endpoint: str) -> bool:
    """Whether the change of a score is reported as a median: unless a family tests its mean."""
    return study.report.statistic == "median" and not declares(
        study, endpoint, Quantity.MEAN_CHANGE
    )


def has_printed_name(study: Study, family: Family) -> bool:
    """Whether the words name the family: where there are several, and the study file names it."""
    rules = study.multiplicity
    return len(rules.declared) > 1 and family in rules.families


def family_words(study: Study, family: Family) -> str:
    """`post hoc family of three EDSS tests`; with its name where there are several families."""
    endpoints = {key.split(".")[0] for key in family.tests}
    labels = {score.name: in_running_text(score.label) for score in study.scores}
    of = labels.get(endpoints.pop(), "") if len(endpoints) == 1 else ""
    tests = "test" if len(family.tests) == 1 else "tests"
    name = f' "{family.name}"' if has_printed_name(study, family) else ""
    chosen = "" if _is_unplanned(study, family) else family.chosen or ""
    words = (chosen, f"family{name} of", in_words(len(family.tests)), of, tests)
    return " ".join(filter(None, words))


def _is_unplanned(study: Study, family: Family) -> bool:
    """Whether a family is called pre-specified that the recorded plan does not have."""
    added = new_tests(study, study.unplanned)
    return family.chosen == "pre-specified" and bool(added & set(family.tests))


def families_of(study: Study, rows: Iterable[Number]) -> list[Family]:
    """The families that have an adjusted P among the rows, in the order of the study."""
    adjusted = [family_of(study, row) for row in rows if not math.isnan(row.p_adjusted)]
    return [family for family in study.families if family in adjusted]


def listed(words: Sequence[str], preposition: str) -> str:
    """`in the post hoc family of three EDSS tests and in the ...`; `of` holds other words too."""
    each = [f"{preposition} the {family}" for family in words]
    return " and ".join([", ".join(each[:-1]), each[-1]] if len(each) > 1 else each)


def in_words(count: int) -> str:
    """`three`; numbers above ten in digits."""
    return NUMBERS[count] if count < len(NUMBERS) else str(count)
