"""A table of text: one object that shows itself and is written in every format."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

import pandas as pd

from rtxoutcomes.style import DEFAULT, Fonts
from rtxoutcomes.tables.latex import table_tex
from rtxoutcomes.tables.layout import flat_header, letter_at
from rtxoutcomes.tables.word import single
from rtxoutcomes.tables.write import aligned, table_csv, table_html, table_md, to_html

T = TypeVar("T")
WRITERS = {".csv": table_csv, ".html": table_html, ".md": table_md, ".tex": table_tex}
WORD = ".docx"


@dataclass(frozen=True, slots=True)
class Table:
    """Cells of text under a header, with its notes.

    `key` names its files. Each row has as many cells as `header`; one that is empty after its
    first cell heads the rows below it. `spanners` has a heading for each column, the same for
    neighbours that belong together, empty for a column without one. `footnotes` are about the
    whole table; those in `lettered` are called a, b, c, ..., and `marks` has the letter of each
    cell, empty for a cell without a note. `mark` says where the data come from, in words; `origin`
    is the word for machines (synthetic, public or patient). `number` is that in a manuscript
    (`1`, `S1`), empty for a table on its own. `sources` holds for each cell the positions
    in `Released.estimates` of the rows whose numbers it shows; empty where they are not known.

    Raises
    ------
    ValueError
        A row is longer or shorter than the header, or `sources` or `marks` than the rows.
    """

    key: str
    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    footnotes: tuple[str, ...]
    origin: str
    mark: str
    number: str = ""
    sources: tuple[tuple[tuple[int, ...], ...], ...] = ()
    fonts: Fonts = DEFAULT.fonts
    spanners: tuple[str, ...] = ()
    marks: tuple[tuple[str, ...], ...] = ()
    lettered: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for name, cells in (("sources", self.sources), ("marks", self.marks)):
            if cells and [len(line) for line in cells] != [len(row) for row in self.rows]:
                raise ValueError(f"{self.key}: {name} do not fit the cells")
        if self.spanners and len(self.spanners) != len(self.header):
            raise ValueError(f"{self.key}: spanners do not fit the header")
        for row in self.rows:
            if len(row) != len(self.header):
                raise ValueError(f"{self.key}: {len(row)} cells under {len(self.header)} headers")

    @property
    def label(self) -> str:
        """`Table S1`; empty for a table on its own."""
        return f"Table {self.number}" if self.number else ""

    @property
    def caption(self) -> str:
        """`Table 2. Relapse during follow-up`."""
        return f"{self.label}. {self.title}" if self.number else self.title

    @property
    def notes(self) -> tuple[tuple[str, str], ...]:
        """The notes in their order, each with its letter, which is empty for the whole table."""
        about = (("", note) for note in self.footnotes)
        return (*about, *((letter_at(k), note) for k, note in enumerate(self.lettered)))

    @property
    def letters(self) -> tuple[tuple[str, ...], ...]:
        """The letter of each cell."""
        return self.marks or tuple(("",) * len(row) for row in self.rows)

    def __repr__(self) -> str:
        return f"<Table {self.key}: {len(self.rows)} rows. {self.mark}>"

    def _repr_html_(self) -> str:
        return aligned(to_html(self))

    def _repr_markdown_(self) -> str:
        return table_md(self)

    def to_frame(self) -> pd.DataFrame:
        """The cells as a frame of text, without footnotes."""
        return pd.DataFrame(list(self.rows), columns=list(flat_header(self)))

    def save(self, path: str | Path) -> None:
        """Write the table, the suffix choosing the format: .csv, .md, .html, .tex or .docx.

        Folders that do not exist are made.

        Raises
        ------
        ValueError
            The suffix is none of these.
        """
        target = Path(path)
        if target.suffix not in {*WRITERS, WORD}:
            known = ", ".join(sorted([*WRITERS, WORD]))
            raise ValueError(f"{target.name}: a table is written as {known}")
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.suffix == WORD:
            target.write_bytes(single(self))
        else:
            target.write_bytes(WRITERS[target.suffix](self).encode())

    def select(
        self, *, columns: Sequence[str | int] = (), rows: Sequence[str | int] = ()
    ) -> "Table":
        """The table with some of its columns and rows only, in the order in which they are given.

        Parameters
        ----------
        columns
            Headers, or positions counted from 0; all by default.
        rows
            Texts of first cells, each of which selects every row that begins with it, or
            positions; all by default.

        Raises
        ------
        LookupError
            A column or row is not in the table; the message lists those that are.

        Examples
        --------
        >>> table = rtx.tables.relapse_outcomes(results)
        >>> table.select(columns=[0, 1], rows=["RRMS"]).to_frame().shape
        (1, 2)
        """
        across = _places(columns, self.header, "column")
        down = _places(rows, [row[0] for row in self.rows], "row")
        return replace(
            self,
            header=tuple(self.header[k] for k in across),
            rows=_cells(self.rows, down, across),
            sources=_cells(self.sources, down, across),
            marks=_cells(self.marks, down, across),
            spanners=tuple(self.spanners[k] for k in across) if self.spanners else (),
        )


def _places(wanted: Sequence[str | int], names: Sequence[str], kind: str) -> list[int]:
    """The positions of names or positions; all without any."""
    if not wanted:
        return list(range(len(names)))
    found: list[int] = []
    for one in wanted:
        places = [k for k, name in enumerate(names) if one in (k, name)]
        if not places:
            known = ", ".join(dict.fromkeys(names))
            raise LookupError(f"no {kind} {one!r}; the table has {known}")
        found += places
    return found


def _cells(
    table: Sequence[Sequence[T]], rows: Sequence[int], columns: Sequence[int]
) -> tuple[tuple[T, ...], ...]:
    """Those cells of a table; nothing of an empty one."""
    return tuple(tuple(table[row][column] for column in columns) for row in rows) if table else ()
