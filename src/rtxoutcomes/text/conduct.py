"""Sentences on how a study was conducted: inclusion, assessment, deaths, and who reported what."""

import math
from collections.abc import Iterator

from rtxoutcomes.calendar import SAME_TIME
from rtxoutcomes.presentation.rows import Answers
from rtxoutcomes.results.number import Number
from rtxoutcomes.results.quantity import Quantity
from rtxoutcomes.results.row import ALL
from rtxoutcomes.text.draft import EVENT, EVENTS, Draft, listed, outcome_words, ref
from rtxoutcomes.text.outcomes import declared_outcomes

NOT_ATTEMPTED = "not_attempted"
AT_LEAST = (
    f"At least {ref('study', 'minimum_follow_up')} months of follow-up were required for inclusion."
)
NOT_REACHED = (
    "A minimum follow-up of {} months was declared as a condition for inclusion; the shortest "
    "follow-up was {} months."
)
NO_MINIMUM = "No minimum follow-up was required for inclusion."
UNDER_FOLLOW_UP = "Outcomes were analysed as observed while patients were under follow-up"
TREATMENT_UNKNOWN = f"{UNDER_FOLLOW_UP}; whether treatment continued was not recorded."
TREATMENT_UNUSED = f"{UNDER_FOLLOW_UP}, whether or not infusions continued."
BLINDED = "Outcome assessors were blinded to treatment."
UNBLINDED = "Outcome assessors were not blinded to treatment."
ALIVE = "Changes are among patients alive and assessed at follow-up."
MISSING_PATIENTS = (
    "patients who stopped early are missing, and risks and changes may look more favourable than "
    "among all patients treated."
)
SHORTEST = (
    f"All patients had at least {{}} months of follow-up. If this was a condition for inclusion, "
    f"{MISSING_PATIENTS}"
)
REQUIRED = (
    f"Since at least {ref('study', 'minimum_follow_up')} months of follow-up were required for "
    f"inclusion, {MISSING_PATIENTS}"
)
NOT_MET = (
    f"A minimum follow-up of {ref('study', 'minimum_follow_up')} months was declared as a "
    "condition for inclusion, but not all patients included were followed for as long; whether "
    "other patients who stopped early are missing is not known."
)
KNOWLEDGE = "knowledge of the treatment can influence how outcomes are assessed."
BLINDING_UNKNOWN = f"Whether outcome assessors were blinded was not recorded; {KNOWLEDGE}"
NOT_BLINDED = f"Outcome assessors were not blinded; {KNOWLEDGE}"
MORE_OCCASIONS = (
    f"patients who took part more had more occasions to report {EVENTS}, so that an association "
    f"between engagement and {EVENTS} may reflect reporting."
)
SOURCE_UNKNOWN = (
    f"How {EVENTS} became known was not recorded. If some were reported through the channels, "
    f"{MORE_OCCASIONS}"
)
EXPOSURE = "Engagement in {} is an exposure of this study: {}"
HORIZONS = (Quantity.RISK, Quantity.SURVIVAL, Quantity.RESTRICTED_MEAN)


def inclusion(known: Draft) -> Iterator[str]:
    """Whether a minimum follow-up was a condition for inclusion; nothing if that is not known."""
    least = known.index.study.study.minimum_follow_up_months
    if least is not None and (shortest := _shortest_below(known, least)):
        yield NOT_REACHED.format(ref("study", "minimum_follow_up"), shortest)
    elif least is not None:
        yield AT_LEAST if least > 0 else NO_MINIMUM


def selection(known: Draft) -> Iterator[str]:
    """What a condition of a minimum follow-up, declared or apparent, does to risks and changes."""
    least = known.index.study.study.minimum_follow_up_months
    if least:
        yield NOT_MET if _shortest_below(known, least) else REQUIRED
    if least is not None:
        return
    shortest = _shortest(known)
    horizons = [r.month for r in known.index.rows if r.quantity in HORIZONS and known.has(r)]
    if known.has(shortest) and horizons and shortest.estimate >= min(horizons):
        yield SHORTEST.format(_months(known, shortest))


def _shortest(known: Draft) -> Number | None:
    answers = known.index.answers("follow_up", "follow_up_months")
    return answers.first(ALL, Quantity.MINIMUM)


def _shortest_below(known: Draft, least: float) -> str:
    """The shortest follow-up where it is below the declared minimum, else empty.

    One within the tolerance of the study reaches it, as in validation.
    """
    shortest, least = _shortest(known), least - known.index.study.relapse.risk_tolerance
    short = known.has(shortest) and shortest.estimate < least * (1 - SAME_TIME)
    return _months(known, shortest) if known.has(shortest) and short else ""


def _months(known: Draft, row: Number) -> str:
    """A duration; whole months without decimals."""
    digits = " | 0" if row.estimate.is_integer() else ""
    return ref(f"{known.reference(row)}{digits}")


def assessment(known: Draft) -> Iterator[str]:
    """The declared outcomes, blinding where declared, and what treatment has to do with it."""
    if not _outcomes_given(known):
        return
    yield from declared_outcomes(known)
    blinded = known.index.study.study.assessor_blinded
    if blinded is not None:
        yield BLINDED if blinded else UNBLINDED
    infusions = known.index.answers("flow", "flow").has(Quantity.INFUSION_RECORDED)
    yield TREATMENT_UNUSED if infusions else TREATMENT_UNKNOWN
    if any(row.quantity is Quantity.DIED_WITHOUT_VALUE for row in known.index.of("flow")):
        yield ALIVE


def unblinded(known: Draft) -> Iterator[str]:
    """That assessors were not blinded, or that this was not recorded."""
    blinded = known.index.study.study.assessor_blinded
    if not blinded and _outcomes_given(known):
        yield BLINDING_UNKNOWN if blinded is None else NOT_BLINDED


def deaths(known: Draft) -> Iterator[str]:
    """Patients who died before an outcome could be observed, for each outcome."""
    parts = list(_deaths(known))
    if parts:
        yield f"Of the patients who died, {listed(parts)}."


def _deaths(known: Draft) -> Iterator[str]:
    for row in known.index.of("flow"):
        if row.group != ALL or not row.estimate:
            continue
        if row.quantity is Quantity.DIED_WITHOUT_EVENT:
            yield f"{known.ref(row)} had no {EVENT} before"
        if row.quantity is Quantity.DIED_WITHOUT_VALUE:
            outcome = outcome_words(known.index.study, row.endpoint)
            when = "follow-up" if math.isnan(row.month) else "the fixed time"
            yield f"{known.ref(row)} had no value of {outcome} at {when}"


def ascertainment(known: Draft) -> Iterator[str]:
    """Whether events became known through a channel that is an exposure of the same study."""
    exposed = [r for r in known.index.of("engagement") if r.endpoint == "relapse"]
    if not any(row.status != NOT_ATTEMPTED for row in exposed):
        return
    answers = known.index.answers("relapse", "relapse")
    if not answers.has(Quantity.EVENTS_BY_SOURCE):
        yield SOURCE_UNKNOWN
        return
    names = [channel.name for channel in known.index.study.channels]
    rows = [answers.first(ALL, Quantity.EVENTS_BY_SOURCE, level=name) for name in names]
    given = [row for row in rows if row is not None and row.events]
    total = answers.first(ALL, Quantity.RATE)
    if given and known.has(total, "events"):
        became = " became known"
        parts = [
            f"{known.ref(row, 'events')}{'' if place else became} through "
            f"{ref('channel', row.level)}"
            for place, row in enumerate(given)
        ]
        of_all = f"Of {known.ref(total, 'events')} {EVENTS}, {listed(parts)}"
        channels = listed([ref("channel", row.level) for row in given])
        yield f"{of_all}. {EXPOSURE.format(channels, MORE_OCCASIONS)}"


def _outcomes_given(known: Draft) -> bool:
    """Whether relapses were collected, or the change of a score."""
    rows = [row for key in ("relapse", "change") for row in known.index.of(key)]
    return any(row.status != NOT_ATTEMPTED for row in rows)


def exclusions(known: Draft, flow: Answers) -> Iterator[str]:
    """How many patients were excluded before any analysis, and why."""
    before = flow.first(ALL, Quantity.BEFORE_EXCLUSION)
    rows = [r for r in flow.rows if r.group == ALL and r.quantity is Quantity.EXCLUDED]
    if known.has(before) and rows:
        each = [f"{known.ref(row, 'category')} ({known.ref(row)})" for row in rows]
        reasons = "this reason" if len(rows) == 1 else "these reasons"
        yield (
            f"Of {known.ref(before)} patients, those with {reasons} were excluded before the "
            f"analysis: {listed(each)}."
        )
