"""A study file to fill in, with the groups, scores and windows of a study that is there."""

import json
import re
from collections.abc import Mapping, Sequence

from rtxoutcomes.study.key_words import key_words
from rtxoutcomes.study.model import Study
from rtxoutcomes.study.schema_version import NEWEST

# What belongs to the study that served as the pattern, and would be untrue of any other.
_NOT_COPIED = ("claims", "synthesis", "schema_version")
_HEAD = """\
# A study file to fill in. Replace everything in [brackets], and change groups, scores, windows and
# channels that differ in your study. Every key is explained in docs/study-file.md; a misspelt key
# is refused. In the folder of the tables (NAME.study.toml next to a single file NAME.csv) it is
# found without --study.

schema_version = "{form}"  # of the keys below
"""
_PLACEHOLDERS = {
    "id": "my_study",
    "title": "[Title of the study]",
    "drug": "[Drug and dose]",
}
# Short comments by the path of their key or block.
COMMENTS = {path: words.note for path, words in key_words().items() if words.note}

# Blocks that the study which serves as the pattern may lack, to be uncommented.
_OPTIONAL = {
    "outcomes": """\
# One block for each outcome with a role; only roles that were declared.
# [[outcomes]]
# endpoint = "relapse"  # or a score, time_to_relapse, adverse_events
# role = "primary"  # primary, secondary or exploratory
# [outcomes.estimand]
# population = "[Whom the estimate is about]"
# variable = "[What is measured in each patient, and when]"
# summary = "[How the groups are summarised or compared]"
# [outcomes.estimand.intercurrent_events]
# "[An event that may hinder or change the outcome]" = "[How it is handled]"
""",
    "report": """\
# What the main manuscript holds; all else is in the supplement. Without a key: the default.
# [report]
# tables = ["baseline_characteristics", "relapse_outcomes", "score_change", "safety"]
# figures = ["participant_flow", "time_to_relapse"]
# statistic = "median"  # of characteristics and changes; or mean
# p_values = "declared"  # or "all": tests outside every family too
""",
}


def study_template(study: Study) -> str:
    """The text of a study file that reads back with the plan of `study`.

    Title, drug and id are placeholders. Reference, claims, counts of excluded patients and the
    margins of a synthetic cohort are not copied, since they belong to that study alone.
    """
    document = study.model_dump(mode="json", exclude_unset=True)
    kept = {k: v for k, v in document["study"].items() if k not in (*_PLACEHOLDERS, "reference")}
    document |= {"study": _PLACEHOLDERS | kept}
    document.get("missing", {}).pop("excluded", None)
    kept_blocks = {k: v for k, v in document.items() if k not in _NOT_COPIED and v}
    written = document_text(kept_blocks, COMMENTS, _HEAD.format(form=NEWEST))
    optional = (text for name, text in _OPTIONAL.items() if not document.get(name))
    return "\n".join([written, *optional])


def document_text(document: Mapping[str, object], comments: Mapping[str, str], head: str) -> str:
    """The text of a study file under `head`, with comments by the path of their block or key."""
    return "\n".join([head, *(_block(name, block, comments) for name, block in document.items())])


def _block(name: str, content: object, known: Mapping[str, str]) -> str:
    """One block of the file, under a comment that says what it is for."""
    parts = content if isinstance(content, list) else [content]
    header = f"[[{name}]]" if isinstance(content, list) else f"[{name}]"
    about = f"# {known[name]}\n" if name in known else ""
    # A comment of a key that was commented once would only be in the way.
    comments = [known if k == 0 else {} for k in range(len(parts))]
    return about + "".join(
        _table(name, header, *each) for each in zip(parts, comments, strict=True)
    )


def _table(name: str, header: str, keys: Mapping[str, object], comments: Mapping[str, str]) -> str:
    """A header with its keys, then the tables within it."""
    tables = {key: value for key, value in keys.items() if _holds_more(value)}
    lines = [_line(k, v, comments.get(f"{name}.{k}")) for k, v in keys.items() if k not in tables]
    nested = [
        _table(f"{name}.{key_text(k)}", f"[{name}.{key_text(k)}]", v, comments)
        for k, v in tables.items()
        if isinstance(v, Mapping)
    ]
    head = [f"{header}\n"] if lines or not nested else []
    return "".join([*head, *lines, *nested])


def _holds_more(value: object) -> bool:
    """Whether a value needs a table of its own: it does not fit into one line."""
    return isinstance(value, Mapping) and any(
        isinstance(item, Mapping | list) for item in value.values()
    )


def _line(key: str, value: object, comment: str | None) -> str:
    text = f"{key_text(key)} = {value_text(value)}"
    return f"{text}  # {comment}\n" if comment else f"{text}\n"


def key_text(key: str) -> str:
    """A key of TOML, in quotation marks where it needs them."""
    return key if re.fullmatch(r"[A-Za-z][A-Za-z0-9_-]*", key) else _text(key)


def value_text(value: object) -> str:
    """A value of TOML on one line."""
    if isinstance(value, Mapping):
        if not value:
            return "{}"
        return f"{{ {', '.join(f'{key_text(k)} = {value_text(v)}' for k, v in value.items())} }}"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return _list(value)
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return _text(value) if isinstance(value, str) else json.dumps(value)


def _list(values: Sequence[object]) -> str:
    items = [value_text(value) for value in values]
    if any(isinstance(value, Mapping) for value in values):
        return "".join(["[\n", *(f"  {item},\n" for item in items), "]"])
    return f"[{', '.join(items)}]"


def _text(text: str) -> str:
    """A string of TOML: that of JSON, which leaves one control character as it is."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
