"""Writing a template: sentences with references that the results are known to fill."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeGuard

from rtxoutcomes.disclose import Released
from rtxoutcomes.presentation.families import in_words
from rtxoutcomes.presentation.rows import Index, index
from rtxoutcomes.presentation.words import outcome_label
from rtxoutcomes.results.number import Number
from rtxoutcomes.results.quantity import Quantity
from rtxoutcomes.results.row import ALL, DIAGNOSIS
from rtxoutcomes.study import Study
from rtxoutcomes.text.markdown import segments
from rtxoutcomes.text.references import Named, UnknownReference, asked, named
from rtxoutcomes.text.values import attribute_text
from rtxoutcomes.wording import in_running_text

GIVEN = ("ok", "bound_only")
EVENT, EVENTS = "{{ study.event }}", "{{ study.events }}"
# `{ci}` or `{}` in a sentence on a row; a reference in double braces holds spaces.
_ATTRIBUTE = re.compile(r"\{(\w*)\}")


@dataclass(frozen=True, slots=True)
class Draft:
    """What a template can be written from: the released rows, and what references name them.

    `origin` is where the data come from, as in `Released`.
    """

    index: Index
    named: Named
    origin: str = ""

    def has(self, row: Number | None, attribute: str = "") -> TypeGuard[Number]:
        """Whether the row is there, could be given, and has that attribute."""
        if row is None or row.status not in GIVEN:
            return False
        # Where a bound is given its other attributes print why they are missing.
        own = {"p": row.p_value, "p_value": row.p_value, "p_adjusted": row.p_adjusted}
        if math.isnan(own.get(attribute, 0.0)):
            return False
        return attribute_text(self.index.study, row, attribute) is not None

    def reference(self, row: Number, attribute: str = "") -> str:
        """`edss.NMOSD.mean_change.ci`: what names this row and no other; empty where nothing does.

        The method follows in brackets where rows share the name.
        """
        ending = f".{attribute}" if attribute else ""
        candidates = (f"{row.name}{ending}", f"{row.name}[{row.method}]{ending}")
        return next((c for c in candidates if self._names(c, row, attribute)), "")

    def ref(self, row: Number, attribute: str = "") -> str:
        """`{{ edss.NMOSD.mean_change.ci }}`; the text itself where no reference names the row."""
        reference = self.reference(row, attribute)
        return (
            ref(reference) if reference else attribute_text(self.index.study, row, attribute) or ""
        )

    def patients(self, row: Number, attribute: Literal["n", "dropped"] = "n") -> str:
        """A number of patients as sentences have it: in words where the style has them."""
        count = row.n if attribute == "n" else row.dropped
        in_letters = 0 < count < row.style.numbers.words_below
        return in_words(count) if in_letters else self.ref(row, attribute)

    def months(self, row: Number) -> str:
        """`12 months`, `1 month`: the time of a row."""
        return f"{self.ref(row, 'months')} {'month' if row.month == 1 else 'months'}"

    def sentence(self, row: Number, words: str) -> str:
        """The words with references to the row: `{ci}` becomes one to its interval."""
        return _ATTRIBUTE.sub(lambda found: self.ref(row, found[1]), words)

    def all_given(self, rows: Sequence[Number | None], attribute: str = "") -> list[Number]:
        """The rows, if each is there, could be given and has the attribute; else none."""
        given = [row for row in rows if self.has(row, attribute)]
        return given if len(given) == len(rows) else []

    def by_month(self, key: str, group: str, quantity: Quantity) -> list[Number | None]:
        """A quantity of a group at each of its months, for the endpoint of that analysis."""
        months = self.index.months(key, key, quantity)
        return [self.index.answers(key, key, month).first(group, quantity) for month in months]

    def who(self, group: str) -> str:
        """`patients with {{ name.SPMS }}`, `{{ patients.female }}`, `all patients`."""
        if group == ALL:
            return "all patients"
        return f"patients with {self.among(group)}" if self.by_diagnosis else self.among(group)

    def among(self, group: str) -> str:
        """The group after `in`: `{{ name.SPMS }}`, `{{ patients.female }}`."""
        return ref("name" if self.by_diagnosis else "patients", group)

    def having(self, group: str) -> str:
        """The group after a count: `with {{ name.SPMS }}`, `{{ patients.female }}`."""
        return f"with {self.among(group)}" if self.by_diagnosis else self.among(group)

    def of_group(self, group: str) -> str:
        """The group after an estimate, where there are several: ` with {{ name.SPMS }}`."""
        if len(self.index.groups) == 1:
            return ""
        return f" {'with' if self.by_diagnosis else 'in'} {self.among(group)}"

    @property
    def by_diagnosis(self) -> bool:
        return self.index.study.grouping == DIAGNOSIS

    def _names(self, reference: str, row: Number, attribute: str) -> bool:
        """Whether the reference, as a template holds it, is read as this row and attribute.

        Names hold words of the data, such as a category with a bracket, which may not be readable.
        """
        if [segment.text for segment in segments(ref(reference), "")] != [reference]:
            return False
        try:
            means = asked(self.named, reference)
        except UnknownReference:
            return False
        return (means.number.place, means.attribute, means.digits) == (row.place, attribute, None)


def draft(released: Released) -> Draft:
    """What a template can be written from."""
    rows = index(released)
    return Draft(rows, named(rows.rows), released.origin)


def noun(known: Draft, form: Literal["group", "groups", "Groups"]) -> str:
    """What texts call a group, or several; a reference where the words are the authors'."""
    study = known.index.study
    if study.grouping != DIAGNOSIS or study.study.group_noun or study.study.group_nouns:
        return ref("study", form)
    return {"group": "diagnosis", "groups": "diagnoses", "Groups": "Diagnoses"}[form]


def filled_words(known: Draft, words: str) -> str:
    """Words of an endpoint with references to what the study calls its groups and its event."""
    events = {name: ref("study", name) for name in ("event", "events", "Event", "Events")}
    return words.format(groups=noun(known, "groups"), **events)


def ref(*parts: str) -> str:
    """`{{ diagnosis.NMOSD }}`."""
    return f"{{{{ {'.'.join(parts)} }}}}"


def words_in_text(study: Study, endpoint: str) -> str:
    """An endpoint within a sentence: `{{ in_text.edss }}`, `{{ study.event }}`."""
    scores, changes = ({own.name for own in each} for each in (study.scores, study.confirmed))
    if endpoint in scores | changes:
        return ref("in_text", endpoint)
    if endpoint == "relapse":
        return ref("study", "event")
    return in_running_text(outcome_label(study, endpoint))


def exposure_words(channel: str, activity: str) -> str:
    """An activity in its channel: `{{ channel.whatsapp }} {{ activity.whatsapp:message }}`."""
    return f"{ref('channel', channel)} {ref('activity', f'{channel}:{activity}')}"


def exposures_words(channel: str, activity: str) -> str:
    """The plural of an activity in its channel."""
    return f"{ref('channel', channel)} {ref('activities', f'{channel}:{activity}')}"


def listed(parts: Sequence[str], last: str = "and") -> str:
    """`a, b and c`."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {last} {parts[-1]}"
