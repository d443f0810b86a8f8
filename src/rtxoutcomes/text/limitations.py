"""What the results cannot answer, from their statuses and notes."""

from collections.abc import Sequence

from rtxoutcomes.presentation.families import in_words
from rtxoutcomes.results.endpoints import endpoint_of
from rtxoutcomes.results.number import Number
from rtxoutcomes.results.quantity import Quantity
from rtxoutcomes.results.row import ALL, DIAGNOSIS
from rtxoutcomes.text import engagement
from rtxoutcomes.text.conditions import relapses_collected, scores_collected, synthetic, trial
from rtxoutcomes.text.conduct import BLINDING, SELECTION
from rtxoutcomes.text.confirmed import limits
from rtxoutcomes.text.covariates import unused_covariates
from rtxoutcomes.text.draft import EVENT, EVENTS, Draft, listed, noun, ref
from rtxoutcomes.text.notes_of_rows import notes, outcome_in_text
from rtxoutcomes.text.observation import ASCERTAINMENT, deaths
from rtxoutcomes.text.quantification import NOTE, below_quantification
from rtxoutcomes.text.template import Template, sentences, true_when
from rtxoutcomes.text.values import attribute_text
from rtxoutcomes.wording import in_running_text

# Events on which one covariate, or one proportion, can rest: below it every estimate is shaky.
FEW_EVENTS = 10
OUT_OF_REACH = "p_out_of_reach"
# Notes with sentences of their own.
HANDLED = (
    *("", "not_identifiable", "not_collected", "group_absent", "not_reached"),
    *(OUT_OF_REACH, NOTE, "few_at_risk", "baselines_apart", engagement.ABOVE_NOMINAL),
)
TARGET = "not_identifiable"


def no_randomised_control(known: Draft) -> bool:
    """A design is declared, and it is not randomised."""
    return bool(known.index.study.study.design) and not trial(known)


def follow_up_unequal(known: Draft) -> bool:
    """Follow-up differed between patients, and events or scores were collected."""
    low, high = _quartiles(known)
    differs = known.has(low) and known.has(high) and low.estimate < high.estimate
    return differs and (relapses_collected(known) or scores_collected(known))


@true_when(follow_up_unequal)
def unequal_follow_up(known: Draft) -> str:
    """What follow-up of unequal length does to each outcome."""
    low, high = (known.ref(row) for row in _quartiles(known) if row is not None)
    event = f"the proportion with at least one {EVENT} depends on how long each was observed"
    change = "changes at the last visit cover different lengths of time"
    collected = ((relapses_collected, event), (scores_collected, change))
    clauses = [clause for given, clause in collected if given(known)]
    return (
        f"Follow-up differed between patients (quartiles {low} and {high} months), so that "
        f"{' and '.join(clauses)}."
    )


def _quartiles(known: Draft) -> tuple[Number | None, Number | None]:
    answers = known.index.answers("baseline", "follow_up_months")
    return answers.first(ALL, Quantity.LOWER_QUARTILE), answers.first(ALL, Quantity.UPPER_QUARTILE)


def numbers_small(known: Draft) -> bool:
    """A group has fewer than ten patients with the event."""
    return bool(_few(known))


@true_when(numbers_small)
def small_numbers(known: Draft) -> str:
    """In which groups few patients had the event."""
    had = [known.sentence(row, f"{{count}} of {{n}} {known.who(row.group)}") for row in _few(known)]
    return (
        f"Numbers were small: {listed(had)} had at least one {EVENT}, so that estimates are "
        "imprecise."
    )


def _few(known: Draft) -> list[Number]:
    answers = known.index.answers("relapse", "relapse")
    rows = [answers.first(group, Quantity.PROPORTION) for group in known.index.groups]
    return [row for row in rows if known.has(row, "events") and (row.events or 0) < FEW_EVENTS]


def subgroups_run(known: Draft) -> bool:
    """Subgroup analyses were run."""
    return bool(_subgroups(known))


@true_when(subgroups_run)
def subgroup_analyses(known: Draft) -> str:
    """How many subgroup analyses there were, and what interaction such a study can plan for."""
    count = _subgroups(known)
    were = "subgroup analysis was run" if count == 1 else "subgroup analyses were run"
    rows = known.index.of("subgroup")
    planning = next((r for r in rows if r.quantity is Quantity.PLANNING_VALUE), None)
    plan = ""
    if known.has(planning):
        plan = known.sentence(
            planning,
            f"; a study with {{events}} patients who had a {EVENT} has a power of "
            "{{ fixed.power }} only for a ratio of hazard ratios of {} or more",
        )
    return f"{in_words(count).capitalize()} {were}; all were exploratory{plan}."


def _subgroups(known: Draft) -> int:
    rows = known.index.of("subgroup")
    return len({(row.subgroup, row.endpoint) for row in rows if row.subgroup})


def test_out_of_reach(known: Draft) -> bool:
    """So few patients changed that the signed-rank test could not have rejected."""
    return bool(_unattainable(known))


@true_when(test_out_of_reach)
def unattainable(known: Draft) -> str:
    """The smallest P value that the test could have given, for each score and group."""
    return " ".join(_unattainable(known))


def _unattainable(known: Draft) -> list[str]:
    found: dict[tuple[str, str, str | None], str] = {}
    for row in known.index.rows:
        if row.note == OUT_OF_REACH and row.quantity is Quantity.SMALLEST_ATTAINABLE_P:
            outcome = outcome_in_text(known, row)
            # Ranks with and without the patients who did not change may print the same P value.
            found.setdefault(
                (outcome, row.group, attribute_text(known.index.study, row)),
                f"So few {known.who(row.group)} changed in {outcome} that the signed-rank test "
                f"cannot give a P value below {known.ref(row)}, whatever the data.",
            )
    return list(found.values())


def values_missing(known: Draft) -> bool:
    """Patients lacked a value at baseline or at follow-up of a score that was collected."""
    return bool(_lacking(known))


@true_when(values_missing)
def missing_values(known: Draft) -> str:
    """Who was excluded from which change."""
    lacking = [
        f"{_without_values(known, row)} ({outcome_in_text(known, row)})" for row in _lacking(known)
    ]
    return (
        "Patients without both a baseline and a follow-up value were excluded from analyses of "
        f"change: {listed(lacking)}. If they differ from those analysed, the changes may be biased."
    )


def _without_values(known: Draft, row: Number) -> str:
    """`one patient with {{ name.RRMS }}`, `three {{ patients.therapy }}`."""
    count = known.patients(row, "dropped")
    patients = "patient" if row.dropped == 1 else "patients"
    if row.group == ALL:
        return f"{count} {patients}"
    if known.by_diagnosis:
        return f"{count} {patients} {known.having(row.group)}"
    return f"{count} {ref(patients, row.group)}"


def _lacking(known: Draft) -> list[Number]:
    effects = (Quantity.MEAN_CHANGE, Quantity.GEOMETRIC_MEAN_RATIO)
    return [
        row
        for row in known.index.of("change")
        if row.role == "reported" and row.quantity in effects and row.dropped > 0
        if row.note != "not_collected"
    ]


def groups_empty(known: Draft) -> bool:
    """A group of the study has no patients."""
    return bool(_absent(known))


@true_when(groups_empty)
def absent_groups(known: Draft) -> str:
    """Which groups have no patients."""
    with_ = "patients with " if known.index.study.grouping == DIAGNOSIS else ""
    return f"There were no {with_}{listed(_absent(known), 'or')}."


def _absent(known: Draft) -> list[str]:
    enrolled = known.index.enrolled
    return [known.among(g) for g in known.index.groups if enrolled.get(g) == 0]


def something_not_collected(known: Draft) -> bool:
    """Data that the report can analyse were not collected."""
    return bool(_not_collected(known))


@true_when(something_not_collected)
def not_collected(known: Draft) -> str:
    """What was not collected, in one sentence."""
    return f"Data on {listed(_not_collected(known))} were not collected."


def _not_collected(known: Draft) -> list[str]:
    reported = [row for row in known.index.rows if row.role == "reported"]
    given = {row.analysis for row in reported if row.note != "not_collected"}
    missing = [name for name in dict.fromkeys(r.analysis for r in reported) if name not in given]
    # The time to the event, and what else is of the event, lacks with it.
    forms = {"groups": noun(known, "groups"), "event": EVENT, "Event": EVENTS, "Events": EVENTS}
    named = [endpoint_of(name).words for name in missing if name != "time_to_relapse"]
    return [in_running_text(words).format(**forms) for words in named]


def no_family(known: Draft) -> bool:
    """No family of tests is declared for these groups."""
    return not known.index.study.families


def families_declared(known: Draft) -> bool:
    """Families of tests are declared for these groups."""
    return bool(known.index.study.families)


LIMITATIONS: tuple[Template, ...] = (
    Template(
        "synthetic",
        synthetic,
        "{{ study.mark }}: no result applies to real patients.",
    ),
    Template(
        "no_control",
        no_randomised_control,
        "The study had no randomised control group: outcomes may reflect the treatment, the "
        "natural course or regression to the mean, which cannot be distinguished.",
    ),
    Template(
        "effects_not_separable",
        engagement.effects_not_separable,
        "The effects of treatment and of engagement cannot be separated, because no patient is "
        "known to have begun treatment first.",
    ),
    engagement.unread_months,
    *engagement.GROUPS,
    *SELECTION,
    *BLINDING,
    *ASCERTAINMENT,
    deaths,
    unequal_follow_up,
    small_numbers,
    unused_covariates,
    subgroup_analyses,
    unattainable,
    missing_values,
    below_quantification,
    absent_groups,
    not_collected,
)
UNADJUSTED = (
    Template(
        "unadjusted",
        no_family,
        "Many quantities were estimated, and none was adjusted for their number.",
    ),
    Template(
        "unadjusted_outside_families",
        families_declared,
        "Many quantities were estimated; outside the declared families of tests, none was adjusted "
        "for their number.",
    ),
)


def compared_with_a_trial(_known: Draft, tables: Sequence[str]) -> bool:
    """A table lists how the study differs from a target trial."""
    return TARGET in tables


TARGET_TRIAL = Template(
    "target_trial",
    compared_with_a_trial,
    f"Differences from a target trial are listed in {ref('table', TARGET)}.",
)


def limitations_template(known: Draft, tables: Sequence[str] = ()) -> str:
    """A list with references: one item for each thing that the results cannot answer.

    `tables` are the keys of those that may be pointed at.
    """
    items = [
        *sentences(LIMITATIONS, known),
        *dict.fromkeys(
            s for block in known.index.study.changes_in_text for s in limits(known, block)
        ),
        *engagement.type_one_errors(known),
        *notes(known, HANDLED),
        *sentences(UNADJUSTED, known),
        *TARGET_TRIAL(known, tables),
    ]
    return "\n".join(f"- {item}" for item in items)
