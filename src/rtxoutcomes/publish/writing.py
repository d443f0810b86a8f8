"""The words of a report: the filled text, its checklist and its trace, and the files they make."""

from collections.abc import Sequence
from dataclasses import dataclass

from docx.document import Document as Doc

from rtxoutcomes.disclose import Released
from rtxoutcomes.read.text_file import TextFile
from rtxoutcomes.tables.model import Table
from rtxoutcomes.tables.word import Picture
from rtxoutcomes.tables.write import frame_csv
from rtxoutcomes.text.docx_template import FilledWord, fill_docx, opened, plain_text, word_bytes
from rtxoutcomes.text.fill import fill
from rtxoutcomes.text.manuscript import Setting, markdown_text, setting, skeleton_text
from rtxoutcomes.text.model import Paragraph, Text
from rtxoutcomes.text.strobe import checklist
from rtxoutcomes.text.trace import Numeral, trace, trace_frame
from rtxoutcomes.text.word import Parts, manuscript_docx

BLOCKS = "{{ block.methods }} {{ block.limitations }}"
MANUSCRIPT, TEMPLATE, TRACE = "manuscript.md", "manuscript.template.md", "trace.csv"


@dataclass(frozen=True, slots=True)
class Written:
    """The filled text with its checklist and the trace of its numerals; `word` if it came so.

    `methods`, `limitations` and `references` are those of the results, whatever the authors wrote.
    """

    text: Text
    checklist: Table
    trace: tuple[Numeral, ...]
    methods: tuple[Paragraph, ...]
    limitations: tuple[Paragraph, ...]
    references: tuple[Paragraph, ...]
    word: FilledWord | None = None


def written(
    released: Released,
    tables: Sequence[Table],
    figures: Sequence[str],
    source: TextFile | None = None,
) -> Written:
    """The text of a report: the authors' own, or the skeleton.

    Parameters
    ----------
    released
        The results.
    tables, figures
        Tables with their numbers, and the keys of the figures in their order.
    source
        The authors' template, Markdown or Word.

    Raises
    ------
    TextError
        Every reference of the template that stands for nothing.
    """
    word: FilledWord | None = None
    document: Doc | None = None
    template = ""
    if source is not None:
        document = opened(source.content, source.name) if source.is_word else None
        template = plain_text(document) if document is not None else source.markdown
    own = setting(released, tables, figures, template)
    if source is None:
        text = skeleton_text(own)
    elif document is not None:
        word = fill_docx(document, source.name, own)
        text = word.text
    else:
        text = markdown_text(own, template, source.name)
    return Written(
        text=text,
        checklist=checklist(released, own.known, tables, figures, text),
        trace=trace(own.draft, text, released.style),
        # Papers are numbered as the text cites them: as these paragraphs do where it is ours.
        **_blocks(own if source is None else setting(released, tables, figures, BLOCKS)),
        word=word,
    )


def _blocks(own: Setting) -> dict[str, tuple[Paragraph, ...]]:
    """Methods, limitations and the papers they cite, as they stand without an author's text."""
    return {
        name: fill(own.blocks[name], name, own.known).paragraphs
        for name in ("methods", "limitations", "references")
    }


def text_files(told: Written, released: Released) -> dict[str, bytes]:
    """The filled Markdown, the skeleton to write on in, and every numeral with its row."""
    files = {
        MANUSCRIPT: told.text.markdown.encode(),
        TRACE: frame_csv(trace_frame(told.trace), released.origin).encode(),
    }
    return files | ({TEMPLATE: told.text.template.encode()} if told.text.template else {})


def word_file(
    told: Written, released: Released, tables: Sequence[Table], pictures: Sequence[Picture]
) -> bytes:
    """manuscript.docx, from the authors' own file where there is one."""
    parts = Parts(tuple(tables), tuple(pictures), told.checklist)
    fonts = released.style.fonts
    if told.word is not None:
        return word_bytes(told.word, parts, released.mark, fonts)
    title = released.study.study.title
    return manuscript_docx(told.text, parts, title, released.mark, fonts)
