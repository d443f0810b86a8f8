"""The cases: a call of an estimator, and the numbers that R gives for it."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources

import numpy as np

import rtxoutcomes.estimate as estimators

FILE = "cases.json"
# Key of an argument that is itself the result of an estimator, such as a Kaplan-Meier curve.
CALL = "call"
# Names of covariates are texts, which no estimator takes as an array.
_TEXTS = "terms"


@dataclass(frozen=True, slots=True)
class Case:
    """One call with its reference.

    `arguments` are those of `estimate.ESTIMATOR`. `expected` maps a path within the result
    (`terms.0.value.std_error`) to the number of R, None where R has none. A number agrees within
    `absolute + relative * |expected|`. `source`, `r_version`, `packages` and `r_call` state where
    the reference comes from.
    """

    family: str
    estimator: str
    arguments: Mapping[str, object]
    expected: Mapping[str, float | None]
    relative: float
    absolute: float
    source: str
    r_version: str
    packages: Mapping[str, str]
    r_call: str

    def answers(self) -> Iterator[tuple[str, float, float | None]]:
        """Each path with the number of this installation and that of R."""
        result = _called(self.estimator, self.arguments)
        for path, expected in self.expected.items():
            yield path, float(_at(result, path)), expected  # type: ignore[arg-type]


def reference_cases() -> tuple[Case, ...]:
    """The cases that come with the package, family by family."""
    text = resources.files(__package__).joinpath(FILE).read_text(encoding="utf-8")
    return tuple(_case(block) for block in json.loads(text)["cases"])


def _case(block: dict[str, object]) -> Case:
    relative, absolute = block.pop("tolerance")  # type: ignore[misc]
    return Case(relative=relative, absolute=absolute, **block)  # type: ignore[arg-type,has-type]


def _called(name: str, arguments: Mapping[str, object]) -> object:
    given = {key: _argument(key, value) for key, value in arguments.items()}
    return getattr(estimators, name)(**given)


def _argument(key: str, value: object) -> object:
    """Numbers as an array, `null` as a missing one; the result of a call within a call."""
    if isinstance(value, Mapping) and CALL in value:
        inner = {k: v for k, v in value.items() if k != CALL}
        return _called(str(value[CALL]), inner)
    if not isinstance(value, Sequence) or isinstance(value, str) or key == _TEXTS:
        return value
    if any(number is None for number in value):
        return np.array(value, dtype=np.float64)
    return np.array(value)


def _at(result: object, path: str) -> object:
    for step in path.split("."):
        if isinstance(result, Mapping):
            result = result[step]
        elif step.isdigit():
            result = result[int(step)]  # type: ignore[index]
        else:
            result = getattr(result, step)
    return result
