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

MEDIAN = "Hodges-Lehmann estimate of the median change"


def ranked_sentence(known: Draft, answers: Answers, group: str) -> Iterator[str]:
    """The signed-rank test, where the study chose it, with the set that it inverts."""
    rows = [answers.first(group, q) for q in (Quantity.HODGES_LEHMANN, Quantity.SIGNED_RANK)]
    mean = answers.first(group, Quantity.MEAN_CHANGE)
    # Where families have both tests, that of the mean change is the one of the text.
    chosen = not known.has(mean, "p_adjusted") and known.has(rows[1], "p")
    if known.all_given(rows[:1]) and chosen and rows[0] is not None and rows[1] is not None:
        shift = known.sentence(rows[0], "The Hodges-Lehmann estimate of change was {}")
        inside = [known.sentence(rows[0], "{level} {ci}"), *tested(known, rows[1])]
        yield f"{shift} ({'; '.join(inside)})."


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


def change_sentence(known: Draft, answers: Answers, change: Number, score: Score) -> str:
    """`Mean EDSS was 2.69 points at baseline and 2.37 at follow-up in RRMS (n = 42; ...)`."""
    interval = [known.sentence(change, "{level} {ci}")] if known.has(change, "ci") else []
    ranks = declares(known.index.study, score.name, Quantity.SIGNED_RANK)
    own_test = tested(known, change) if known.has(change, "p_adjusted") or not ranks else ()
    inside = [*interval, *own_test]
    missing = f"; {known.ref(change, 'dropped')} missing" if change.dropped else ""
    what = "ratio of geometric means" if score.scale == "log" else "mean change"
    quantities = (Quantity.BASELINE_MEAN, Quantity.FOLLOW_UP_MEAN)
    rows = known.all_given([answers.first(change.group, quantity) for quantity in quantities])
    censored = censored_clause(known, answers, change)
    who = f"{known.among(change.group)} (n = {known.ref(change, 'n')}{missing}"
    name = ref("in_text", score.name)
    # A mean with some values at the limit is not the one that the ratio compares.
    if censored or not rows:
        brackets = f" ({'; '.join(inside)})" if inside else ""
        of = f"the {what} of {name} was {known.ref(change)}{brackets}"
        return f"In {who}), {of}{censored}."
    before, after = map(known.ref, rows)
    unit = f" {ref('unit', score.name)}" if score.unit else ""
    means = f"Mean {name} was {before}{unit} at baseline and {after} at follow-up in {who}"
    return f"{means}; {'; '.join([f'{what} {known.ref(change)}', *inside])})."


def reported_change(study: Study, answers: Answers, score: Score) -> Quantity:
    """The quantity that the text gives as the change of a score."""
    if score.scale == "log":
        return Quantity.GEOMETRIC_MEAN_RATIO
    median = is_median(study, score.name) and answers.has(Quantity.HODGES_LEHMANN)
    return Quantity.HODGES_LEHMANN if median else Quantity.MEAN_CHANGE


def median_sentence(known: Draft, change: Number, test: Number | None, score: Score) -> str:
    """`In RRMS (n = 42), the Hodges-Lehmann estimate of the median change of EDSS was ...`."""
    missing = f"; {known.ref(change, 'dropped')} missing" if change.dropped else ""
    who = f"{known.among(change.group)} (n = {known.ref(change, 'n')}{missing})"
    interval = [known.sentence(change, "{level} {ci}")] if known.has(change, "ci") else []
    inside = [*interval, *([] if test is None else tested(known, test))]
    unit = f" {ref('unit', score.name)}" if score.unit else ""
    brackets = f" ({'; '.join(inside)})" if inside else ""
    of = f"{MEDIAN} of {ref('in_text', score.name)} was {known.ref(change)}{unit}"
    return f"In {who}, the {of}{brackets}."


def directions(known: Draft, answers: Answers, score: Score, group: str) -> Iterator[str]:
    """How many patients had a lower, an equal and a higher value, and who changed by a step."""
    three = (Quantity.LOWER, Quantity.UNCHANGED, Quantity.HIGHER)
    rows = known.all_given([answers.first(group, each) for each in three], "events")
    if not rows:
        return
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
        text += f"; by the step rule, unconfirmed, {improved} improved and {worsened} worsened"
    yield f"{text}."


def _counted(known: Draft, row: Number) -> str:
    """`21 (50%)`, `nine (21%)`, `none`."""
    if not row.events:
        return "none"
    return known.sentence(row, "{count} ({percent})" if known.has(row, "percent") else "{count}")


def family_sentence(known: Draft, answers: Answers) -> Iterator[str]:
    """Whose P values are adjusted together, once for all groups."""
    study = known.index.study
    adjusted = [row for row in answers.rows if known.has(row, "p_adjusted")]
    for family in families_of(study, adjusted):
        yield f"Holm-adjusted P values are those of the {family_text(study, family)}."
