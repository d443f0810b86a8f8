"""`{{ edss.NMOSD.mean_change.ci }}`: what a reference may say, and the row it means."""

import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from rtxoutcomes.disclose import Released
from rtxoutcomes.tables.select import Number
from rtxoutcomes.text.values import ATTRIBUTES, attribute_text

STUDY = "study"
WORDS = ("diagnosis", "score", "unit", "channel")
LITERAL = "="
CITE = "cite."
# edss.NMOSD.signed_rank[Pratt].p | 3
_FORM = re.compile(
    r"^(?P<name>[^\[\]|]+?)(?:\[(?P<method>[^\]]+)\](?:\.(?P<after>\w+))?)?\s*(?:\|\s*(?P<digits>[0-6]))?$"
)
_CLOSE, _NEAREST = 0.5, 1
# endpoint.group.term and no more: what comes after is an attribute.
_PARTS = 3


@dataclass(frozen=True, slots=True)
class Found:
    """What a reference stands for: its text, and the rows behind it."""

    text: str
    sources: tuple[int, ...] = ()


class UnknownReference(Exception):
    """A reference that stands for nothing; says why, and which known one is nearest."""

    def __init__(self, must: str, nearest: str = "") -> None:
        super().__init__(must)
        self.must, self.nearest = must, nearest


@dataclass(frozen=True, slots=True)
class References:
    """Everything a text may refer to: rows of the results, words of the study, and `others`.

    `rows` are those of each name, `endpoint.group.term`; `others` maps whole references
    (`table.safety`, `cite.wilson1927`) to their text.
    """

    rows: Mapping[str, Sequence[Number]]
    words: Mapping[str, str]
    others: Mapping[str, str] = field(default_factory=dict)

    def find(self, reference: str) -> Found:
        """The text of a reference.

        Raises
        ------
        UnknownReference
            There is no such row, word, table or attribute, or several rows fit.
        """
        if reference.startswith(LITERAL):
            return Found(reference.removeprefix(LITERAL).strip())
        known = self.others.get(reference, self.words.get(reference))
        if known is None and reference.startswith(CITE):
            known = self._cited(reference.removeprefix(CITE))
        if known is not None:
            return Found(known)
        parts = _FORM.match(reference)
        if parts is None:
            raise UnknownReference("is not of the form endpoint.group.term.attribute")
        name, attribute = self._split(parts["name"].strip(), parts["after"])
        number = self._row(name, parts["method"] or "")
        digits = int(parts["digits"]) if parts["digits"] else None
        text = attribute_text(number, attribute, digits)
        if text is None:
            raise UnknownReference(*_lacks(number, name, attribute))
        return Found(text, (number.place,))

    def _cited(self, keys: str) -> str:
        """`[2,3]` for two papers at once."""
        found = [self.others.get(f"{CITE}{key}") for key in keys.split("+")]
        if any(number is None for number in found):
            raise UnknownReference("is no paper", self._nearest(f"{CITE}{keys}"))
        return f"[{','.join(str(number).strip('[]') for number in found)}]"

    def _row(self, name: str, method: str) -> Number:
        named = self.rows.get(name, ())
        if not named:
            raise UnknownReference("is not known", self._nearest(name))
        rows = [row for row in named if method.lower() in row.method.lower()]
        if not rows:
            methods = "; ".join(row.method for row in named)
            raise UnknownReference(f"has no method with {method!r}; it has {methods}")
        # Without a method the reported row is meant; one that only stands beside is, if alone.
        best = rows if method else [r for r in rows if r.role == "reported"] or rows
        if len(best) > 1:
            methods = "; ".join(f"[{row.method}]" for row in best)
            raise UnknownReference(f"fits several rows; name one by its method: {methods}")
        return best[0]

    def _split(self, name: str, after: str | None) -> tuple[str, str]:
        """A name and its attribute: the last part, where a row is named by those before it."""
        attribute = after or ""
        if after is None and name.count(".") >= _PARTS:
            head, _, last = name.rpartition(".")
            if head in self.rows:
                name, attribute = head, last
        if attribute and attribute not in ATTRIBUTES:
            near = difflib.get_close_matches(attribute, ATTRIBUTES, _NEAREST, _CLOSE)
            nearest = f"{name}.{near[0]}" if near else ""
            raise UnknownReference(f"has no attribute {attribute!r}", nearest)
        return name, attribute

    def _nearest(self, name: str) -> str:
        known = [*self.rows, *self.words, *self.others]
        near = difflib.get_close_matches(name, known, _NEAREST, _CLOSE)
        return near[0] if near else ""


def references(
    released: Released, rows: Sequence[Number], others: Mapping[str, str] | None = None
) -> References:
    """All that a text may refer to in these results; `rows` and `others` as in `References`."""
    words = {key: text for key, text in released.about.items() if key.partition(".")[0] in WORDS}
    words |= {f"{STUDY}.{k}": text for k, text in released.about.items() if "." not in k}
    words |= {f"{STUDY}.mark": released.mark, f"{STUDY}.origin": released.origin}
    named: dict[str, list[Number]] = {}
    for row in rows:
        named.setdefault(row.name, []).append(row)
    return References(named, words, others or {})


def _lacks(number: Number, name: str, attribute: str) -> tuple[str, str]:
    having = [key for key in ATTRIBUTES if key != "estimate" and _has(number, key)]
    what = attribute or "estimate"
    return f"has no {what}; it has .{', .'.join(having)}", f"{name}.{having[0]}"


def _has(number: Number, attribute: str) -> bool:
    return attribute_text(number, attribute) is not None
