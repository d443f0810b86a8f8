"""Sentences on engagement: its association with outcomes, and what limits the models."""

from collections.abc import Iterator, Mapping

from rtxoutcomes.results.method import MethodKey
from rtxoutcomes.results.number import Number
from rtxoutcomes.results.quantity import Quantity
from rtxoutcomes.results.row import ALL
from rtxoutcomes.text.conditions import engagement_modelled
from rtxoutcomes.text.draft import EVENT, Draft, exposures_words, listed, ref, words_in_text
from rtxoutcomes.text.relapse_sentences import callout, with_callout
from rtxoutcomes.text.template import Template, true_when

LEVEL = "{{ fixed.level }}"
ABOVE_NOMINAL = "above_nominal_level"
INFLUENCE = (
    "Patients who took part together may have influenced each other's activity and reporting"
)


def engagement_sentences(known: Draft, pointers: Mapping[str, str]) -> Iterator[str]:
    """Engagement and the later event, where the rest is, and what the estimates are not."""
    see = callout(pointers, "engagement", "figure engagement")
    scored = scores_modelled(known, see)
    yield from with_callout(list(hazards(known, see)), "" if scored else see)
    yield from later_changes(known, see)
    yield from associations(known, see)


def event_modelled(known: Draft, _see: str) -> bool:
    """A model of engagement and the event could be fitted."""
    return any(row.endpoint == "relapse" for row in _modelled(known))


def scores_modelled(known: Draft, _see: str) -> bool:
    """A model of engagement and the change of a score could be fitted."""
    return any(row.endpoint != "relapse" for row in _modelled(known))


def something_modelled(known: Draft, _see: str) -> bool:
    """A model of engagement could be fitted; engagement is not assigned in any study."""
    return engagement_modelled(known)


@true_when(event_modelled)
def hazards(known: Draft, _see: str) -> str:
    """The hazard ratio of each exposure, per doubling of one more than the count."""
    rows = [row for row in _modelled(known) if row.endpoint == "relapse"]
    each = [_of_exposure(known, row) for row in rows]
    events = known.ref(rows[0], "events") if known.has(rows[0], "events") else ""
    same = len({(row.n, row.events) for row in rows}) == 1 and events
    size = f" ({known.ref(rows[0], 'n')} patients, {events} with a later {EVENT})" if same else ""
    return (
        f"The hazard ratio for {EVENT} after month {known.ref(rows[0], 'months')}, per doubling of "
        f"one plus the count up to then, was {listed(each)}{size}."
    )


@true_when(scores_modelled)
def later_changes(known: Draft, see: str) -> str:
    """Where the models of scores are."""
    scores = [row.endpoint for row in _modelled(known) if row.endpoint != "relapse"]
    named = listed([ref("in_text", name) for name in dict.fromkeys(scores)])
    where = see.replace(", ", " and ") or "the results"
    return f"The models of later changes in {named} are in {where}."


@true_when(something_modelled)
def associations(known: Draft, _see: str) -> str:
    """That engagement was not assigned."""
    together = " and cannot be separated from treatment" if effects_not_separable(known) else ""
    return f"These are associations: engagement was not assigned{together}."


def _modelled(known: Draft) -> list[Number]:
    rows = known.index.of("engagement")
    return [row for row in rows if row.role == "reported" and known.has(row)]


def _of_exposure(known: Draft, row: Number) -> str:
    interval = " ({level} {ci})" if known.has(row, "ci") else ""
    return known.sentence(row, f"{{}}{interval} for {exposures_words(row.channel, row.activity)}")


def effects_not_separable(known: Draft) -> bool:
    """No patient is known to have begun treatment before engagement."""
    return any(row.note == "not_identifiable" for row in known.index.rows)


def above_nominal(known: Draft, effect: Number) -> bool:
    """A primary model of engagement rejects too often where engagement is permuted."""
    rejections = _of_model(known, effect, Quantity.PERMUTATION_REJECTIONS)
    return known.has(rejections) and rejections.note == ABOVE_NOMINAL


@true_when(above_nominal)
def type_one_error(known: Draft, effect: Number) -> str:
    """The type I error of a model, and the P value from permutations where it is printed."""
    rejections = _of_model(known, effect, Quantity.PERMUTATION_REJECTIONS)
    test = _of_model(known, effect, Quantity.PERMUTATION_TEST)
    error = "" if rejections is None else known.sentence(rejections, "{} ({level} {ci})")
    outcome = words_in_text(known.index.study, effect.endpoint)
    p = (
        f"; a permutation test of this model gave {known.ref(test, 'p')}"
        if known.has(test, "p")
        else ""
    )
    return (
        f"The type I error of the model of {exposures_words(effect.channel, effect.activity)} and "
        f"{outcome} was above nominal: it rejected at {LEVEL} in {error} of permutations of "
        f"engagement{p}."
    )


def type_one_errors(known: Draft) -> Iterator[str]:
    """The primary models whose type I error is above nominal."""
    for row in _modelled(known):
        yield from type_one_error(known, row)


def months_not_read(known: Draft) -> bool:
    """Exports of an activity did not cover every month of some patient's follow-up."""
    return bool(_not_read(known))


@true_when(months_not_read)
def unread_months(known: Draft) -> str:
    """In how many patients months of an activity were never read."""
    each = [
        f"{exposures_words(row.channel, row.activity)} in {known.ref(row, 'count')} of "
        f"{known.patients(row)} patients"
        for row in _not_read(known)
    ]
    return (
        f"Exports did not cover every month of follow-up for {listed(each)}; models exclude "
        "patients without the months that they need."
    )


def _not_read(known: Draft) -> list[Number]:
    rows = known.index.of("participation")
    return [r for r in rows if r.quantity is Quantity.MONTHS_NOT_READ and r.group == ALL]


def groups_recorded(known: Draft) -> bool:
    """Engagement was modelled, and the group in which each patient took part was recorded."""
    return engagement_modelled(known) and _groups(known) is not None


def groups_not_recorded(known: Draft) -> bool:
    """Engagement was modelled, and the groups in which patients took part were not recorded."""
    return engagement_modelled(known) and _groups(known) is None and bool(_group_rows(known))


def groups_not_counted(known: Draft) -> bool:
    """Engagement was modelled, and its results do not count groups."""
    return engagement_modelled(known) and not _group_rows(known)


@true_when(groups_recorded)
def groups_counted(known: Draft) -> str:
    """In how many groups patients took part, and what took account of them."""
    given = _groups(known)
    if given is None:
        return ""
    rows = known.index.of("engagement")
    exchanged = any(r.method_key == MethodKey.ENGAGEMENT_GROUP_PERMUTATION for r in rows)
    more = ", while the permutations of engagement exchanged whole groups" if exchanged else ""
    if given.dropped:
        more += f"; no group was recorded for {known.ref(given, 'dropped')} of the patients at risk"
        more += " at the landmark"
    named = "group" if given.estimate == 1 else "groups"
    return (
        f"{INFLUENCE}; patients took part in {known.ref(given)} {named}, and standard errors "
        f"assume independent patients{more}."
    )


GROUPS = (
    groups_counted,
    Template(
        "groups_unknown",
        groups_not_recorded,
        f"{INFLUENCE}; group membership was not recorded, so standard errors assume independent "
        "patients.",
    ),
    Template(
        "groups_assumed_independent",
        groups_not_counted,
        f"{INFLUENCE}; standard errors assume independent patients.",
    ),
)


def _group_rows(known: Draft) -> list[Number]:
    rows = known.index.of("engagement")
    return [row for row in rows if row.quantity is Quantity.ENGAGEMENT_GROUPS]


def _groups(known: Draft) -> Number | None:
    return next((row for row in _group_rows(known) if known.has(row)), None)


def _of_model(known: Draft, effect: Number, quantity: Quantity) -> Number | None:
    """The row of a quantity of the model that the effect is of."""
    place = effect.endpoint, effect.month, effect.channel, effect.activity
    answers = known.index.answers("engagement", *place)
    return answers.first(effect.group, quantity, level=effect.level, model=effect.model)
