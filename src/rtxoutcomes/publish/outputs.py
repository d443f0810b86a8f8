"""Everything a report holds, rendered into memory: path within the folder -> bytes."""

import json
import math
from collections.abc import Callable, Mapping, Sequence

import pandas as pd

from rtxoutcomes.disclose import Released
from rtxoutcomes.figures.drawn import Drawn
from rtxoutcomes.figures.gallery import all_figures
from rtxoutcomes.figures.style import Form, house_style, render
from rtxoutcomes.publish.page import page
from rtxoutcomes.publish.writing import text_files, word_file, written
from rtxoutcomes.read.text_file import TextFile
from rtxoutcomes.tables.manuscript import all_tables
from rtxoutcomes.tables.model import Table
from rtxoutcomes.tables.word import Picture
from rtxoutcomes.tables.write import frame_csv, table_csv, table_html, table_md, table_tex
from rtxoutcomes.text.latex import manuscript_tex
from rtxoutcomes.text.plate import Book, Plate
from rtxoutcomes.text.typst import manuscript_typst

Progress = Callable[[str], None]
Typesetter = Callable[[str], bytes]
FORMATS: tuple[Form, ...] = ("svg", "png", "pdf")


def outputs(
    released: Released,
    tell: Progress,
    source: TextFile | None = None,
    set_pdf: Typesetter | None = None,
) -> dict[str, bytes]:
    """Results, tables, figures, page and manuscript of one released set of results.

    `tell` hears the name of each stage as it begins; `source` is the authors' own text; `set_pdf`
    makes a PDF of the manuscript in typst, where one is wanted.
    """
    tell("tables")
    tables = all_tables(released)
    files = _frames(released)
    figures = []
    with house_style():
        for drawn in all_figures(released):
            tell(f"figure {drawn.key}")
            pictures = render(drawn.figure, FORMATS)
            figures.append((drawn, pictures))
            files |= {f"figures/{drawn.key}.{form}": data for form, data in pictures.items()}
            files[f"figures/{drawn.key}.csv"] = frame_csv(drawn.data, released.origin).encode()
    tell("text")
    told = written(released, tables, [drawn.key for drawn, _ in figures], source)
    files |= text_files(told, released) | _tables([*tables, told.checklist])
    tell("report.html and manuscript.docx")
    files["report.html"] = page(
        released, tables, [(d, p["svg"]) for d, p in figures], told
    ).encode()
    files["manuscript.docx"] = word_file(told, released, tables, _pictures(figures))
    book = Book(
        told.text,
        tables,
        [Plate(d.key, p["svg"], d.width_mm, d.caption, d.alt) for d, p in figures],
        told.checklist,
        released.about.get("title", ""),
        released.mark,
    )
    files["manuscript.tex"] = manuscript_tex(book).encode()
    if set_pdf is not None:
        tell("manuscript.pdf")
        files["manuscript.pdf"] = set_pdf(manuscript_typst(book, released.style.fonts))
    return files


def _frames(released: Released) -> dict[str, bytes]:
    frames = {
        "results": released.estimates,
        "curves": released.curves,
        "distributions": released.distributions,
        "participation": released.participation,
    }
    files = {
        f"{name}.csv": frame_csv(frame, released.origin).encode() for name, frame in frames.items()
    }
    told = {"origin": released.origin, "mark": released.mark, "about": dict(released.about)}
    head = json.dumps(told, indent=1, ensure_ascii=False, allow_nan=False)
    rows = ",\n".join(map(_record, _records(released.estimates)))
    # The rows go last, before the brace that closes the whole.
    text = f'{head[:-2]},\n "estimates": [\n{rows}\n ]\n}}\n'
    return files | {"results.json": text.encode()}


def _record(record: Mapping[str, object]) -> str:
    """A row as json.dumps with an indent of 1 writes it, which does so ten times slower.

    Indented, the standard library encodes in Python; a flat record needs only its separators.
    """
    flat = json.dumps(record, ensure_ascii=False, allow_nan=False, separators=(",\n   ", ": "))
    return f"  {{\n   {flat[1:-1]}\n  }}"


def _records(frame: pd.DataFrame) -> list[dict[str, object]]:
    return [
        {str(key): _plain(value) for key, value in record.items()}
        for record in frame.to_dict("records")
    ]


def _plain(value: object) -> object:
    if value is pd.NA or (isinstance(value, float) and math.isnan(value)):
        return None
    return value


def _tables(tables: Sequence[Table]) -> dict[str, bytes]:
    writers = {"csv": table_csv, "md": table_md, "html": table_html, "tex": table_tex}
    return {
        f"tables/{table.key}.{suffix}": writer(table).encode()
        for table in tables
        for suffix, writer in writers.items()
    }


def _pictures(figures: Sequence[tuple[Drawn, Mapping[Form, bytes]]]) -> list[Picture]:
    return [
        Picture(
            content=drawings["png"], width_mm=drawn.width_mm, caption=drawn.caption, alt=drawn.alt
        )
        for drawn, drawings in figures
    ]
