"""The text of a manuscript: the skeleton or the authors' own template, filled from the results."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rtxoutcomes.disclose import Released
from rtxoutcomes.tables.manuscript import LETTER, is_supplementary
from rtxoutcomes.tables.model import Table
from rtxoutcomes.text.citations import citation_words, cited, reference_list
from rtxoutcomes.text.declared_numbers import declared_numbers
from rtxoutcomes.text.draft import Draft, draft
from rtxoutcomes.text.fill import used_blocks
from rtxoutcomes.text.limitations import limitations_template
from rtxoutcomes.text.methods import further_methods_template, methods_template
from rtxoutcomes.text.references import References, references
from rtxoutcomes.text.skeleton import skeleton


@dataclass(frozen=True, slots=True)
class Setting:
    """What a template is filled with.

    `known` is what references mean, `blocks` are templates of whole paragraphs, `draft` the rows
    with their names; `template` is the authors' own, else the skeleton for these results.
    """

    draft: Draft
    known: References
    blocks: dict[str, str]
    template: str


def setting(
    released: Released,
    tables: Sequence[Table],
    figures: Mapping[str, str],
    template: str = "",
) -> Setting:
    """What a template may say in these results.

    `figures` maps their keys to their numbers. Citations are numbered in the order in which
    `template` names them; without one, in that of the skeleton.
    """
    known = draft(released)
    own = template or skeleton(known, [t.key for t in tables], list(figures))
    blocks = {
        "methods": methods_template(known),
        "limitations": limitations_template(known, [table.key for table in tables]),
        "further_methods": further_methods_template(
            known,
            [table.key for table in tables if is_supplementary(table)],
            [key for key, number in figures.items() if number.startswith(LETTER)],
        ),
    }
    keys = cited(used_blocks(own, blocks))
    words = citation_words(keys, released.style.citations)
    words |= {f"table.{table.key}": table.label or table.title for table in tables}
    words |= {f"figure.{key}": f"Figure {number}" for key, number in figures.items()}
    words |= declared_numbers(released.study, released.style)
    blocks["references"] = reference_list(keys)
    return Setting(known, references(released, known.named, words), blocks, own)
