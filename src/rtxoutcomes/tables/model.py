"""A table of text: one object that shows itself and is written in every format."""

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from rtxoutcomes.style import DEFAULT, Fonts
from rtxoutcomes.tables.latex import table_tex
from rtxoutcomes.tables.layout import flat_header, letter_at
from rtxoutcomes.tables.word import single
from rtxoutcomes.tables.write import aligned, table_csv, table_html, table_md, to_html

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

        Raises
        ------
        ValueError
            The suffix is none of these.
        """
        target = Path(path)
        if target.suffix == WORD:
            target.write_bytes(single(self))
        elif target.suffix in WRITERS:
            target.write_bytes(WRITERS[target.suffix](self).encode())
        else:
            known = ", ".join(sorted([*WRITERS, WORD]))
            raise ValueError(f"{target.name}: a table is written as {known}")
