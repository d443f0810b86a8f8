"""A manuscript written by the authors: a Markdown or Word file with references."""

from dataclasses import dataclass
from pathlib import Path

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
            return self.content.decode("utf-8-sig")
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
