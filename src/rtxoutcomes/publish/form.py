"""How a report is written: the style of its numbers, the authors' text, and which files it has."""

from dataclasses import dataclass
from pathlib import Path

from rtxoutcomes.errors import UsageFault
from rtxoutcomes.identity import safe_name
from rtxoutcomes.owned.record import sha256
from rtxoutcomes.publish.manifest import CRATE, ENVIRONMENT, NAME
from rtxoutcomes.publish.names import PAGE, possible_names
from rtxoutcomes.publish.outputs import Typesetter, figure_forms, table_writers
from rtxoutcomes.read.kinds import optional_module
from rtxoutcomes.read.style_file import read_style
from rtxoutcomes.read.text_file import TextFile, read_text
from rtxoutcomes.study import Study
from rtxoutcomes.style import DEFAULT, Style
from rtxoutcomes.text.precheck import check_text

SETTER = "rtxoutcomes.publish.pdf"
# What a brief report has besides tables and figures.
_OF_BRIEF = (PAGE, NAME, ENVIRONMENT, CRATE)


@dataclass(frozen=True, slots=True)
class Form:
    """How a report is written: the style of its numbers, the authors' text, and the formats."""

    style: Style = DEFAULT
    text: TextFile | None = None
    set_pdf: Typesetter | None = None
    every_format: bool = False
    brief: bool = False

    def names(self, study: Study) -> frozenset[str]:
        """Every path that a report of this form may write."""
        forms, tables = figure_forms(self.every_format), table_writers(self.every_format)
        names = possible_names(study, forms, tables, pdf=self.set_pdf is not None)
        return frozenset(n for n in names if "/" in n or n in _OF_BRIEF) if self.brief else names

    @property
    def inputs(self) -> dict[str, str]:
        """What was read besides the cohort and the study, by SHA-256."""
        read = (
            {}
            if self.text is None
            else {f"text/{safe_name(self.text.name)}": sha256(self.text.content)}
        )
        if self.style != DEFAULT:
            read[f"style/{self.style.name}"] = sha256(self.style.model_dump_json().encode())
        return read


def form_of(
    style: str | Path | Style,
    text: str | Path | None,
    pdf: bool,
    every_format: bool,
    brief: bool,
) -> Form:
    """Read and checked before anything is computed, so that a misspelt name costs no time."""
    if brief and (pdf or text is not None):
        raise UsageFault(
            "a brief report has no manuscript: ask for either a brief one, or a text or a PDF"
        )
    setter = optional_module(SETTER, "pdf", "manuscript.pdf").manuscript_pdf if pdf else None
    chosen = style if isinstance(style, Style) else read_style(style)
    own = None if text is None else _checked(read_text(text))
    return Form(chosen, own, setter, every_format, brief)


def _checked(text: TextFile) -> TextFile:
    check_text(text)
    return text
