"""The structured abstract: what the results say of the design and the outcomes, in brief."""

from collections.abc import Iterator

from rtxoutcomes.presentation.rows import Answers
from rtxoutcomes.results.number import Number
from rtxoutcomes.results.quantity import Quantity
from rtxoutcomes.results.row import ALL
from rtxoutcomes.study import Score
from rtxoutcomes.study.outcomes import RELAPSE, SAFETY, rank
from rtxoutcomes.text.change_sentences import MEDIAN, reported_change
from rtxoutcomes.text.contrasts import changes_compared, proportions_compared
from rtxoutcomes.text.draft import EVENT, Draft, listed, ref
from rtxoutcomes.text.relapse_sentences import risks
from rtxoutcomes.text.safety_sentences import safety_sentences

CHANGES = {
    Quantity.GEOMETRIC_MEAN_RATIO: "ratio of geometric means",
    Quantity.MEAN_CHANGE: "mean change",
    Quantity.HODGES_LEHMANN: MEDIAN,
}
BACKGROUND = "[Authors: what is known, what is not, and the question.]"
CONCLUSIONS = "[Authors: what the results mean, and what they cannot show.]"


def abstract(known: Draft, design: str) -> str:
    """Background, methods, results and conclusions; the first and the last are the authors'."""
    results = " ".join(_results(known))
    parts = (
        ("Background", BACKGROUND),
        ("Methods", design),
        ("Results", results),
        ("Conclusions", CONCLUSIONS),
    )
    return "\n\n".join(f"**{name}.** {text}" for name, text in parts if text)


def _results(known: Draft) -> Iterator[str]:
    """The outcomes by their rank; in a randomised study the first one with its comparison."""
    study = known.index.study
    scores = {score.name: score for score in study.scores}
    ranked = sorted((RELAPSE, *scores, SAFETY), key=lambda name: rank(study.outcomes, name))
    for place, name in enumerate(name for name in ranked if study.report.reports(name)):
        compared = study.is_randomised and bool(study.outcomes) and place == 0
        if name == RELAPSE:
            yield from _relapse(known)
            yield from (f"{text}." for text in proportions_compared(known) if compared)
        elif name == SAFETY:
            yield from safety_sentences(known, known.index.answers("safety", name))
        else:
            yield from _change(known, known.index.answers("change", name), scores[name])
            yield from changes_compared(known, scores[name]) if compared else ()


def _relapse(known: Draft) -> Iterator[str]:
    row = known.index.answers("relapse", "relapse").first(ALL, Quantity.PROPORTION)
    if known.has(row, "percent"):
        had = f"Overall, {{count}} of {{n}} patients ({{percent}}) had at least one {EVENT}."
        yield known.sentence(row, had)
    yield from list(risks(known))[:1]


def _change(known: Draft, answers: Answers, score: Score) -> Iterator[str]:
    """The change of a score in every group, in one sentence."""
    quantity = reported_change(known.index.study, answers, score)
    rows = [answers.first(group, quantity) for group in known.index.groups]
    given = [row for row in rows if known.has(row) and known.has(row, "ci")]
    if given:
        what = CHANGES[quantity]
        each = listed([_of_group(known, row) for row in given])
        yield f"The {what} of {ref('in_text', score.name)} was {each}."


def _of_group(known: Draft, row: Number) -> str:
    group = f"{'with' if known.by_diagnosis else 'in'} {known.among(row.group)}"
    return known.sentence(row, f"{{}} ({{level}} {{ci}}) {group}")
