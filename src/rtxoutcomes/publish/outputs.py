"""Everything a report holds, rendered into memory: path within the folder -> bytes."""

from collections.abc import Callable, Mapping, Sequence

from rtxoutcomes.disclose import Released
from rtxoutcomes.figures.gallery import all_figures
from rtxoutcomes.figures.style import Form, house_style, render
from rtxoutcomes.publish.page import page
from rtxoutcomes.publish.results_file import results_json
from rtxoutcomes.publish.writing import text_files, word_file, written
from rtxoutcomes.read.text_file import TextFile
from rtxoutcomes.tables.manuscript import all_tables
from rtxoutcomes.tables.model import Table
from rtxoutcomes.tables.write import frame_csv, table_csv, table_html, table_md, table_tex
from rtxoutcomes.text.latex import manuscript_tex
from rtxoutcomes.text.plate import Book, Plate
from rtxoutcomes.text.typst import manuscript_typst

Progress = Callable[[str], None]
Typesetter = Callable[[str], bytes]
Writers = Mapping[str, Callable[[Table], str]]
# PNG first: the texts of a figure keep the dots of what was drawn last.
FORMATS: tuple[Form, ...] = ("png", "svg")
EVERY_FORMAT: tuple[Form, ...] = (*FORMATS, "pdf")
TABLES = {"csv": table_csv, "md": table_md, "tex": table_tex}
EVERY_TABLE = TABLES | {"html": table_html}


def outputs(
    released: Released,
    tell: Progress,
    source: TextFile | None = None,
    set_pdf: Typesetter | None = None,
    *,
    every_format: bool = False,
) -> dict[str, bytes]:
    """Results, tables, figures, page and manuscript of one released set of results.

    `tell` is called with the name of each stage as it begins; `source` is the authors' own text;
    `set_pdf` makes a PDF of the manuscript in typst on request. With `every_format` figures are
    written as PDF and tables as HTML too, which report.html holds otherwise.
    """
    tell("tables")
    tables = all_tables(released)
    files = _frames(released)
    plates: list[Plate] = []
    with house_style():
        for drawn in all_figures(released):
            tell(f"figure {drawn.key}")
            pictures = render(drawn.figure, EVERY_FORMAT if every_format else FORMATS)
            plates.append(Plate(drawn, pictures))
            files |= {f"figures/{drawn.key}.{form}": data for form, data in pictures.items()}
            files[f"figures/{drawn.key}.csv"] = frame_csv(drawn.data, released.origin).encode()
    tell("text")
    text = written(released, tables, [plate.drawn.key for plate in plates], source)
    writers = EVERY_TABLE if every_format else TABLES
    files |= text_files(text, released) | _tables([*tables, text.checklist], writers)
    tell("report.html and manuscript.docx")
    files["report.html"] = page(released, tables, plates, text).encode()
    title, fonts = released.study.study.title, released.style.fonts
    book = Book(text.text, tables, plates, text.checklist, title, released.mark)
    files["manuscript.docx"] = word_file(text, book, fonts)
    files["manuscript.tex"] = manuscript_tex(book).encode()
    if set_pdf is not None:
        tell("manuscript.pdf")
        files["manuscript.pdf"] = set_pdf(manuscript_typst(book, fonts))
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
    return files | {"results.json": results_json(released).encode()}


def _tables(tables: Sequence[Table], writers: Writers) -> dict[str, bytes]:
    return {
        f"tables/{table.key}.{suffix}": writer(table).encode()
        for table in tables
        for suffix, writer in writers.items()
    }
