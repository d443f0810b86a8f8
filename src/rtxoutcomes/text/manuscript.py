"""The text of a manuscript: the skeleton or the authors' own template, filled from the results."""

from collections.abc import Sequence
from dataclasses import dataclass

from rtxoutcomes.disclose import Released
from rtxoutcomes.tables.model import Table
from rtxoutcomes.text.citations import citation_words, cited, reference_list
from rtxoutcomes.text.draft import Draft, draft
from rtxoutcomes.text.fill import fill, used_blocks
from rtxoutcomes.text.limitations import limitations_template
from rtxoutcomes.text.methods import methods_template
from rtxoutcomes.text.model import Text
from rtxoutcomes.text.references import References, references
from rtxoutcomes.text.skeleton import skeleton

SKELETON = "skeleton"


@dataclass(frozen=True, slots=True)
class Setting:
    """What a template is filled with.

    `known` is what references mean, `blocks` are templates of whole paragraphs, `draft` the rows
    with their names, `tables` and `figures` what may be pointed at, in the order of their numbers.
    """

    released: Released
    draft: Draft
    known: References
    blocks: dict[str, str]
    tables: tuple[Table, ...]
    figures: tuple[str, ...]


def setting(
    released: Released, tables: Sequence[Table], figures: Sequence[str], template: str = ""
) -> Setting:
    """What a template may say in these results.

    Citations are numbered in the order in which `template` names them; without one, in that of
    the skeleton.
    """
    known = draft(released)
    own = template or skeleton(known, [t.key for t in tables], figures)
    blocks = {
        "methods": methods_template(known),
        "limitations": limitations_template(known, released),
    }
    keys = cited(used_blocks(own, blocks))
    words = citation_words(keys)
    words |= {f"table.{table.key}": table.label or table.title for table in tables}
    words |= {f"figure.{key}": f"Figure {k}" for k, key in enumerate(figures, start=1)}
    blocks["references"] = reference_list(keys)
    return Setting(
        released=released,
        draft=known,
        known=references(released, known.named, words),
        blocks=blocks,
        tables=tuple(tables),
        figures=tuple(figures),
    )


def skeleton_text(own: Setting) -> Text:
    """The skeleton for these results, filled."""
    template = skeleton(own.draft, [t.key for t in own.tables], own.figures)
    return fill(template, SKELETON, own.known, own.blocks)


def markdown_text(own: Setting, template: str, name: str) -> Text:
    """The authors' own Markdown, filled.

    Raises
    ------
    TextError
        Every reference that stands for nothing, with its line and the nearest known one.
    """
    return fill(template, name, own.known, own.blocks)
