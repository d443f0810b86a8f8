"""The first screen of the page: what was studied, and the main results as tiles.

Everything is a template with references, as the manuscript is; a tile is omitted where nothing was
collected.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rtxoutcomes.presentation.printed import TOO_FEW, has_interval
from rtxoutcomes.presentation.rows import WITHOUT_DATA
from rtxoutcomes.results.number import Number
from rtxoutcomes.results.quantity import Quantity
from rtxoutcomes.results.row import ALL
from rtxoutcomes.study import Score
from rtxoutcomes.text.draft import Draft, ref
from rtxoutcomes.text.group_names import is_abbreviated

EVENT, EVENTS, EVENT_LABEL = (ref("study", each) for each in ("event", "Events", "event_label"))
FOLLOW_UP = (Quantity.MEDIAN, Quantity.LOWER_QUARTILE, Quantity.UPPER_QUARTILE)


@dataclass(frozen=True, slots=True)
class Line:
    """A group in a tile: its name and its values, and the row that is drawn as an interval."""

    name: str
    values: tuple[str, ...]
    row: Number | None = None


@dataclass(frozen=True, slots=True)
class Tile:
    """One result: `main` is printed large, `words` continue it; `lines` are under `columns`."""

    title: str
    main: str
    words: str
    columns: tuple[str, ...] = ()
    lines: tuple[Line, ...] = ()


def tiles(known: Draft) -> list[Tile]:
    """The tiles of what was collected, in the order of the manuscript."""
    return [
        *_occurrence(known),
        *_rate(known),
        *(tile for score in known.index.study.scores for tile in _change(known, score)),
        *_safety(known),
    ]


def follow_up(known: Draft) -> str:
    """How long the patients were followed; empty where it is not given."""
    answers = known.index.answers("baseline", "follow_up_months")
    rows = known.all_given([answers.first(ALL, quantity) for quantity in FOLLOW_UP])
    if not rows:
        return ""
    median, lower, upper = map(known.ref, rows)
    if rows[1].estimate == rows[2].estimate:
        return f"Follow-up was {median} months."
    return f"Median follow-up was {median} months (quartiles {lower} and {upper})."


def _groups(known: Draft) -> tuple[str, ...]:
    """The groups, and all patients after several."""
    return (*known.index.groups, ALL) if len(known.index.groups) > 1 else known.index.groups


def _name(known: Draft, group: str) -> str:
    """The declared abbreviation of a group, else its label, which keeps its capital here."""
    if group == ALL:
        return "All"
    study = known.index.study
    return study.abbreviation(group) if is_abbreviated(study, group) else study.label(group)


def _overall(known: Draft, analysis: str, endpoint: str, quantity: Quantity) -> Number | None:
    """The row of all patients, which a study of one group has as that group."""
    answers = known.index.answers(analysis, endpoint)
    return next(
        filter(None, (answers.first(g, quantity) for g in (ALL, *known.index.groups))), None
    )


def _estimate(known: Draft, row: Number | None) -> str:
    """The estimate with its interval, or why there is none."""
    if row is None:
        return "not estimated"
    if not known.has(row):
        why = known.ref(row, "note") if row.note and row.note not in TOO_FEW else ""
        return known.sentence(row, f"{{}}. {why}" if why else "{}")
    interval = " ({ci})" if known.has(row, "ci") else ""
    return known.sentence(row, f"{{}}{interval}")


def _without_limit(known: Draft, rows: Sequence[Number | None]) -> str:
    """Why the interval of a row has no upper limit; empty where each has one."""
    for row in rows:
        if known.has(row, "note") and has_interval(row) and math.isnan(row.conf_high):
            return known.sentence(row, "{note}")
    return ""


def _occurrence(known: Draft) -> Iterator[Tile]:
    row = _overall(known, "relapse", "relapse", Quantity.PROPORTION)
    if not known.has(row, "percent"):
        return
    month = known.index.study.relapse.risk_months
    risks = known.index.answers("relapse", "relapse", month)
    rows = {group: risks.first(group, Quantity.RISK) for group in _groups(known)}
    crude = known.index.answers("relapse", "relapse")
    lines = [
        Line(
            _name(known, group),
            (
                _counts(known, crude.first(group, Quantity.PROPORTION)),
                _estimate(known, rows[group]),
            ),
        )
        for group in _groups(known)
    ]
    at = next((own for own in rows.values() if known.has(own, "ci")), None)
    head = known.sentence(at, "Risk at {months} months ({level})") if at else "Risk"
    yield Tile(
        EVENT_LABEL,
        known.sentence(row, "{events} of {n} patients ({percent})"),
        f"had at least one {EVENT}.",
        ("n/N (%)", head),
        tuple(lines),
    )


def _counts(known: Draft, row: Number | None) -> str:
    if known.has(row, "percent"):
        return known.sentence(row, "{events}/{n} ({percent})")
    return _estimate(known, row)


def _rate(known: Draft) -> Iterator[Tile]:
    row = _overall(known, "relapse", "relapse", Quantity.RATE)
    if not known.has(row):
        return
    answers = known.index.answers("relapse", "relapse")
    rows = {group: answers.first(group, Quantity.RATE) for group in _groups(known)}
    interval = "{level} {ci}." if known.has(row, "ci") else ""
    yield Tile(
        f"Rate of {EVENT}",
        known.sentence(row, "{} per person-year"),
        " ".join(
            filter(None, (known.sentence(row, interval), _without_limit(known, [*rows.values()])))
        ),
        (EVENTS, known.sentence(row, "Rate ({level})") if interval else "Rate"),
        tuple(_line(known, group, own, "events") for group, own in rows.items()),
    )


def _line(known: Draft, group: str, row: Number | None, count: str) -> Line:
    """A group with a count, and its estimate or why there is none."""
    is_unknown = row is None or (count == "events" and row.events is None)
    counted = "" if row is None or is_unknown else known.ref(row, count)
    drawn = row if known.has(row) else None
    return Line(_name(known, group), (counted, _estimate(known, row)), drawn)


def _change(known: Draft, score: Score) -> Iterator[Tile]:
    log = score.scale == "log"
    answers = known.index.answers("change", score.name)
    quantity = Quantity.GEOMETRIC_MEAN_RATIO if log else Quantity.MEAN_CHANGE
    rows = {group: answers.first(group, quantity) for group in known.index.groups}
    if all(row is None or row.note in WITHOUT_DATA for row in rows.values()):
        return
    unit = f", {ref('unit', score.name)}" if score.unit else ""
    level = next((row for row in rows.values() if known.has(row, "ci")), None)
    head = known.sentence(level, "{level}") if level else "no interval"
    what = "Ratio" if log else "Mean change"
    yield Tile(
        f"{ref('score', score.name)}: change",
        "",
        f"From baseline to the last visit{'' if log else unit}. {_meaning(score, log=log)}".strip(),
        ("n", f"{what} ({head})"),
        tuple(_line(known, group, row, "n") for group, row in rows.items()),
    )


def _meaning(score: Score, *, log: bool) -> str:
    """Which side of no change is better."""
    null = "1" if log else "0"
    sides = {"worse": f"Below {null} is better.", "better": f"Above {null} is better."}
    what = "Ratio of geometric means, follow-up over baseline." if log else ""
    return " ".join(filter(None, (what, sides.get(score.higher_is, ""))))


def _safety(known: Draft) -> Iterator[Tile]:
    row = _overall(known, "safety", "adverse_events", Quantity.PROPORTION)
    if not known.has(row, "percent"):
        return
    interval = " ({level} {ci})" if known.has(row, "ci") else ""
    rate = _overall(known, "safety", "adverse_events", Quantity.RATE)
    serious = _overall(known, "safety", "adverse_events", Quantity.SERIOUS)
    sentences = [f"had at least one adverse event{known.sentence(row, interval)}."]
    if known.has(rate, "per_100"):
        sentences.append(known.sentence(rate, "Events per 100 person-years: {per_100}."))
    if known.has(serious, "percent"):
        sentences.append(known.sentence(serious, "Serious: {events} of {n} ({percent})."))
    main = known.sentence(row, "{events} of {n} patients ({percent})")
    yield Tile("Adverse events", main, " ".join(sentences))
