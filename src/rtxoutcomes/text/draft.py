"""Writing a template: sentences with references that the results are known to fill."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeGuard

from rtxoutcomes.disclose import Released
from rtxoutcomes.presentation.rows import Index, index
from rtxoutcomes.presentation.words import outcome_label
from rtxoutcomes.results.number import Number
from rtxoutcomes.study import Study
from rtxoutcomes.text.markdown import segments
from rtxoutcomes.text.references import Named, UnknownReference, asked, named
from rtxoutcomes.text.values import attribute_text

GIVEN = ("ok", "bound_only")


@dataclass(frozen=True, slots=True)
class Draft:
    """What a template can be written from: the released rows, and what references name them."""

    index: Index
    named: Named

    @property
    def study(self) -> Study:
        return self.index.study

    def has(self, row: Number | None, attribute: str = "") -> TypeGuard[Number]:
        """Whether the row is there, could be given, and has that attribute."""
        if row is None or row.status not in GIVEN:
            return False
        return attribute_text(self.study, row, attribute) is not None

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
        return ref(reference) if reference else attribute_text(self.study, row, attribute) or ""

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
    return Draft(rows, named(rows.rows))


def ref(*parts: str) -> str:
    """`{{ diagnosis.NMOSD }}`."""
    return f"{{{{ {'.'.join(parts)} }}}}"


def outcome_words(study: Study, endpoint: str) -> str:
    """An endpoint as a reference to its words: `{{ score.edss }}`."""
    if any(score.name == endpoint for score in study.scores):
        return ref("score", endpoint)
    return ref("study", "relapse") if endpoint == "relapse" else outcome_label(study, endpoint)


def exposure_words(channel: str, activity: str) -> str:
    """An activity in its channel: `{{ channel.whatsapp }} {{ activity.whatsapp:message }}`."""
    return f"{ref('channel', channel)} {ref('activity', f'{channel}:{activity}')}"


def listed(parts: Sequence[str]) -> str:
    """`a, b and c`."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} and {parts[-1]}"
