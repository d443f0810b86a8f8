"""A table of text: one object that shows itself and is written in every format."""

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from rtxoutcomes.style import DEFAULT, Fonts
from rtxoutcomes.tables.word import single
from rtxoutcomes.tables.write import (
    left_aligned,
    table_csv,
    table_html,
    table_md,
    table_tex,
    to_html,
)

WRITERS = {".csv": table_csv, ".html": table_html, ".md": table_md, ".tex": table_tex}
WORD = ".docx"


@dataclass(frozen=True, slots=True)
class Table:
    """Cells of text under one header row, with its footnotes.

    `key` names its files. Each row has as many cells as `header`; one that is empty after its
    first cell heads the rows below it. `mark` says where the data come from, in words; `origin`
    is the word for machines (synthetic, public or patient). `number` is that in a manuscript
    (`1`, `S1`), empty for a table on its own. `sources` holds for each cell the positions
    in `Released.estimates` of the rows whose numbers it shows; empty where they are not known.

    Raises
    ------
    ValueError
        A row is longer or shorter than the header, or `sources` than the rows.
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

    def __post_init__(self) -> None:
        if self.sources and [len(s) for s in self.sources] != [len(r) for r in self.rows]:
            raise ValueError(f"{self.key}: sources do not fit the cells")
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

    def __repr__(self) -> str:
        return f"<Table {self.key}: {len(self.rows)} rows. {self.mark}>"

    def _repr_html_(self) -> str:
        return left_aligned(to_html(self))

    def _repr_markdown_(self) -> str:
        return table_md(self)

    def to_frame(self) -> pd.DataFrame:
        """The cells as a frame of text, without footnotes."""
        return pd.DataFrame(list(self.rows), columns=list(self.header))

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
