"""What the Results say of the change of a score in one diagnosis, and its test."""

from collections.abc import Iterator

from rtxoutcomes.presentation.families import (
    declares,
    families_of,
    family_of,
    family_words,
    has_printed_name,
    is_median,
)
from rtxoutcomes.presentation.rows import Answers
from rtxoutcomes.results.number import Number
from rtxoutcomes.results.quantity import Quantity
from rtxoutcomes.study import Family, Score, Study
from rtxoutcomes.text.draft import Draft, ref
from rtxoutcomes.text.quantification import censored_clause
from rtxoutcomes.text.template import true_when

MEDIAN = "Hodges-Lehmann estimate of the median change"


def ranked_given(known: Draft, answers: Answers, group: str) -> bool:
    """The signed-rank test of this score is declared and was done, and is not that of a median."""
    study, (shift, test) = known.index.study, _ranked(answers, group)
    # Where families have both tests, that of the mean change is the one of the text.
    mean_tested = known.has(answers.first(group, Quantity.MEAN_CHANGE), "p_adjusted")
    declared = declares(study, answers.endpoint, Quantity.SIGNED_RANK)
    chosen = declared and not mean_tested and not is_median(study, answers.endpoint)
    return chosen and known.has(shift) and known.has(test, "p")


@true_when(ranked_given)
def ranked(known: Draft, answers: Answers, group: str) -> str:
    """The signed-rank test, with the set that it inverts."""
    shift, test = _ranked(answers, group)
    if shift is None or test is None:
        return ""
    inside = [known.sentence(shift, "{level} {ci}"), *tested(known, test)]
    estimate = known.sentence(shift, "The Hodges-Lehmann estimate of change was {}")
    return f"{estimate} ({'; '.join(inside)})."


def _ranked(answers: Answers, group: str) -> tuple[Number | None, Number | None]:
    return (
        answers.first(group, Quantity.HODGES_LEHMANN),
        answers.first(group, Quantity.SIGNED_RANK),
    )


def tested(known: Draft, row: Number) -> Iterator[str]:
    """The P value of a row, and that adjusted within its family."""
    if known.has(row, "p"):
        yield known.ref(row, "p")
    family = family_of(known.index.study, row)
    if family is not None and known.has(row, "p_adjusted"):
        yield f"Holm-adjusted {known.ref(row, 'p_adjusted')}"


def family_text(study: Study, family: Family) -> str:
    """A family in words; as a reference where they hold its name, which is the authors'."""
    if not has_printed_name(study, family):
        return family_words(study, family)
    return ref("study", f"family_{study.multiplicity.declared.index(family) + 1}")


def mean_estimated(known: Draft, _answers: Answers, change: Number, _score: Score) -> bool:
    """The change of the score was estimated in this group, and is reported as a mean or a ratio."""
    return known.has(change) and change.quantity is not Quantity.HODGES_LEHMANN


@true_when(mean_estimated)
def mean_change(known: Draft, answers: Answers, change: Number, score: Score) -> str:
    """`Mean EDSS was 2.69 points at baseline and 2.37 at follow-up in patients with RRMS (...)`."""
    interval = [known.sentence(change, "{level} {ci}")] if known.has(change, "ci") else []
    ranks = declares(known.index.study, score.name, Quantity.SIGNED_RANK)
    own_test = tested(known, change) if known.has(change, "p_adjusted") or not ranks else ()
    inside = [*interval, *own_test]
    missing = f"; {known.ref(change, 'dropped')} missing" if change.dropped else ""
    what = "ratio of geometric means" if score.scale == "log" else "mean change"
    quantities = (Quantity.BASELINE_MEAN, Quantity.FOLLOW_UP_MEAN)
    rows = known.all_given([answers.first(change.group, quantity) for quantity in quantities])
    censored = censored_clause(known, answers, change)
    who = f"in {known.who(change.group)} (n = {known.ref(change, 'n')}{missing}"
    name = ref("in_text", score.name)
    # A mean with some values at the limit is not the one that the ratio compares.
    if censored or not rows:
        brackets = f" ({'; '.join(inside)})" if inside else ""
        of = "of" if score.scale == "log" else "in"
        return f"The {what} {of} {name} {who}) was {known.ref(change)}{brackets}{censored}."
    before, after = map(known.ref, rows)
    unit = f" {ref('unit', score.name)}" if score.unit else ""
    means = f"Mean {name} was {before}{unit} at baseline and {after}{unit} at follow-up {who}"
    return f"{means}; {'; '.join([f'{what} {known.ref(change)}', *inside])})."


def reported_change(study: Study, answers: Answers, score: Score) -> Quantity:
    """The quantity that the text gives as the change of a score."""
    if score.scale == "log":
        return Quantity.GEOMETRIC_MEAN_RATIO
    median = is_median(study, score.name) and answers.has(Quantity.HODGES_LEHMANN)
    return Quantity.HODGES_LEHMANN if median else Quantity.MEAN_CHANGE


def median_estimated(known: Draft, _answers: Answers, change: Number, _score: Score) -> bool:
    """The change of the score was estimated in this group, and is reported as a median."""
    return known.has(change) and change.quantity is Quantity.HODGES_LEHMANN


@true_when(median_estimated)
def median_change(known: Draft, answers: Answers, change: Number, score: Score) -> str:
    """`In patients with RRMS (n = 42), the Hodges-Lehmann estimate of the median change in ...`."""
    missing = f"; {known.ref(change, 'dropped')} missing" if change.dropped else ""
    who = f"{known.who(change.group)} (n = {known.ref(change, 'n')}{missing})"
    interval = [known.sentence(change, "{level} {ci}")] if known.has(change, "ci") else []
    test = answers.first(change.group, Quantity.SIGNED_RANK)
    inside = [*interval, *(() if test is None else tested(known, test))]
    unit = f" {ref('unit', score.name)}" if score.unit else ""
    brackets = f" ({'; '.join(inside)})" if inside else ""
    of = f"{MEDIAN} in {ref('in_text', score.name)} was {known.ref(change)}{unit}"
    return f"In {who}, the {of}{brackets}."


def directions_counted(known: Draft, answers: Answers, _score: Score, group: str) -> bool:
    """Patients with a lower, an unchanged and a higher value were counted in this group."""
    return bool(_directions(known, answers, group))


@true_when(directions_counted)
def directions(known: Draft, answers: Answers, score: Score, group: str) -> str:
    """How many patients had a lower, an equal and a higher value, and who changed by a step."""
    rows = _directions(known, answers, group)
    lower, same, higher = (_counted(known, row) for row in rows)
    # Patients are named once, with the first count.
    patients = "patient" if rows[0].events == 1 else "patients"
    first = (
        lower.replace(" (", f" {patients} (", 1) if rows[0].events else f"{lower} of the patients"
    )
    name = ref("score", score.name)
    text = (
        f"{name} was lower than at baseline in {first}, unchanged in {same} and higher in {higher}"
    )
    steps = (Quantity.IMPROVED_BY_STEP, Quantity.WORSENED_BY_STEP)
    both = known.all_given([answers.first(group, each) for each in steps], "events")
    if both:
        improved, worsened = (known.ref(row, "count") for row in both)
        text += f"; by the step rule, {improved} improved and {worsened} worsened (unconfirmed)"
    return f"{text}."


def _directions(known: Draft, answers: Answers, group: str) -> list[Number]:
    three = (Quantity.LOWER, Quantity.UNCHANGED, Quantity.HIGHER)
    return known.all_given([answers.first(group, each) for each in three], "events")


def _counted(known: Draft, row: Number) -> str:
    """`21 (50%)`, `nine (21%)`, `none`."""
    if not row.events:
        return "none"
    return known.sentence(row, "{count} ({percent})" if known.has(row, "percent") else "{count}")


def adjusted_tests(known: Draft, answers: Answers) -> bool:
    """P values of the score were adjusted within a declared family of tests."""
    return bool(_families(known, answers))


@true_when(adjusted_tests)
def adjusted_within(known: Draft, answers: Answers) -> str:
    """Whose P values are adjusted together, once for all groups."""
    study = known.index.study
    named = " and the ".join(family_text(study, each) for each in _families(known, answers))
    return f"Holm-adjusted P values are those of the {named}."


def _families(known: Draft, answers: Answers) -> list[Family]:
    adjusted = [row for row in answers.rows if known.has(row, "p_adjusted")]
    return families_of(known.index.study, adjusted)
