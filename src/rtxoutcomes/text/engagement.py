"""Sentences on the models of engagement: their type I error, and the groups of patients."""

from collections.abc import Iterator, Mapping

from rtxoutcomes.results.method import MethodKey
from rtxoutcomes.results.number import Number
from rtxoutcomes.results.quantity import Quantity
from rtxoutcomes.text.draft import EVENT, Draft, exposure_words, exposures_words, listed, ref
from rtxoutcomes.text.relapse_sentences import callout

LEVEL = "{{ = 5% }}"
NOTE = "above_nominal_level"
ABSENT_GROUPS = (
    "Members of one group influence each other's activity and reporting; group membership was not "
    "recorded, so standard errors assume independent patients."
)
GROUPS = (
    "Members of one group influence each other's activity and reporting; patients took part in {} "
    "{}, and standard errors assume independent patients{}."
)
UNCOUNTED_GROUPS = (
    "Members of one group influence each other's activity and reporting; standard errors assume "
    "independent patients."
)
BY_GROUP = ", while the permutations of engagement exchanged whole groups"
WITHOUT_GROUP = "; no group was recorded for {} of the patients at risk at the landmark"


def engagement_sentences(known: Draft, pointers: Mapping[str, str]) -> Iterator[str]:
    """Engagement and later relapse in one sentence, where the rest is, and what it is not."""
    reported = [row for row in known.index.of("engagement") if row.role == "reported"]
    rows = [row for row in reported if known.has(row)]
    if not rows:
        return
    see = callout(pointers, "engagement", "figure engagement")
    relapse = [row for row in rows if row.endpoint == "relapse"]
    others = [name for name in dict.fromkeys(r.endpoint for r in rows) if name != "relapse"]
    if relapse:
        yield _hazards(known, relapse, see if not others else "")
    if others:
        outcomes = listed([ref("in_text", name) for name in others])
        tables = listed([pointers[k] for k in ("engagement", "figure engagement") if k in pointers])
        where = f"are in {tables}" if tables else "are in the results"
        yield f"The models of later changes of {outcomes} {where}."
    for row in rows:
        outcome = EVENT if row.endpoint == "relapse" else ref("in_text", row.endpoint)
        related = f"{exposure_words(row.channel, row.activity)} and {outcome}"
        yield from above_nominal(known, row, related)
    identified = not any(row.note == "not_identifiable" for row in rows)
    effects = "" if identified else ", and the effects of the channels cannot be identified"
    yield f"These are associations: engagement was not assigned{effects}."


def _hazards(known: Draft, rows: list[Number], see: str) -> str:
    """The hazard ratio of each exposure, per doubling of one more than the count."""
    landmark = known.ref(rows[0], "months")
    each = [_of_exposure(known, row) for row in rows]
    events = known.ref(rows[0], "events") if known.has(rows[0], "events") else ""
    same = len({(row.n, row.events) for row in rows}) == 1 and events
    size = f" ({known.ref(rows[0], 'n')} patients, {events} with a later {EVENT})" if same else ""
    return (
        f"The hazard ratio for {EVENT} after month {landmark}, per doubling of one plus the count "
        f"up to then, was {listed(each)}{size}{see}."
    )


def _of_exposure(known: Draft, row: Number) -> str:
    interval = " ({level} {ci})" if known.has(row, "ci") else ""
    return known.sentence(row, f"{{}}{interval} for {exposures_words(row.channel, row.activity)}")


def above_nominal(known: Draft, effect: Number, model: str) -> Iterator[str]:
    """That a primary model has a type I error above nominal, and the P value from permutations.

    `model` names the exposure and the outcome.
    """
    rejections = _of_model(known, effect, Quantity.PERMUTATION_REJECTIONS)
    if rejections is None or rejections.note != NOTE or not known.has(rejections):
        return
    error = known.sentence(rejections, "{} ({level} {ci})")
    yield (
        f"The type I error of the model of {model} was above nominal: it rejected at {LEVEL} in "
        f"{error} of the permutations of engagement."
    )
    test = _of_model(known, effect, Quantity.PERMUTATION_TEST)
    if known.has(test, "p"):
        yield f"The permutation test of this model gave {known.ref(test, 'p')}."


def groups(known: Draft) -> Iterator[str]:
    """That patients of one group are not independent, where engagement was analysed."""
    rows = known.index.of("engagement")
    if not any(known.has(row) and row.role == "reported" for row in rows):
        return
    counts = [row for row in rows if row.quantity is Quantity.ENGAGEMENT_GROUPS]
    given = next((row for row in counts if known.has(row)), None)
    if given is None:
        yield ABSENT_GROUPS if counts else UNCOUNTED_GROUPS
        return
    exchanged = any(r.method_key == MethodKey.ENGAGEMENT_GROUP_PERMUTATION for r in rows)
    named = "group" if given.estimate == 1 else "groups"
    more = BY_GROUP if exchanged else ""
    more += WITHOUT_GROUP.format(known.ref(given, "dropped")) if given.dropped else ""
    yield GROUPS.format(known.ref(given), named, more)


def _of_model(known: Draft, effect: Number, quantity: Quantity) -> Number | None:
    """The row of a quantity of the model that the effect is of."""
    place = effect.endpoint, effect.month, effect.channel, effect.activity
    answers = known.index.answers("engagement", *place)
    return answers.first(effect.group, quantity, level=effect.level, model=effect.model)
