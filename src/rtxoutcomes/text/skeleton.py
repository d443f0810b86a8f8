"""The manuscript to begin with: every number a reference, what only authors know in brackets."""

from collections.abc import Iterable, Iterator, Sequence

from rtxoutcomes.results import ALL
from rtxoutcomes.text.draft import Draft, exposure_words, listed, ref
from rtxoutcomes.text.findings import findings

MISSING = "not_attempted"
HEAD = """\
# {title}

*{mark}*

## Abstract

[Authors: background, methods, results and conclusions, in the form the journal asks for.]

## Introduction

[Authors: what is known, what is not, and the question, stated before the data were seen.]

## Methods

### Design and participants

{design}

[Authors: setting, dates, eligibility, how patients were found, consent and ethics committee.]

### Treatment

{treatment}

[Authors: dose, interval, premedication, what else was given.]

### Outcomes

{outcomes}

[Authors: who assessed them, when, and whether the assessors knew the treatment.]

### Statistical analysis

{{{{ block.methods }}}}

## Results

{results}

## Discussion

[Authors: the main result, what it may mean, how it stands beside what is known.]

### Limitations

{{{{ block.limitations }}}}

## Declarations

[Authors: funding, competing interests, availability of data, who did what.]

## References

{{{{ block.references }}}}

{{{{ block.tables }}}}

{{{{ block.figures }}}}

{{{{ block.appendix }}}}

{{{{ block.checklist }}}}
"""


def skeleton(known: Draft, tables: Sequence[str], figures: Sequence[str]) -> str:
    """A template for these results. `tables` and `figures` are the keys that may be pointed at.

    It is Markdown with references, for the authors to write on in; filled by the same results
    it has no fault, whatever the cohort holds.
    """
    pointers = {key: ref("table", key) for key in tables}
    pointers |= {f"figure {key}": ref("figure", key) for key in figures}
    return HEAD.format(
        title=ref("study", "title"),
        mark=ref("study", "mark"),
        design=_sentences(_design(known)),
        treatment=f"The treatment was {ref('study', 'drug')}.",
        outcomes=_sentences(_outcomes(known)),
        results=findings(known, pointers),
    )


def _sentences(parts: Iterable[str]) -> str:
    return " ".join(parts)


def _design(known: Draft) -> Iterator[str]:
    if known.about.get("design"):
        yield f"This is a {ref('study', 'design')} study."
    if not known.has(f"flow.{ALL}.enrolled"):
        return
    groups = [
        f"{ref('diagnosis', group)} ({ref('flow', group, 'enrolled')})"
        for group in known.groups
        if known.has(f"flow.{group}.enrolled") and f"diagnosis.{group}" in known.about
    ]
    yield f"It holds {ref('flow', ALL, 'enrolled')} patients: {listed(groups)}."
    yield "Time counts in months from the first infusion."


def _outcomes(known: Draft) -> Iterator[str]:
    scores = [f"{ref('score', s)} ({ref('unit', s)})" for s in known.scores()]
    change = f" and the change of {listed(scores)} from baseline to the last visit"
    yield (
        f"The outcomes were {ref('study', 'relapse')} (patients with at least one, the risk at a "
        "fixed time, attacks per person-year, and the time to the first)"
        f"{change if scores else ''}."
    )
    if any(row.status != MISSING for row in known.of("safety")):
        yield "Adverse events were counted by patient and by event."
    channels = [ref(k) for k in known.about if k.startswith("channel.")]
    if channels and any(row.status != MISSING for row in known.of("engagement")):
        activities = dict.fromkeys(
            row.term for row in known.of("engagement") if row.role == "reported"
        )
        named = listed([exposure_words(known, term) for term in activities])
        yield f"Engagement was what patients did in {listed(channels)}: {named}."
