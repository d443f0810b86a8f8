"""Everything a report holds, rendered into memory: path within the folder -> bytes."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from rtxoutcomes.disclose import Released
from rtxoutcomes.figures.drawn import Drawn
from rtxoutcomes.figures.gallery import all_figures, figure_numbers
from rtxoutcomes.figures.style import Form, house_style, render
from rtxoutcomes.figures.typefaces import family_of, write_for
from rtxoutcomes.progress import Progress
from rtxoutcomes.publish.names import (
    CHECKLIST_WORD,
    FRAMES,
    LATEX,
    PAGE,
    PDF,
    RESULTS_JSON,
    SUPPLEMENT_LATEX,
    SUPPLEMENT_WORD,
    WORD,
)
from rtxoutcomes.publish.page import page
from rtxoutcomes.publish.results_file import results_json
from rtxoutcomes.publish.writing import Written, by_mention, text_files, word_file, written
from rtxoutcomes.read.text_file import TextFile
from rtxoutcomes.tables.latex import table_tex
from rtxoutcomes.tables.manuscript import all_tables, is_supplementary
from rtxoutcomes.tables.model import Table
from rtxoutcomes.tables.write import frame_csv, table_csv, table_html, table_md
from rtxoutcomes.text.latex import manuscript_tex
from rtxoutcomes.text.plate import Book, Plate, checklist_text, partition
from rtxoutcomes.text.typst import manuscript_typst
from rtxoutcomes.text.word import manuscript_docx

# The source, and the path of the font of the study, if it has one.
Typesetter = Callable[[str, str], bytes]
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
    brief: bool = False,
    identifier: str = "",
) -> dict[str, bytes]:
    """Results, tables, figures, page and manuscript of one released set of results.

    `tell` is called with the name of each stage as it begins; `source` is the authors' own text;
    `set_pdf` makes a PDF of the manuscript in typst on request. With `every_format` figures are
    written as PDF and tables as HTML too, which report.html holds otherwise. A `brief` report is
    the page with the tables and figures of the manuscript alone. Word files and figures carry the
    `identifier` of the report.
    """
    tell("tables")
    tables = all_tables(released)
    write_for(released.study)
    plates = [Plate(*one, "") for one in _drawn(released, tell, every_format, identifier)]
    files = _frames(released)
    for plate in plates:
        place, data = f"figures/{plate.drawn.key}", plate.drawn.data
        files |= {f"{place}.{form}": picture for form, picture in plate.files.items()}
        files[f"{place}.csv"] = frame_csv(data, released.origin).encode()
    tell("text")
    numbers = figure_numbers(released.study, [plate.drawn.key for plate in plates])
    tables, numbers = by_mention(released, tables, numbers, source)
    by_key = {plate.drawn.key: plate for plate in plates}
    numbered = [replace(by_key[key], number=number) for key, number in numbers.items()]
    own, further = partition(numbered)
    text = written(released, tables, numbers, source)
    written_tables = _tables([*tables, text.checklist], table_writers(every_format))
    files |= text_files(text, released) | written_tables
    tell("report.html" if brief else "report.html, manuscript and supplement")
    files[PAGE] = page(released, tables, [*own, *further], text).encode()
    if brief:
        return _main(files, tables, own)
    title = released.study.study.title
    book = Book(text.text, tables, own, text.checklist, title, released.mark, identifier=identifier)
    files |= _books(released, text, book, further)
    if set_pdf is not None:
        tell("manuscript.pdf")
        font = released.study.report.font
        laid_out = replace(book, layout=released.style.manuscript)
        typst = manuscript_typst(laid_out, released.style.fonts)
        files[PDF] = set_pdf(typst, "" if font is None else font.place)
    return files


def _drawn(
    released: Released, tell: Progress, every_format: bool, identifier: str
) -> Iterator[tuple[Drawn, dict[Form, bytes]]]:
    """Each figure with its pictures."""
    with house_style():
        for drawn in all_figures(released):
            tell(f"drawing {drawn.key}")
            yield drawn, render(drawn.figure, figure_forms(every_format), identifier)


def _books(
    released: Released,
    text: Written,
    book: Book,
    further: Sequence[Plate],
) -> dict[str, bytes]:
    """Manuscript, supplement and checklist for Word and LaTeX; `further` are other figures."""
    files, fonts = dict[str, bytes](), released.style.fonts
    more = replace(book, text=text.supplement, plates=further, needed=())
    book = replace(book, layout=released.style.manuscript)
    files[WORD] = word_file(text, book, fonts)
    font = released.study.report.font
    family = "" if font is None else family_of(font)
    files[LATEX] = manuscript_tex(book, family).encode()
    files[SUPPLEMENT_WORD] = manuscript_docx(more, fonts)
    files[SUPPLEMENT_LATEX] = manuscript_tex(more, family).encode()
    checklist = checklist_text(text.checklist)
    files[CHECKLIST_WORD] = manuscript_docx(replace(more, text=checklist, plates=()), fonts)
    return files


def _main(
    files: Mapping[str, bytes], tables: Sequence[Table], plates: Sequence[Plate]
) -> dict[str, bytes]:
    """Of all files the page, and the tables and figures that the manuscript prints."""
    main = {f"tables/{table.key}" for table in tables if not is_supplementary(table)}
    main |= {f"figures/{plate.drawn.key}" for plate in plates}
    return {
        name: data
        for name, data in files.items()
        if name == PAGE or name.rpartition(".")[0] in main
    }


def figure_forms(every_format: bool) -> tuple[Form, ...]:
    """The suffixes of the pictures of a figure."""
    return EVERY_FORMAT if every_format else FORMATS


def table_writers(every_format: bool) -> Writers:
    """The suffix of each file of a table, and what writes it."""
    return EVERY_TABLE if every_format else TABLES


def _frames(released: Released) -> dict[str, bytes]:
    frames = (
        released.estimates,
        released.curves,
        released.distributions,
        released.participation,
    )
    files = {
        f"{name}.csv": frame_csv(frame, released.origin).encode()
        for name, frame in zip(FRAMES, frames, strict=True)
    }
    return files | {RESULTS_JSON: results_json(released).encode()}


def _tables(tables: Sequence[Table], writers: Writers) -> dict[str, bytes]:
    return {
        f"tables/{table.key}.{suffix}": writer(table).encode()
        for table in tables
        for suffix, writer in writers.items()
    }
