"""What can be wrong with the authors' text before there are any results to fill it with."""

from collections.abc import Iterator

from rtxoutcomes.errors import TextError, TextFault, UsageFault
from rtxoutcomes.read.text_file import TextFile
from rtxoutcomes.text.docx_template import opened, texts_of
from rtxoutcomes.text.markdown import REFERENCE, lines_of, stray_braces
from rtxoutcomes.text.references import well_formed
from rtxoutcomes.wording import unprintable_character

# A long book has fewer.
MAX_CHARACTERS = 2_000_000
MAX_REFERENCES = 5_000
MAX_FAULTS = 100


def check_text(source: TextFile) -> None:
    """Open a text and look at its references, so that a long run is not begun in vain.

    Raises
    ------
    UsageFault
        It is not of the kind that its name says, too long, or holds what no output can hold.
    TextError
        Every reference that is not closed or could be none; of many, the first hundred.
    """
    if source.is_word:
        unit, parts = "paragraph", list(enumerate(texts_of(opened(source.content, source.name)), 1))
    else:
        unit, parts = "line", list(lines_of(source.markdown))
    if sum(len(text) for _, text in parts) > MAX_CHARACTERS:
        must = f"must not be longer than {MAX_CHARACTERS:,} characters"
        raise UsageFault(f"{source.name}: {must}")
    if sum(text.count("{{") for _, text in parts) > MAX_REFERENCES:
        raise UsageFault(f"{source.name}: must not hold more than {MAX_REFERENCES:,} references")
    controls = [(number, unfit) for number, text in parts if (unfit := unprintable_character(text))]
    if controls:
        number, unfit = controls[0]
        raise UsageFault(f"{source.name} {unit} {number}: must not hold {unfit}")
    faults = [
        TextFault(source.name, f"{unit} {number}", reference, must, "")
        for number, text in parts
        for reference, must in _faults(
            text, "on its line" if unit == "line" else "in its paragraph"
        )
    ]
    if faults:
        raise TextError(faults[:MAX_FAULTS])


def _faults(text: str, where: str) -> Iterator[tuple[str, str]]:
    """Each faulty reference of a line or a paragraph, or where it begins, and what is wrong."""
    for place, stretch in enumerate(REFERENCE.split(text)):
        reference = stretch.strip()
        if place % 2 and not well_formed(reference):
            yield reference[:40], "is not of the form endpoint.group.term.attribute"
        elif not place % 2:
            yield from ((near, f"{what} {where}") for near, what in stray_braces(stretch))
