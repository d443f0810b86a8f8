"""The supplement: further methods, tables S1, S2, ... and figures S1, S2, ..."""

from rtxoutcomes.text.draft import ref

TEMPLATE = """\
# Supplement

*{mark}*

Supplement to: {title}

## Supplementary methods

{{{{ block.further_methods }}}}

{{{{ block.supplement }}}}

{{{{ block.figures }}}}

## References

{{{{ block.references }}}}
"""


def supplement_template() -> str:
    """The template of the supplement; it is generated, and not for authors to write on."""
    return TEMPLATE.format(mark=ref("study", "mark"), title=ref("study", "title"))
