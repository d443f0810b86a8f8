"""The structured abstract: what the results say of the design and the outcomes, in brief."""

from collections.abc import Iterator

from rtxoutcomes.results.number import Number
from rtxoutcomes.results.quantity import Quantity
from rtxoutcomes.results.row import ALL
from rtxoutcomes.study import Score
from rtxoutcomes.study.outcomes import RELAPSE, SAFETY, rank
from rtxoutcomes.text.change_sentences import MEDIAN, reported_change
from rtxoutcomes.text.contrasts import changes_compared, differences
from rtxoutcomes.text.draft import Draft, listed, ref
from rtxoutcomes.text.methods import LEVEL
from rtxoutcomes.text.participants import follow_up
from rtxoutcomes.text.relapse_sentences import occurrence_in_brief, risks
from rtxoutcomes.text.safety_sentences import safety_sentences
from rtxoutcomes.text.template import true_when

CHANGES = {
    Quantity.GEOMETRIC_MEAN_RATIO: "ratio of geometric means",
    Quantity.MEAN_CHANGE: "mean change",
    Quantity.HODGES_LEHMANN: MEDIAN,
}
BACKGROUND = "[Authors: what is known, what is not, and the question.]"
CONCLUSIONS = "[Authors: what the results mean, and what they cannot show.]"


def abstract(known: Draft, design: str) -> str:
    """Background, methods, results and conclusions; the first and the last are the authors'."""
    parts = (
        ("Background", BACKGROUND),
        ("Methods", " ".join([design, *LEVEL(known)]).strip()),
        ("Results", " ".join(_results(known))),
        ("Conclusions", CONCLUSIONS),
    )
    return "\n\n".join(f"**{name}.** {text}" for name, text in parts if text)


def _results(known: Draft) -> Iterator[str]:
    """The outcomes by their rank; in a randomised study the first one with its comparison."""
    yield from follow_up(known)
    study = known.index.study
    scores = {score.name: score for score in study.scores}
    ranked = sorted((RELAPSE, *scores, SAFETY), key=lambda name: rank(study.outcomes, name))
    for place, name in enumerate(name for name in ranked if study.report.reports(name)):
        compared = study.is_randomised and bool(study.outcomes) and place == 0
        if name == RELAPSE:
            yield from _relapse(known)
            yield from differences(known, {}) if compared else ()
        elif name == SAFETY:
            yield from safety_sentences(known, known.index.answers("safety", name))
        else:
            yield from change_in_brief(known, scores[name])
            yield from changes_compared(known, scores[name]) if compared else ()


def _relapse(known: Draft) -> Iterator[str]:
    row = known.index.answers("relapse", "relapse").first(ALL, Quantity.PROPORTION)
    yield from occurrence_in_brief(known, row)
    yield from list(risks(known))[:1]


def change_with_interval(known: Draft, score: Score) -> bool:
    """The change of the score has an interval in at least one group."""
    return bool(_given(known, score))


@true_when(change_with_interval)
def change_in_brief(known: Draft, score: Score) -> str:
    """The change of a score in every group, in one sentence."""
    quantity = _reported(known, score)
    of = "in" if quantity is Quantity.MEAN_CHANGE else "of"
    unit = f" {ref('unit', score.name)}" if score.unit and score.scale != "log" else ""
    each = [
        known.sentence(row, f"{{}}{unit} ({{level}} {{ci}}){known.of_group(row.group)}")
        for row in _given(known, score)
    ]
    return f"The {CHANGES[quantity]} {of} {ref('in_text', score.name)} was {listed(each)}."


def _reported(known: Draft, score: Score) -> Quantity:
    answers = known.index.answers("change", score.name)
    return reported_change(known.index.study, answers, score)


def _given(known: Draft, score: Score) -> list[Number]:
    quantity, answers = _reported(known, score), known.index.answers("change", score.name)
    rows = [answers.first(group, quantity) for group in known.index.groups]
    return [row for row in rows if known.has(row) and known.has(row, "ci")]
