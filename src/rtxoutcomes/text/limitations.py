"""What the results cannot answer, from their statuses and notes."""

import math
from collections.abc import Iterator, Sequence

from rtxoutcomes.disclose import Released
from rtxoutcomes.presentation.families import in_words
from rtxoutcomes.presentation.notes import note_text
from rtxoutcomes.presentation.words import quantity_label
from rtxoutcomes.results.endpoints import endpoint_of
from rtxoutcomes.results.number import Number
from rtxoutcomes.results.quantity import Choice, Quantity
from rtxoutcomes.results.row import ALL, DIAGNOSIS
from rtxoutcomes.text.conduct import ascertainment, deaths, selection, unblinded
from rtxoutcomes.text.covariates import unused_covariates
from rtxoutcomes.text.draft import (
    Draft,
    exposure_words,
    filled_words,
    listed,
    outcome_words,
    ref,
)
from rtxoutcomes.text.engagement import groups
from rtxoutcomes.text.quantification import NOTE, limitation
from rtxoutcomes.text.values import attribute_text
from rtxoutcomes.wording import in_running_text

# Events on which one covariate, or one proportion, can rest: below it every estimate is shaky.
FEW_EVENTS = 10
OUT_OF_REACH = "p_out_of_reach"
# Notes with sentences of their own.
HANDLED = (
    *("", "not_identifiable", "not_collected", "group_absent", "not_reached"),
    *(OUT_OF_REACH, NOTE, "few_at_risk", "baselines_apart"),
)
NAMED_AT_MOST = 4
SYNTHETIC = (
    "The patients are synthetic ({{ study.mark }}): nothing here is a finding about real patients."
)
SINGLE = (
    "This is a {{ study.design }} study: what changed after baseline may be the treatment, the "
    "natural course, or the return of values that were extreme when treatment was chosen, and "
    "these cannot be distinguished."
)
NOT_IDENTIFIABLE = (
    "The separate effects of treatment and of the groups cannot be estimated, because both began "
    "together for every patient."
)
TARGET = "not_identifiable"
TARGET_TRIAL = "Differences from a trial that could identify these effects are listed in {}."
UNEQUAL = (
    "Follow-up was unequal (quartiles {} and {} months): a proportion of patients with an event "
    "depends on how long each was observed, and the change at the last visit is one at different "
    "times."
)
UNADJUSTED = "Many quantities were estimated; {}nothing is adjusted for their number."
SUBGROUPS = "{} subgroup analyses"
OUTSIDE_FAMILY = "outside the declared families of tests "


def limitations_template(known: Draft, released: Released, tables: Sequence[str] = ()) -> str:
    """A list with references: one item for each thing that the results cannot answer.

    `tables` are the keys of those that may be pointed at.
    """
    design = known.index.study.study.design
    items = [
        SYNTHETIC if released.origin == "synthetic" else "",
        SINGLE if design and not known.index.study.is_randomised else "",
        NOT_IDENTIFIABLE if any(r.note == "not_identifiable" for r in known.index.rows) else "",
        *groups(known),
        *selection(known),
        *unblinded(known),
        *ascertainment(known),
        *deaths(known),
        *_unequal_follow_up(known),
        *_few_events(known),
        *unused_covariates(known),
        *_subgroups(known),
        *_unattainable(known),
        *_missing_values(known),
        *limitation(known),
        *_absent(known),
        *_not_collected(known),
        *_by_note(known),
        UNADJUSTED.format(OUTSIDE_FAMILY if known.index.study.families else ""),
        TARGET_TRIAL.format(ref("table", TARGET)) if TARGET in tables else "",
    ]
    return "\n".join(f"- {item}" for item in items if item)


def _unequal_follow_up(known: Draft) -> Iterator[str]:
    answers = known.index.answers("baseline", "follow_up_months")
    low = answers.first(ALL, Quantity.LOWER_QUARTILE)
    high = answers.first(ALL, Quantity.UPPER_QUARTILE)
    if known.has(low) and known.has(high) and low.estimate < high.estimate:
        yield UNEQUAL.format(known.ref(low), known.ref(high))


def _few_events(known: Draft) -> Iterator[str]:
    answers = known.index.answers("relapse", "relapse")
    rows = [answers.first(group, Quantity.PROPORTION) for group in known.index.groups]
    small = [row for row in rows if known.has(row, "events") and (row.events or 0) < FEW_EVENTS]
    # Where most of a group had an event it is the patients who are few.
    for what, own in (
        ("Events", [row for row in small if 2 * (row.events or 0) <= row.n]),
        ("Patients", [row for row in small if 2 * (row.events or 0) > row.n]),
    ):
        had = [known.sentence(row, f"{{events}} of {{n}} {known.having(row.group)}") for row in own]
        if had:
            with_covariates = any(
                row.choice is Choice.WITH_COVARIATES and known.has(row) for row in known.index.rows
            )
            few = ", and no model of several variables can rest on so few"
            no_model = "" if with_covariates else few
            yield (
                f"{what} were few: {listed(had)} had at least one {ref('study', 'event')}. "
                f"Estimates are imprecise{no_model}."
            )


def _subgroups(known: Draft) -> Iterator[str]:
    """How many subgroup analyses there were, and what interaction such a study can plan for."""
    rows = known.index.of("subgroup")
    count = len({(row.subgroup, row.endpoint) for row in rows if row.subgroup})
    if not count:
        return
    were = "One subgroup analysis was run" if count == 1 else f"{SUBGROUPS} were run"
    planning = next((r for r in rows if r.quantity is Quantity.PLANNING_VALUE), None)
    plan = ""
    if known.has(planning):
        event = ref("study", "event")
        plan = known.sentence(
            planning,
            f"; with {{events}} patients who had a {event}, only a ratio of hazard ratios of {{}} "
            "or more could be detected with a power of {{ = 80% }}",
        )
    yield f"{were.format(in_words(count).capitalize())}, all exploratory{plan}."


def _unattainable(known: Draft) -> Iterator[str]:
    sentences: dict[tuple[str, str, str | None], str] = {}
    for row in known.index.rows:
        if row.note == OUT_OF_REACH and row.quantity is Quantity.SMALLEST_ATTAINABLE_P:
            outcome = _outcome(known, row)
            # Ranks with and without the patients who did not change may print the same P value.
            sentences.setdefault(
                (outcome, row.group, attribute_text(known.index.study, row)),
                f"In {known.among(row.group)}, so few patients changed in {outcome} that the "
                f"signed-rank test cannot give a P value below {known.ref(row)}, whatever the "
                "data.",
            )
    yield from sentences.values()


def _missing_values(known: Draft) -> Iterator[str]:
    effects = (Quantity.MEAN_CHANGE, Quantity.GEOMETRIC_MEAN_RATIO)
    # `1 with SPMS`, but `1 of the female patients`: the count may be one.
    of = "" if known.by_diagnosis else "of the "
    lacking = [
        f"{known.ref(row, 'dropped')} {of}{known.having(row.group)} ({_outcome(known, row)})"
        for row in known.index.of("change")
        if row.role == "reported" and row.quantity in effects and row.dropped > 0
        if row.note != "not_collected"
    ]
    if lacking:
        yield (
            f"Patients without both values were excluded from changes: {listed(lacking)}. If they "
            "differ from those analysed, so do the changes."
        )


def _absent(known: Draft) -> Iterator[str]:
    enrolled = known.index.enrolled
    absent = [known.among(g) for g in known.index.groups if enrolled.get(g) == 0]
    if absent:
        yield (
            f"There were no patients with {listed(absent, 'or')}."
            if known.index.study.grouping == DIAGNOSIS
            else f"There were no {listed(absent, 'or')}."
        )


def _not_collected(known: Draft) -> Iterator[str]:
    reported = [row for row in known.index.rows if row.role == "reported"]
    given = {row.analysis for row in reported if row.note != "not_collected"}
    missing = [name for name in dict.fromkeys(r.analysis for r in reported) if name not in given]
    if missing:
        words = [in_running_text(endpoint_of(name).words) for name in missing]
        named = listed([filled_words(known, text.replace("{E", "{e")) for text in words])
        yield f"Not collected, and so not answered: {named}."


def _by_note(known: Draft) -> Iterator[str]:
    """Every other note: its sentence, and what it concerns."""
    # How far groups lie apart is a description, not a limit of the results.
    reported = [r for r in known.index.rows if r.role == "reported" and r.analysis != "baseline"]
    for note in dict.fromkeys(note_text(row) for row in reported if row.note not in HANDLED):
        rows = [row for row in reported if row.note not in HANDLED and note_text(row) == note]
        # Rows of several methods have references of their own, and print the same.
        by_label: dict[tuple[str, ...], str] = {}
        for row in rows:
            by_label.setdefault(_label(known, row), _named(known, row))
        named = list(by_label.values())
        more = " and others" if len(named) > NAMED_AT_MOST else ""
        concerns = "; ".join(named[:NAMED_AT_MOST])
        yield f"{known.ref(rows[0], 'note')} This concerns {concerns}{more}."


def _named(known: Draft, row: Number) -> str:
    who = "" if row.group == ALL else f" in {known.among(row.group)}"
    if row.against and row.quantity is not Quantity.TRANSITION:
        who = f" between {known.among(row.group)} and {known.among(row.against)}"
    exposure = f"{exposure_words(row.channel, row.activity)} and " if row.activity else ""
    return f"{exposure}{_outcome(known, row)}, {known.ref(row, 'quantity')}{who}"


def _label(known: Draft, row: Number) -> tuple[str, ...]:
    """What distinguishes the printed names of two rows."""
    quantity = quantity_label(known.index.study, row)
    return (_outcome(known, row), quantity, row.group, row.against, row.channel, row.activity)


def _outcome(known: Draft, row: Number) -> str:
    """The outcome of a row; a score at its fixed time is distinguished from its last visit."""
    words = outcome_words(known.index.study, row.endpoint)
    fixed = row.analysis == "change" and not math.isnan(row.month)
    return f"{words} at the fixed time" if fixed else words
