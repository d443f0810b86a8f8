"""The sentence that refuses an argument: its name, what it must be, and what it is."""

from numbers import Integral, Real
from typing import NoReturn

# Above this a double no longer represents every integer.
LARGEST_INTEGER = 2**53


def refuse(name: str, rule: str, got: str) -> NoReturn:
    """Raise the error of a rule that an estimator checks itself."""
    raise ValueError(f"{name} must be {rule}, not {got}")


def description(value: object) -> str:
    """A number or a short string itself; the type of anything else, which might be long."""
    if isinstance(value, Integral) and abs(int(value)) > LARGEST_INTEGER:
        return "a number of more than 15 digits"
    if isinstance(value, Real):
        return f"{value!s}"
    if isinstance(value, str) and len(value) <= 20:
        return repr(str(value))
    return article(type(value).__name__)


def article(noun: str) -> str:
    """The noun with its indefinite article."""
    return f"{'an' if noun[:1] in 'AEIOaeio' else 'a'} {noun}"
