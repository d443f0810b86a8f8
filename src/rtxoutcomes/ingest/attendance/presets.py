"""The reports of Teams, Zoom and Google Meet: their columns, found in a file by their names."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import product
from pathlib import Path
from typing import Literal, get_args

from rtxoutcomes.errors import UsageFault
from rtxoutcomes.ingest.attendance.columns import LENGTHS, ColumnMap
from rtxoutcomes.ingest.attendance.grid import Line, headers_of, lines_of
from rtxoutcomes.ingest.characters import name_key
from rtxoutcomes.ingest.dates import Order
from rtxoutcomes.ingest.refusal import refusal

Preset = Literal["teams", "zoom", "meet"]
LAYOUTS = Path(__file__).with_name("presets.toml")
_AND = " & "


@dataclass(frozen=True, slots=True)
class Layout:
    """One kind of report: candidates for the person, and the columns of `ColumnMap` by key."""

    person: tuple[str, ...]
    columns: Mapping[str, str]
    only: Mapping[str, tuple[str, ...]]
    usual: Order | None


def layouts(preset: str) -> tuple[Layout, ...]:
    """The kinds of report of a service, the most exact first.

    Raises
    ------
    UsageFault
        There is no such preset.
    """
    known = _bundled()
    if preset not in known:
        raise UsageFault(f"presets are {', '.join(get_args(Preset))} (--preset)")
    return known[preset]


def matching_layout(
    text: str, preset: str, file: str
) -> tuple[ColumnMap, list[Line], Order | None]:
    """The map of the most exact kind of report that a file holds, its lines, and its usual order.

    Raises
    ------
    IngestError
        The file holds none of them.
    """
    kinds = layouts(preset)
    delimiter = "\t" if "\t" in text else max(",;", key=text.count)
    lines = lines_of(text, file, delimiter)
    for headers, layout in product(headers_of(lines), kinds):
        for cells in headers:
            columns = _matched(layout, cells, delimiter)
            if columns is not None:
                return columns, lines, layout.usual
    must = f"is no report of {preset} in English, or one that is not known"
    raise refusal(file, None, must, "write a map of its columns (--columns)")


def _matched(layout: Layout, header: Sequence[str], delimiter: str) -> ColumnMap | None:
    """The map under the names of this header, if the header is one of the layout."""
    written = {name_key(cell).casefold(): cell for cell in header}
    names = {key: written.get(name.casefold(), "") for key, name in layout.columns.items()}
    people = [_joined(candidate, written) for candidate in layout.person]
    people = [name for name in people if name]
    if not people or not all(names.values()):
        return None
    only = {
        written[column.casefold()]: values
        for column, values in layout.only.items()
        if column.casefold() in written
    }
    first, *others = people
    return ColumnMap(
        first, **names, time_format="", delimiter=delimiter, only=only, others=(*others,)
    )


def _joined(candidate: str, written: Mapping[str, str]) -> str:
    parts = [written.get(part.casefold(), "") for part in candidate.split(_AND)]
    return _AND.join(parts) if all(parts) else ""


@cache
def _bundled() -> dict[str, tuple[Layout, ...]]:
    document = tomllib.loads(LAYOUTS.read_text(encoding="utf-8"))
    return {name: tuple(map(_layout, kinds)) for name, kinds in document.items()}


def _layout(kind: dict[str, object]) -> Layout:
    columns = {key: str(kind[key]) for key in ("joined", *LENGTHS) if key in kind}
    people, only, usual = kind["person"], kind.get("only", {}), kind.get("usual")
    return Layout(
        person=tuple(people) if isinstance(people, list) else (),
        columns=columns,
        only={c: tuple(v) for c, v in only.items()} if isinstance(only, dict) else {},
        usual="mdy" if usual == "mdy" else None,
    )
