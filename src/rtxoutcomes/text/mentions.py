"""The order in which a text first names tables and figures: the supplement is numbered by it."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from rtxoutcomes.tables.manuscript import LETTER, is_supplementary
from rtxoutcomes.tables.model import Table
from rtxoutcomes.text.fill import used_blocks
from rtxoutcomes.text.manuscript import Setting

# {{ table.safety }}
_NAMED = re.compile(r"\{\{\s*((?:table|figure)\.\w+)\s*\}\}")


def mentioned(settings: Iterable[Setting]) -> tuple[str, ...]:
    """`table.safety`, `figure.engagement`: in the order in which the texts first name them."""
    texts = (text for own in settings for text in used_blocks(own.template, own.blocks))
    return tuple(dict.fromkeys(key for text in texts for key in _NAMED.findall(text)))


def tables_by_mention(tables: Sequence[Table], names: Sequence[str]) -> tuple[Table, ...]:
    """The same tables, those of the supplement in the order of the names and numbered by it."""
    main = [table for table in tables if not is_supplementary(table)]
    further = _in_order([table.key for table in tables if is_supplementary(table)], "table", names)
    by_key = {table.key: table for table in tables}
    numbered = [replace(by_key[key], number=f"{LETTER}{k}") for k, key in enumerate(further, 1)]
    return (*main, *numbered)


def figures_by_mention(numbers: Mapping[str, str], names: Sequence[str]) -> dict[str, str]:
    """Figure -> number, those of the supplement numbered in the order of the names."""
    main = {key: number for key, number in numbers.items() if not number.startswith(LETTER)}
    further = _in_order([key for key in numbers if key not in main], "figure", names)
    return main | {key: f"{LETTER}{k}" for k, key in enumerate(further, 1)}


def _in_order(own: Sequence[str], kind: str, names: Sequence[str]) -> list[str]:
    """Those named, in the order of the names; then the others."""
    named = [name.removeprefix(f"{kind}.") for name in names if name.startswith(f"{kind}.")]
    return list(dict.fromkeys([*(key for key in named if key in own), *own]))
