"""The manuscript to begin with: every number a reference, what only authors know in brackets."""

from collections.abc import Iterator, Mapping, Sequence

from rtxoutcomes.presentation.order import ordered_scores
from rtxoutcomes.results.number import Number
from rtxoutcomes.results.quantity import Quantity
from rtxoutcomes.results.row import ALL
from rtxoutcomes.study import Score
from rtxoutcomes.study.report import Section
from rtxoutcomes.text.abstract import abstract
from rtxoutcomes.text.conditions import (
    adverse_events_collected,
    collected,
    patients_counted,
    relapses_collected,
    scores_collected,
    single_arm,
)
from rtxoutcomes.text.conduct import ASSESSMENT, INCLUSION
from rtxoutcomes.text.draft import Draft, exposures_words, listed, ref
from rtxoutcomes.text.findings import findings
from rtxoutcomes.text.group_names import is_abbreviated
from rtxoutcomes.text.outcomes import declared_outcomes
from rtxoutcomes.text.template import Template, always, sentences, true_when

DRUG = ref("study", "drug_in_text")
RELAPSE = (
    "{{ study.event }} (the proportion of patients with at least one, the risk at a fixed time, "
    "the annualised rate and the time to the first)"
)
HEAD = """\
# {title}

*{mark}*

"""
# In the order of a manuscript; a study file may choose some of them, in another order.
SECTIONS: Mapping[Section, str] = {
    "abstract": """\
## Abstract

{abstract}

""",
    "introduction": """\
## Introduction

[Authors: what is known, what is not, and the question, stated before the data were seen.]

""",
    "methods": """\
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

""",
    "results": """\
## Results

{results}

""",
    "discussion": """\
## Discussion

[Authors: the main result, what it may mean, and how it compares with earlier studies.]

### Limitations

{{{{ block.limitations }}}}

""",
    "declarations": """\
## Declarations

[Authors: funding, competing interests, availability of data and contributions of authors.]

""",
}
REFERENCES = """\
## References

{{{{ block.references }}}}

"""
END = """\
{{{{ block.tables }}}}

{{{{ block.figures }}}}
"""


def skeleton(known: Draft, tables: Sequence[str], figures: Sequence[str]) -> str:
    """A template for these results. `tables` and `figures` are the keys that may be pointed at.

    It is Markdown with references, for the authors to write on in; filled by the same results
    it has no fault, whatever the cohort holds.
    """
    pointers = {key: ref("table", key) for key in tables}
    blinding_declared = known.index.study.study.assessor_blinded is not None
    pointers |= {f"figure {key}": ref("figure", key) for key in figures}
    sections = known.index.study.report.sections or tuple(SECTIONS)
    # Without methods and limitations no paper is cited.
    references = REFERENCES if {"methods", "discussion"}.intersection(sections) else ""
    template = "".join((HEAD, *(SECTIONS[name] for name in sections), references, END))
    return template.format(
        title=ref("study", "title"),
        mark=ref("study", "mark"),
        abstract=abstract(known, " ".join(included(known))),
        design=" ".join([*included(known), *sentences((TIMES, *INCLUSION), known)]),
        treatment=" ".join(sentences(TREATMENT, known)),
        outcomes=" ".join(_outcomes(known)),
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
        one = "patient" if row.estimate == 1 else "patients"
        return f"{known.ref(row)} {ref(one, row.group)}"
    return f"{known.ref(row)} with {_named(known, row.group)}"


def _named(known: Draft, group: str) -> str:
    """A diagnosis where the text first names it, which explains its abbreviation."""
    short = is_abbreviated(known.index.study, group)
    return f"{ref('group', group)} ({ref('name', group)})" if short else ref("group", group)


def outcomes_named(known: Draft) -> bool:
    """Events or scores were collected, and the text reports them."""
    return bool(_event_named(known) or _scores_named(known))


@true_when(outcomes_named)
def outcomes(known: Draft) -> str:
    """The event and the changes of scores, as far as they were collected and are reported."""
    named, scores = _event_named(known), _scores_named(known)
    if scores:
        named.append(f"the change in {listed(scores)} from baseline to the last visit")
    several = len(named) > 1 or len(scores) > 1
    return f"The {'outcomes were' if several else 'outcome was'} {listed(named)}."


def _event_named(known: Draft) -> list[str]:
    reported = known.index.study.report.reports("relapse")
    return [RELAPSE] if reported and relapses_collected(known) else []


def _scores_named(known: Draft) -> list[str]:
    study = known.index.study
    reported = [s for s in ordered_scores(study) if study.report.reports(s.name)]
    return [_score(score) for score in reported] if scores_collected(known) else []


def _score(score: Score) -> str:
    """`EDSS (points)`; an abbreviation is explained here, where the text first has it."""
    unit = [ref("unit", score.name)] if score.unit else []
    short = [ref("in_text", score.name)] if score.abbreviation else []
    name = ref("label_in_text" if short else "in_text", score.name)
    inside = "; ".join([*short, *unit])
    return f"{name} ({inside})" if inside else name


def engagement_reported(known: Draft) -> bool:
    """Engagement was collected, and the text reports it."""
    return collected(known, "engagement") and known.index.study.report.reports("engagement")


@true_when(engagement_reported)
def engagement_measured(known: Draft) -> str:
    """The activities that were counted."""
    rows = known.index.of("engagement")
    exposures = dict.fromkeys((r.channel, r.activity) for r in rows if r.role == "reported")
    named = listed([exposures_words(*exposure) for exposure in exposures])
    primary = next(row for row in rows if row.role == "reported")
    landmark = f" up to month {known.ref(primary, 'months')} after it began (the landmark)"
    until = landmark if known.has(primary, "months") else ""
    return f"Engagement was measured as the number of {named}{until}."


def adverse_events_reported(known: Draft) -> bool:
    """Adverse events were collected, and the text reports them."""
    return adverse_events_collected(known) and known.index.study.report.reports("adverse_events")


def outcomes_chosen(known: Draft) -> bool:
    """The study file chooses the outcomes that the text reports."""
    return known.index.study.report.endpoints is not None


MEASURED = (
    *ASSESSMENT,
    Template(
        "adverse_events_counted",
        adverse_events_reported,
        "Adverse events were counted by patient and by event.",
    ),
    engagement_measured,
    Template("other_outcomes", outcomes_chosen, "Other outcomes are reported in the supplement."),
)


def _outcomes(known: Draft) -> Iterator[str]:
    yield from outcomes(known)
    yield from declared_outcomes(known)
    yield from sentences(MEASURED, known)
