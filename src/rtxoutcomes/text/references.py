"""`{{ edss.NMOSD.mean_change.ci }}`: what a reference may be, and the row it names."""

import difflib
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, get_args

from rtxoutcomes.disclose import Released
from rtxoutcomes.presentation.families import family_words
from rtxoutcomes.presentation.outcomes import outcome_words, primary_words
from rtxoutcomes.presentation.plan import unplanned_text
from rtxoutcomes.presentation.printed import month_text
from rtxoutcomes.presentation.rows import index
from rtxoutcomes.presentation.words import time_origin, words_of
from rtxoutcomes.results.number import Number
from rtxoutcomes.results.row import Role
from rtxoutcomes.study import Study
from rtxoutcomes.style import DEFAULT, Style
from rtxoutcomes.text.emphasis import number_list
from rtxoutcomes.text.group_names import name_in_text
from rtxoutcomes.text.model import Piece
from rtxoutcomes.text.renamed import renamed
from rtxoutcomes.text.values import ATTRIBUTES, attribute_text
from rtxoutcomes.wording import in_running_text, one_patient

STUDY = "study"
WORDS = (
    *("diagnosis", "group", "name", "patients", "patient", "score", "in_text", "label_in_text"),
    *("unit", "channel", "activity", "activities"),
)
LITERAL = "="
CITE = "cite."
# edss.NMOSD.signed_rank[Pratt].p | 3
_FORM = re.compile(
    r"^(?P<name>[^\[\]|]+?)(?:\[(?P<method>[^\]]+)\](?:\.(?P<after>\w+))?)?\s*(?:\|\s*(?P<digits>[0-6]))?$"
)
_NUMBER = re.compile(r"(\d+)")
_CONTRAST = re.compile(r"\.([\w+-]+)\.(\w+):vs ([\w+-]+)$")
UNDECLARED = (
    "is the P value of a test that no declared family has, and is not printed; declare it, or ask "
    'for every test by p_values = "all" in [report] of the study file'
)
_CLOSE, _NEAREST = 0.5, 1
# endpoint.group.term and no more: what comes after is an attribute.
_PARTS = 3

Named = Mapping[str, Sequence[Number]]


class Asked(NamedTuple):
    """The row that a reference names, and what of it is asked for."""

    number: Number
    name: str
    attribute: str
    digits: int | None


class UnknownReference(Exception):
    """A reference without a row: why, and the nearest known one."""

    def __init__(self, must: str, nearest: str = "") -> None:
        super().__init__(must)
        self.must, self.nearest = must, nearest


class UnknownName(UnknownReference):
    """A name that no row has."""

    def __init__(self, name: str, nearest: str = "") -> None:
        super().__init__("is not known", nearest)
        self.name = name


def named(rows: Iterable[Number]) -> Named:
    """The rows by name, `endpoint.group.term`: those of one name in their order."""
    by_name: dict[str, list[Number]] = {}
    for row in rows:
        by_name.setdefault(row.name, []).append(row)
    return by_name


def asked(rows: Named, reference: str) -> Asked:
    """The row of a reference, with the attribute and the decimals asked for.

    Raises
    ------
    UnknownReference
        There is no such row or attribute, or several rows fit.
    """
    parts = _FORM.match(reference)
    if parts is None:
        raise UnknownReference("is not of the form endpoint.group.term.attribute")
    name, attribute = _split(rows, parts["name"].strip(), parts["after"])
    number = _row(rows, name, parts["method"] or "")
    return Asked(number, name, attribute, int(parts["digits"]) if parts["digits"] else None)


def _row(rows: Named, name: str, method: str) -> Number:
    same = rows.get(name, ())
    if not same:
        raise UnknownName(name)
    if method:
        fitting = [row for row in same if method in (row.method, row.method_key)]
        fitting = fitting or [row for row in same if method.lower() in row.method.lower()]
        if not fitting:
            methods = "; ".join(row.method for row in same)
            raise UnknownReference(f"has no method with {method!r}; it has {methods}")
    else:
        # Without a method the reported row is meant, else an alternative, else a sensitivity.
        role = min((row.role for row in same), key=get_args(Role).index)
        fitting = [row for row in same if row.role == role]
    if len(fitting) > 1:
        methods = "; ".join(f"[{row.method}]" for row in fitting)
        raise UnknownReference(f"fits several rows; name one by its method: {methods}")
    return fitting[0]


def _split(rows: Named, name: str, after: str | None) -> tuple[str, str]:
    """A name and its attribute: the last part, where a row is named by those before it."""
    attribute = after or ""
    if after is None and name not in rows and name.count(".") >= _PARTS:
        head, _, last = name.rpartition(".")
        if head in rows:
            name, attribute = head, last
    # `term` is what the attribute was called before.
    attribute = "quantity" if attribute == "term" else attribute
    if attribute and attribute not in ATTRIBUTES:
        near = difflib.get_close_matches(attribute, ATTRIBUTES, _NEAREST, _CLOSE)
        nearest = f"{name}.{near[0]}" if near else ""
        raise UnknownReference(f"has no attribute {attribute!r}", nearest)
    return name, attribute


@dataclass(frozen=True, slots=True)
class References:
    """Everything a text may refer to: rows of the results, words of the study, and `others`.

    `rows` are those of each name, `endpoint.group.term`; `others` maps whole references
    (`table.safety`, `cite.wilson1927`) to their text; a text is set in `style`.
    `undeclared` are the names of tests that are not printed, since no declared family has them.
    """

    study: Study
    rows: Named
    words: Mapping[str, str]
    others: Mapping[str, str] = field(default_factory=dict)
    undeclared: frozenset[str] = frozenset()
    style: Style = DEFAULT

    def find(self, reference: str) -> Piece:
        """The text of a reference, with the row behind it.

        Raises
        ------
        UnknownReference
            There is no such row, word, table or attribute, or several rows fit.
        """
        if reference.startswith(LITERAL):
            return Piece(reference.removeprefix(LITERAL).strip(), reference)
        known = self.others.get(reference, self.words.get(reference))
        # A score may be called `cite`; its references have more parts.
        if known is None and reference.startswith(CITE) and reference.count(".") == 1:
            known = self._cited(reference.removeprefix(CITE))
        if known is not None:
            return Piece(known, reference)
        try:
            number, name, attribute, digits = asked(self.rows, reference)
        except UnknownName as unknown:
            head, _, last = unknown.name.rpartition(".")
            asked_for = head if last in ATTRIBUTES else unknown.name
            if self.undeclared.intersection((unknown.name, asked_for)):
                raise UnknownReference(UNDECLARED) from None
            raise UnknownName(unknown.name, self._nearest(unknown.name)) from None
        text = attribute_text(self.study, number, attribute, digits)
        if text is None:
            exact = f"{name}[{number.method}]" if "[" in reference else name
            raise UnknownReference(*self._lacks(number, exact, attribute))
        return Piece(text, reference, (number.place,))

    def _cited(self, keys: str) -> str:
        """`[2,3]` for two papers at once."""
        numbers = [self.others.get(f"{CITE}{key}") for key in keys.split("+")]
        if any(number is None for number in numbers):
            raise UnknownReference("is no paper", self._nearest(f"{CITE}{keys}"))
        before, _, after = _NUMBER.split(str(numbers[0]), maxsplit=1)
        cited = sorted({int(_NUMBER.findall(str(number))[0]) for number in numbers})
        return f"{before}{number_list(cited, self.style.citations.range)}{after}"

    def _nearest(self, name: str) -> str:
        """The known reference that is most like `name`, or like what that is called now."""
        head, dot, last = name.rpartition(".")
        if last in ATTRIBUTES and name.count(".") >= _PARTS:
            nearest = self._nearest(head)
            return f"{nearest}{dot}{last}" if nearest else ""
        now = renamed(name)
        # Contrasts had the earlier diagnosis first.
        turned = _CONTRAST.sub(r".\3.\2:vs \1", now)
        now = turned if now not in self.rows and turned in self.rows else now
        known = [*self.rows, *self.undeclared, *self.words, *self.others]
        # Of the same endpoint and group, where there are rows of both.
        own = ".".join([*now.split(".")[: _PARTS - 1], ""])
        for among in ([each for each in known if each.startswith(own)], known):
            near = difflib.get_close_matches(now, among, _NEAREST, _CLOSE)
            if near:
                return near[0]
        return ""

    def _lacks(self, number: Number, name: str, attribute: str) -> tuple[str, str]:
        having = [
            key
            for key in ATTRIBUTES
            if key != "estimate" and attribute_text(self.study, number, key) is not None
        ]
        if attribute.startswith("p") and name in self.undeclared:
            return UNDECLARED, f"{name}.{having[0]}"
        what = attribute or "estimate"
        return f"has no {what}; it has .{', .'.join(having)}", f"{name}.{having[0]}"


def well_formed(reference: str) -> bool:
    """Whether a text could refer to anything by these words, whatever the results hold."""
    return reference.startswith(LITERAL) or _FORM.match(reference) is not None


def references(
    released: Released, rows: Named, others: Mapping[str, str] | None = None
) -> References:
    """All that a text may refer to in these results; `rows` and `others` as in `References`."""
    known = index(released)
    printed = {row.name for row in known.rows if not math.isnan(row.p_value)}
    tested = {row.name for row in known.all_rows if not math.isnan(row.p_value)}
    hidden = {row.name for row in known.all_rows}.difference(row.name for row in known.rows)
    undeclared = frozenset(hidden | (tested - printed))
    return References(
        released.study, rows, words(released), others or {}, undeclared, released.style
    )


def _months(released: Released) -> str:
    """The months of follow-up that were a condition for inclusion; empty if not declared."""
    least = released.study.study.minimum_follow_up_months
    return "" if least is None else month_text(least, released.style.numbers.decimal_mark)


def words(released: Released) -> dict[str, str]:
    """`study.drug`, `diagnosis.RRMS`, `activity.whatsapp:message`: reference to the words."""
    study = released.study
    found = {
        f"{STUDY}.id": study.id,
        f"{STUDY}.title": study.study.title,
        f"{STUDY}.drug": study.study.drug,
        f"{STUDY}.drug_in_text": in_running_text(study.study.drug),
        f"{STUDY}.design": study.study.design,
        f"{STUDY}.guideline": study.guideline,
        f"{STUDY}.primary": primary_words(study),
        f"{STUDY}.minimum_follow_up": _months(released),
        f"{STUDY}.reference": study.study.reference,
        f"{STUDY}.relapse": study.relapse.label,
        **{f"{STUDY}.{name}": word for name, word in study.relapse.words.items()},
        f"{STUDY}.time_origin": time_origin(study),
        f"{STUDY}.family": study.multiplicity.chosen or "",
        f"{STUDY}.mark": released.mark,
        f"{STUDY}.origin": released.origin,
    }
    found |= {f"{STUDY}.{name}": text for name, text in outcome_words(study).items()}
    declared = enumerate(study.multiplicity.declared, start=1)
    found |= _of_plan(study)
    found |= {f"{STUDY}.family_{place}": family_words(study, each) for place, each in declared}
    found |= {f"{STUDY}.group": study.group_noun, f"{STUDY}.groups": study.group_nouns}
    found |= {f"{STUDY}.Groups": words_of(study.group_nouns)}
    found |= {f"diagnosis.{d.code}": d.label for d in study.diagnoses}
    found |= {f"group.{code}": study.label_in_text(code) for code in study.codes}
    found |= {f"name.{code}": name_in_text(study, code) for code in study.codes}
    found |= {f"{STUDY}.event_label": study.relapse.label}
    found |= {f"in_text.{score.name}": score.in_text for score in study.scores}
    found |= {f"in_text.{block.name}": in_running_text(block.label) for block in study.confirmed}
    found |= {f"label_in_text.{score.name}": score.label_within for score in study.scores}
    found |= {f"variable.{v.name}": v.in_text for v in study.variables}
    found |= {f"patients.{code}": study.patients(code) for code in study.codes}
    found |= {f"patient.{code}": one_patient(study.patients(code)) for code in study.codes}
    found |= {f"score.{score.name}": score.label for score in study.scores}
    found |= {f"unit.{score.name}": score.unit for score in study.scores}
    found |= {f"channel.{c.name}": c.label or c.name for c in study.channels}
    activities = [(c, activity) for c in study.channels for activity in c.activities]
    found |= {f"activities.{c.name}:{name}": c.activity_plural(name) for c, name in activities}
    return found | {f"activity.{c.name}:{name}": c.activity_label(name) for c, name in activities}


def _of_plan(study: Study) -> dict[str, str]:
    """Where the plan was deposited, as stated, and what is no part of it."""
    recorded = study.recorded_plan
    deposited = "" if recorded is None else recorded.deposited
    words = {"plan": deposited, "unplanned": unplanned_text(study)}
    return {f"{STUDY}.{name}": text for name, text in words.items() if text}
