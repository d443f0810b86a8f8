"""The text of a drafted study file."""

from rtxoutcomes.draft.model import Draft
from rtxoutcomes.study.schema_version import NEWEST
from rtxoutcomes.study.template import COMMENTS, document_text

_HEAD = f"""\
# A study file drafted from the files. Check scales, windows and steps; replace everything in
# [brackets]. Keys: docs/study-file.md; `rtxoutcomes init DIR` without --from lists every one.

schema_version = "{NEWEST}"
"""


def study_text(draft: Draft) -> str:
    """The study file as TOML, with a comment on what was guessed or is asked."""
    document = {name: block for name, block in draft.study.items() if block}
    return document_text(document, {**COMMENTS, **draft.study_notes}, _HEAD)
