"""The manuscript to begin with: every number a reference, what only authors know in brackets."""

from collections.abc import Sequence

from rtxoutcomes.results.number import Number
from rtxoutcomes.results.quantity import Quantity
from rtxoutcomes.results.row import ALL
from rtxoutcomes.text.abstract import abstract
from rtxoutcomes.text.conditions import (
    adverse_events_collected,
    collected,
    outcomes_collected,
    patients_counted,
    relapses_collected,
    scores_collected,
    single_arm,
)
from rtxoutcomes.text.conduct import ASSESSMENT, INCLUSION
from rtxoutcomes.text.draft import Draft, exposures_words, listed, ref
from rtxoutcomes.text.findings import findings
from rtxoutcomes.text.group_names import is_abbreviated
from rtxoutcomes.text.template import Template, always, sentences, true_when

DRUG = ref("study", "drug_in_text")
RELAPSE = (
    "{{ study.event }} (the proportion of patients with at least one, the risk at a fixed time, "
    "the annualised rate and the time to the first)"
)
HEAD = """\
# {title}

*{mark}*

## Abstract

{abstract}

## Introduction

[Authors: what is known, what is not, and the question, stated before the data were seen.]

## Methods

### Design and participants

{design}

[Authors: setting, dates, eligibility, how patients were found, consent and ethics committee.]

### Treatment

{treatment}

[Authors: content, frequency and duration of the treatment, and concomitant treatments.]

### Outcomes

{outcomes}

[Authors: who assessed them and when{and_blinding}.]

### Statistical analysis

{{{{ block.methods }}}}

## Results

{results}

## Discussion

[Authors: the main result, what it may mean, and how it compares with earlier studies.]

### Limitations

{{{{ block.limitations }}}}

## Declarations

[Authors: funding, competing interests, availability of data and contributions of authors.]

## References

{{{{ block.references }}}}

{{{{ block.tables }}}}

{{{{ block.figures }}}}
"""


def skeleton(known: Draft, tables: Sequence[str], figures: Sequence[str]) -> str:
    """A template for these results. `tables` and `figures` are the keys that may be pointed at.

    It is Markdown with references, for the authors to write on in; filled by the same results
    it has no fault, whatever the cohort holds.
    """
    pointers = {key: ref("table", key) for key in tables}
    blinding_declared = known.index.study.outcomes.assessor_blinded is not None
    pointers |= {f"figure {key}": ref("figure", key) for key in figures}
    return HEAD.format(
        title=ref("study", "title"),
        mark=ref("study", "mark"),
        abstract=abstract(known, " ".join(included(known))),
        design=" ".join([*included(known), *sentences((TIMES, *INCLUSION), known)]),
        treatment=" ".join(sentences(TREATMENT, known)),
        outcomes=" ".join(sentences(OUTCOMES, known)),
        and_blinding="" if blinding_declared else ", and whether they knew the treatment",
        results=findings(known, pointers),
    )


def not_single_arm(known: Draft) -> bool:
    """The declared design has several arms, or none is declared."""
    return not single_arm(known)


TREATMENT = (
    Template("all_treated", single_arm, f"All patients received {DRUG}."),
    Template("treatment_studied", not_single_arm, f"The treatment under study was {DRUG}."),
)
TIMES = Template(
    "origin_of_time",
    always("Every time of a cohort is in months since one origin."),
    f"Times are months since {ref('study', 'time_origin')}.",
)


@true_when(patients_counted)
def included(known: Draft) -> str:
    """The design, and how many patients of each group there were."""
    flow = known.index.answers("flow", "flow")
    enrolled = flow.first(ALL, Quantity.ENROLLED)
    rows = [flow.first(group, Quantity.ENROLLED) for group in known.index.groups]
    given = [row for row in rows if known.has(row) and row.estimate]
    count = "" if enrolled is None else known.ref(enrolled)
    patients = "patient" if enrolled is not None and enrolled.estimate == 1 else "patients"
    if len(known.index.groups) == 1 and known.by_diagnosis:
        who = f" with {_named(known, known.index.groups[0])}"
    else:
        who = f": {listed([_group(known, row) for row in given])}" if given else ""
    return f"{_study(known)} included {count} {patients}{who}."


def _study(known: Draft) -> str:
    """`This single-arm study`; a design may itself end in the word."""
    design = known.index.study.study.design
    if not design:
        return "The study"
    noun = "" if design.casefold().endswith(("study", "trial")) else " study"
    return f"This {ref('study', 'design')}{noun}"


def _group(known: Draft, row: Number) -> str:
    """`42 with relapsing-remitting MS (RRMS)`."""
    if not known.by_diagnosis:
        return f"{known.ref(row)} {ref('patients', row.group)}"
    return f"{known.ref(row)} with {_named(known, row.group)}"


def _named(known: Draft, group: str) -> str:
    """A diagnosis where the text first names it, which explains its abbreviation."""
    short = is_abbreviated(known.index.study, group)
    return f"{ref('group', group)} ({ref('name', group)})" if short else ref("group", group)


@true_when(outcomes_collected)
def outcomes(known: Draft) -> str:
    """The event and the changes of scores, as far as they were collected."""
    names = [score.name for score in known.index.study.scores]
    scores = [f"{ref('in_text', name)}{_unit(known, name)}" for name in names]
    named = [RELAPSE] if relapses_collected(known) else []
    if scores and scores_collected(known):
        named.append(f"the change in {listed(scores)} from baseline to the last visit")
    return (
        f"The {'outcomes were' if len(named) + len(scores) > 2 else 'outcome was'} {listed(named)}."
    )


def _unit(known: Draft, score: str) -> str:
    return f" ({ref('unit', score)})" if known.index.study.score(score).unit else ""


def engagement_collected(known: Draft) -> bool:
    """Engagement was collected."""
    return collected(known, "engagement")


@true_when(engagement_collected)
def engagement_measured(known: Draft) -> str:
    """The activities that were counted."""
    rows = known.index.of("engagement")
    exposures = dict.fromkeys((r.channel, r.activity) for r in rows if r.role == "reported")
    named = listed([exposures_words(*exposure) for exposure in exposures])
    primary = next(row for row in rows if row.role == "reported")
    landmark = f" up to month {known.ref(primary, 'months')} after it began (the landmark)"
    until = landmark if known.has(primary, "months") else ""
    return f"Engagement was measured as the number of {named}{until}."


OUTCOMES = (
    outcomes,
    *ASSESSMENT,
    Template(
        "adverse_events_counted",
        adverse_events_collected,
        "Adverse events were counted by patient and by event.",
    ),
    engagement_measured,
)
