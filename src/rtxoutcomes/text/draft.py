"""Writing a template: sentences with references that the results are known to fill."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rtxoutcomes.disclose import Released
from rtxoutcomes.results import ALL
from rtxoutcomes.tables.select import Number, rows_at
from rtxoutcomes.text.values import attribute_text


@dataclass(frozen=True, slots=True)
class Draft:
    """The rows of released results by the name a text calls them, and the study's words.

    Of several rows of one name the reported one is kept, as a reference without a method means.
    """

    rows: Mapping[str, Number]
    every: tuple[Number, ...]
    groups: tuple[str, ...]
    about: Mapping[str, str]

    def row(self, name: str) -> Number | None:
        return self.rows.get(name)

    def has(self, name: str, attribute: str = "") -> bool:
        """Whether the row is there, could be given, and has that attribute."""
        row = self.rows.get(name)
        fine = row is not None and row.status in ("ok", "bound_only")
        return fine and row is not None and attribute_text(row, attribute) is not None

    def of(self, analysis: str) -> tuple[Number, ...]:
        return tuple(row for row in self.every if row.analysis == analysis)

    def scores(self) -> tuple[str, ...]:
        """The names of the study's scores."""
        prefix = "score."
        return tuple(k.removeprefix(prefix) for k in self.about if k.startswith(prefix))


def draft(released: Released) -> Draft:
    """What a template can be written from."""
    every = rows_at(released, range(len(released.estimates)))
    rows: dict[str, Number] = {}
    for row in every:
        if row.name not in rows or (row.role == "reported" != rows[row.name].role):
            rows[row.name] = row
    groups = tuple(dict.fromkeys(row.group for row in every if row.group != ALL))
    return Draft(rows, every, groups, released.about)


def ref(*parts: str) -> str:
    """`{{ edss.NMOSD.mean_change.ci }}`."""
    return f"{{{{ {'.'.join(parts)} }}}}"


def exposure_words(known: Draft, term: str) -> str:
    """`whatsapp_message` with the channel as a reference: `{{ channel.whatsapp }} message`."""
    prefix = "channel."
    names = [key.removeprefix(prefix) for key in known.about if key.startswith(prefix)]
    # The longest: the name of one channel may begin that of another.
    channel = max((n for n in names if term.startswith(f"{n}_")), key=len, default="")
    rest = term.removeprefix(f"{channel}_").replace("_", " ")
    return f"{ref('channel', channel)} {rest}" if channel else rest


def listed(parts: Sequence[str]) -> str:
    """`a, b and c`."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} and {parts[-1]}"
