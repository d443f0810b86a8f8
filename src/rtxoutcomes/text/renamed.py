"""What references of an older version of the results frame are called now."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("renamed.toml")


@cache
def _rules() -> Mapping[re.Pattern[str], str]:
    """Pattern of an old name -> what replaces it, in the order in which they are tried."""
    rules = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return {re.compile(pattern): replacement for pattern, replacement in rules.items()}


def renamed(name: str) -> str:
    """The name as the results frame has it now, or nearly so; an unknown one as it is."""
    for pattern, replacement in _rules().items():
        name = pattern.sub(replacement, name)
    return name
