"""The words of a report: the filled text, its checklist and its trace, and the files they make."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile

from rtxoutcomes.disclose import Released
from rtxoutcomes.read.text_file import TextFile, marked_template
from rtxoutcomes.style import Fonts
from rtxoutcomes.tables.model import Table
from rtxoutcomes.tables.write import frame_csv
from rtxoutcomes.text.docx_template import FilledWord, fill_docx, opened, plain_text, word_bytes
from rtxoutcomes.text.fill import fill
from rtxoutcomes.text.manuscript import Setting, setting
from rtxoutcomes.text.mentions import figures_by_mention, mentioned, tables_by_mention
from rtxoutcomes.text.model import Paragraph, Text
from rtxoutcomes.text.plate import Book
from rtxoutcomes.text.strobe import checklist
from rtxoutcomes.text.supplement import supplement_template
from rtxoutcomes.text.trace import Numeral, trace, trace_frame
from rtxoutcomes.text.word import manuscript_docx

SKELETON, SUPPLEMENT = "skeleton", "supplement"
# Begins a paragraph of the skeleton that only the authors can write.
PROMPT = "[Authors:"
STATISTICS = "Statistical analysis"
BLOCKS = "{{ block.methods }} {{ block.limitations }}"
FURTHER = "{{ block.further_methods }}"
MANUSCRIPT, TEMPLATE, TRACE = "manuscript.md", "manuscript.template.md", "trace.csv"


@dataclass(frozen=True, slots=True)
class Written:
    """The filled text with its checklist and the trace of its numerals; `word` if it came so.

    `design`, `results`, `methods`, `further_methods`, `limitations` and `references` are those of
    the results, whatever the authors wrote; `supplement` is the text of the supplement.
    """

    text: Text
    supplement: Text
    checklist: Table
    trace: tuple[Numeral, ...]
    design: tuple[Paragraph, ...]
    results: tuple[Paragraph, ...]
    methods: tuple[Paragraph, ...]
    further_methods: tuple[Paragraph, ...]
    limitations: tuple[Paragraph, ...]
    references: tuple[Paragraph, ...]
    word: FilledWord | None = None


def written(
    released: Released,
    tables: Sequence[Table],
    figures: Mapping[str, str],
    source: TextFile | None = None,
) -> Written:
    """The text of a report: the authors' own, or the skeleton.

    Parameters
    ----------
    released
        The results.
    tables, figures
        Tables with their numbers; the keys of the figures, in their order, with theirs.
    source
        The authors' template, Markdown or Word.

    Raises
    ------
    TextError
        Every reference of the template without a row.
    """
    name, template, document = SKELETON, "", None
    if source is not None:
        name = source.name
        document = opened(source.content, name) if source.is_word else None
        template = source.markdown if document is None else plain_text(document)
    own = setting(released, tables, figures, template)
    word = None if document is None else fill_docx(document, name, own)
    asked = own.template if source is None else template
    text = fill(asked, name, own.known, own.blocks) if word is None else word.text
    supplement = _supplement(released, tables, figures)
    # Papers are numbered as our own text cites them, and then as the further methods do.
    blocks = f"{own.template if source is None else BLOCKS}\n\n{FURTHER}"
    return Written(
        text=text,
        supplement=supplement,
        checklist=checklist(released, own.known, tables, figures, text),
        trace=trace(own.draft, text, released.style, supplement),
        **_generated(text if source is None else _skeleton(released, tables, figures)),
        **_blocks(setting(released, tables, figures, blocks)),
        word=word,
    )


def by_mention(
    released: Released,
    tables: Sequence[Table],
    figures: Mapping[str, str],
    source: TextFile | None = None,
) -> tuple[tuple[Table, ...], dict[str, str]]:
    """Tables and numbers of figures, those of the supplement in the order of first mention.

    The manuscript comes first, and the supplement after it.
    """
    template = ""
    if source is not None:
        template = (
            plain_text(opened(source.content, source.name)) if source.is_word else source.markdown
        )
    settings = [
        setting(released, tables, figures, own) for own in (template, supplement_template())
    ]
    names = mentioned(settings)
    return tables_by_mention(tables, names), figures_by_mention(figures, names)


def _skeleton(released: Released, tables: Sequence[Table], figures: Mapping[str, str]) -> Text:
    """The filled skeleton, for a report whose authors wrote a text of their own."""
    own = setting(released, tables, figures)
    return fill(own.template, SKELETON, own.known, own.blocks)


def _generated(text: Text) -> dict[str, tuple[Paragraph, ...]]:
    """Design and results of the filled skeleton, without the prompts to the authors."""
    methods = takewhile(lambda p: p.text != STATISTICS, text.section("Methods"))
    sections = {"design": methods, "results": text.section("Results")}
    return {
        name: tuple(p for p in own if not p.text.startswith(PROMPT))
        for name, own in sections.items()
    }


def _supplement(released: Released, tables: Sequence[Table], figures: Mapping[str, str]) -> Text:
    """The filled supplement, with citations of its own."""
    own = setting(released, tables, figures, supplement_template())
    return fill(own.template, SUPPLEMENT, own.known, own.blocks)


def _blocks(own: Setting) -> dict[str, tuple[Paragraph, ...]]:
    """Methods, limitations and the papers they cite, without an author's text."""
    return {name: fill(text, name, own.known).paragraphs for name, text in own.blocks.items()}


def text_files(manuscript: Written, released: Released) -> dict[str, bytes]:
    """The filled Markdown, the skeleton to write on in, and every numeral with its row."""
    text, numerals = manuscript.text, trace_frame(manuscript.trace)
    files = {
        MANUSCRIPT: text.markdown.encode(),
        f"{SUPPLEMENT}.md": manuscript.supplement.markdown.encode(),
        TRACE: frame_csv(numerals, released.origin).encode(),
    }
    template = marked_template(text.template, released.mark)
    return files | ({TEMPLATE: template.encode()} if text.template else {})


def word_file(manuscript: Written, book: Book, fonts: Fonts) -> bytes:
    """manuscript.docx, from the authors' own file where there is one."""
    if manuscript.word is None:
        return manuscript_docx(book, fonts)
    return word_bytes(manuscript.word, book, fonts)
