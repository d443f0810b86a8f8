"""The manuscript to begin with: every number a reference, what only authors know in brackets."""

from collections.abc import Iterator, Mapping, Sequence

from rtxoutcomes.presentation.order import ordered_scores
from rtxoutcomes.results.number import Number
from rtxoutcomes.results.quantity import Quantity
from rtxoutcomes.results.row import ALL
from rtxoutcomes.study import Score
from rtxoutcomes.study.report import Section
from rtxoutcomes.text.abstract import abstract
from rtxoutcomes.text.conduct import assessment, inclusion
from rtxoutcomes.text.draft import Draft, exposures_words, listed, ref
from rtxoutcomes.text.findings import findings
from rtxoutcomes.text.group_names import is_abbreviation

MISSING = "not_attempted"
RELAPSE = (
    "{{ study.event }} (patients with at least one, the risk at a fixed time, "
    "{{ study.events }} per person-year, and the time to the first)"
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

[Authors: dose, interval, premedication, what else was given.]

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

[Authors: the main result, what it may mean, how it stands beside what is known.]

### Limitations

{{{{ block.limitations }}}}

""",
    "declarations": """\
## Declarations

[Authors: funding, competing interests, availability of data, who did what.]

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
        abstract=abstract(known, " ".join(_included(known))),
        design=" ".join(_design(known)),
        treatment=_treatment(known),
        outcomes=" ".join(_outcomes(known)),
        and_blinding="" if blinding_declared else ", and whether they knew the treatment",
        results=findings(known, pointers),
    )


def _treatment(known: Draft) -> str:
    """Who received the drug: everybody, unless allocation was at random."""
    drug = ref("study", "drug_in_text")
    if known.index.study.is_randomised:
        return f"The treatment under study was {drug}."
    return f"All patients received {drug}."


def _design(known: Draft) -> Iterator[str]:
    sentences = list(_included(known))
    yield from sentences
    if known.has(known.index.answers("flow", "flow").first(ALL, Quantity.ENROLLED)):
        yield f"Times are months since {ref('study', 'time_origin')}."
        yield from inclusion(known)


def _included(known: Draft) -> Iterator[str]:
    """The design, and how many patients of each group there were."""
    if known.index.study.study.design:
        yield f"This is a {ref('study', 'design')} study."
    flow = known.index.answers("flow", "flow")
    enrolled = flow.first(ALL, Quantity.ENROLLED)
    if not known.has(enrolled):
        return
    rows = [flow.first(group, Quantity.ENROLLED) for group in known.index.groups]
    groups = [_group(known, r) for r in rows if known.has(r)]
    patients = "patient" if enrolled.estimate == 1 else "patients"
    yield f"It included {known.ref(enrolled)} {patients}: {listed(groups)}."


def _group(known: Draft, row: Number) -> str:
    """`42 with relapsing-remitting MS (RRMS)`: where a name of the text is explained."""
    study = known.index.study
    if not known.by_diagnosis:
        one = "patient" if row.estimate == 1 else "patients"
        return f"{known.ref(row)} {ref(one, row.group)}"
    short = is_abbreviation(study.abbreviation(row.group))
    explained = f" ({ref('name', row.group)})" if short else ""
    return f"{known.ref(row)} with {ref('group', row.group)}{explained}"


def _outcomes(known: Draft) -> Iterator[str]:
    report = known.index.study.report
    scores = [_score(s) for s in ordered_scores(known.index.study) if report.reports(s.name)]
    relapse = known.index.of("relapse")
    outcomes = []
    collected = not relapse or any(row.status != MISSING for row in relapse)
    if collected and report.reports("relapse"):
        outcomes.append(RELAPSE)
    if scores:
        outcomes.append(f"the change of {listed(scores)} from baseline to the last visit")
    if outcomes:
        several = RELAPSE in outcomes or len(scores) > 1
        yield f"The {'outcomes were' if several else 'outcome was'} {listed(outcomes)}."
    yield from assessment(known)
    safety = any(row.status != MISSING for row in known.index.of("safety"))
    if safety and report.reports("adverse_events"):
        yield "Adverse events were counted by patient and by event."
    if report.reports("engagement"):
        yield from _channels(known)
    if report.endpoints is not None:
        yield "Other outcomes are reported in the supplement."


def _score(score: Score) -> str:
    """`EDSS (points)`; an abbreviation is explained here, where the text first has it."""
    name, unit = score.name, [ref("unit", score.name)] if score.unit else []
    if not score.abbreviation:
        return f"{ref('in_text', name)} ({ref('unit', name)})"
    return f"{ref('label_in_text', name)} ({'; '.join([ref('in_text', name), *unit])})"


def _channels(known: Draft) -> Iterator[str]:
    rows = known.index.of("engagement")
    exposures = dict.fromkeys((r.channel, r.activity) for r in rows if r.role == "reported")
    if exposures and any(row.status != MISSING for row in rows):
        channels = listed([ref("channel", channel.name) for channel in known.index.study.channels])
        named = listed([exposures_words(*exposure) for exposure in exposures])
        yield f"Engagement in {channels} was measured as the number of {named}."
