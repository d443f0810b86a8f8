"""A manuscript written by the authors: a Markdown or Word file with references."""

from dataclasses import dataclass
from pathlib import Path

from rtxoutcomes.cohort import MARKS
from rtxoutcomes.errors import UsageFault

MARKDOWN = (".md", ".markdown", ".txt")
WORD = ".docx"


@dataclass(frozen=True, slots=True)
class TextFile:
    """The content of a template and the name of its file, without the folder."""

    name: str
    content: bytes

    @property
    def is_word(self) -> bool:
        return Path(self.name).suffix.lower() == WORD

    @property
    def markdown(self) -> str:
        """The content as text.

        Raises
        ------
        UsageFault
            It is not UTF-8.
        """
        try:
            return _without_mark(self.content.decode("utf-8-sig"))
        except UnicodeDecodeError:
            raise UsageFault(f"{self.name}: must be UTF-8 text") from None


def read_text(path: str | Path) -> TextFile:
    """Read a template.

    Raises
    ------
    UsageFault
        There is no such file, or its suffix is neither that of Markdown nor of Word.
    """
    source = Path(path)
    if source.suffix.lower() not in (*MARKDOWN, WORD):
        known = ", ".join((*MARKDOWN, WORD))
        raise UsageFault(f"{source.name}: a text is one of {known}")
    try:
        return TextFile(source.name, source.read_bytes())
    except (OSError, ValueError) as fault:
        why = getattr(fault, "strerror", None) or "cannot be read"
        raise UsageFault(f"{source.name}: {why}") from None


def marked_template(template: str, mark: str) -> str:
    """A template that says, where only its author sees it, of what data it is."""
    return f"<!-- {mark} -->\n\n{template}"


def _without_mark(text: str) -> str:
    """The template without the line that says of what data it was made: they may be others now."""
    first, _, rest = text.partition("\n")
    is_mark = first.strip() in {f"<!-- {mark} -->" for mark in MARKS.values()}
    return rest.lstrip("\r\n") if is_mark else text
