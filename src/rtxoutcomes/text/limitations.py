"""What the results cannot say, read off their statuses and notes."""

from collections.abc import Iterator

from rtxoutcomes.disclose import Released
from rtxoutcomes.results import ALL
from rtxoutcomes.tables.kinds import SMALLEST_P
from rtxoutcomes.tables.select import Number
from rtxoutcomes.tables.words import outcome_label
from rtxoutcomes.text.draft import Draft, listed, ref

# Events on which one covariate, or one proportion, can rest: below it every estimate is shaky.
FEW_EVENTS = 10
OUT_OF_REACH = "p_out_of_reach"
# Said in sentences of their own.
HANDLED = ("", "not_identifiable", "not_collected", "group_absent", "not_reached", OUT_OF_REACH)
NAMED_AT_MOST = 4
SYNTHETIC = (
    "The patients are made up ({{ study.mark }}): nothing here is a finding about real patients."
)
SINGLE = (
    "This is a {{ study.design }} study: what changed after baseline may be the treatment, the "
    "natural course, or the return of values that were extreme when treatment was chosen, and "
    "these cannot be told apart."
)
NOT_IDENTIFIABLE = (
    "Treatment and groups began together for every patient: what either did alone is not "
    "identifiable, and no effect of engagement shown here speaks of the groups as such."
)
UNADJUSTED = (
    "Many quantities were estimated; outside the declared family of tests nothing is adjusted for "
    "their number."
)


def limitations_template(known: Draft, released: Released) -> str:
    """A list with references: one item for each thing that the results cannot say."""
    items = [
        *([SYNTHETIC] if released.origin == "synthetic" else []),
        *_uncontrolled(known),
        *_not_identifiable(known),
        *_unequal_follow_up(known),
        *_few_events(known),
        *_unattainable(known),
        *_left_out(known, released),
        *_absent(known),
        *_not_collected(known),
        *_by_note(known, released),
        UNADJUSTED,
    ]
    return "\n".join(f"- {item}" for item in items)


def _uncontrolled(known: Draft) -> Iterator[str]:
    design = known.about.get("design", "")
    if design and "random" not in design:
        yield SINGLE


def _not_identifiable(known: Draft) -> Iterator[str]:
    if any(row.note == "not_identifiable" for row in known.every):
        yield NOT_IDENTIFIABLE


def _unequal_follow_up(known: Draft) -> Iterator[str]:
    low, high = (f"follow_up_months.{ALL}.{term}" for term in ("q1", "q3"))
    first, last = known.row(low), known.row(high)
    if first is None or last is None or not known.has(low) or not known.has(high):
        return
    if first.estimate < last.estimate:
        yield (
            f"Follow-up was unequal (quartiles {ref(low)} and {ref(high)} months): a proportion "
            "of patients with an event depends on how long each was seen, and the change at the "
            "last visit is one at different times."
        )


def _few_events(known: Draft) -> Iterator[str]:
    names = [f"relapse.{group}.proportion" for group in known.groups]
    rows = [(name, known.row(name)) for name in names if known.has(name, "events")]
    few = [
        f"{ref(name, 'events')} of {ref(name, 'n')} with {ref('diagnosis', row.group)}"
        for name, row in rows
        if row is not None and (row.events or 0) < FEW_EVENTS
    ]
    if few:
        yield (
            f"Events were few: {listed(few)} had an attack. Intervals that hold their level are "
            "wide, and no model of several variables can rest on so few."
        )


def _unattainable(known: Draft) -> Iterator[str]:
    rows = [row for row in known.every if row.note == OUT_OF_REACH and row.term == SMALLEST_P]
    for row in rows:
        name = f"{row.endpoint}.{row.group}.{SMALLEST_P}"
        yield (
            f"In {ref('diagnosis', row.group)}, so few patients changed that the signed-rank test "
            f"cannot give a P value below {ref(name)}, whatever the data."
        )


def _left_out(known: Draft, released: Released) -> Iterator[str]:
    main = [
        row
        for row in known.of("change")
        if row.role == "reported" and row.term in ("mean_change", "ratio") and row.dropped > 0
    ]
    told = [
        f"{ref(row.name, 'dropped')} with {ref('diagnosis', row.group)} "
        f"({outcome_label(released, row.endpoint)})"
        for row in main
    ]
    if told:
        yield (
            f"Patients without both values were left out of changes: {listed(told)}. If they "
            "differ from those who stayed, so do the changes."
        )


def _absent(known: Draft) -> Iterator[str]:
    groups = dict.fromkeys(row.group for row in known.every if row.note == "group_absent")
    named = [ref("diagnosis", group) for group in groups if f"diagnosis.{group}" in known.about]
    if named:
        yield f"There was no patient with {listed(named)}."


def _not_collected(known: Draft) -> Iterator[str]:
    reported = [row for row in known.every if row.role == "reported"]
    given = {row.analysis for row in reported if row.note != "not_collected"}
    missing = [name for name in dict.fromkeys(r.analysis for r in reported) if name not in given]
    if missing:
        named = listed([name.replace("_", " ") for name in missing])
        yield f"Not collected, and so not answered: {named}."


def _by_note(known: Draft, released: Released) -> Iterator[str]:
    """Every other note: its sentence, and what it concerns."""
    # How far diagnoses lie apart is a description, not a limit of the results.
    reported = [r for r in known.every if r.role == "reported" and r.analysis != "baseline"]
    for note in dict.fromkeys(row.note for row in reported if row.note not in HANDLED):
        rows = [row for row in reported if row.note == note]
        named = list(dict.fromkeys(_named(row, released) for row in rows))
        more = " and others" if len(named) > NAMED_AT_MOST else ""
        yield f"{_own(rows[0], 'note')} This concerns {'; '.join(named[:NAMED_AT_MOST])}{more}."


def _own(row: Number, attribute: str) -> str:
    plain = not set("[]|{}").intersection(row.method)
    return ref(f"{row.name}[{row.method}]" if plain else row.name, attribute)


def _named(row: Number, released: Released) -> str:
    label = outcome_label(released, row.endpoint)
    who = "" if row.group == ALL else f" in {ref('diagnosis', row.group)}"
    return f"{label}, {_own(row, 'term')}{who}"
