"""Confirmed changes in sentences: how each was defined, what was found, what stays unknown."""

from collections.abc import Iterator

from rtxoutcomes.results.number import Number
from rtxoutcomes.results.quantity import Quantity
from rtxoutcomes.results.row import ALL
from rtxoutcomes.study import Confirmed
from rtxoutcomes.text.draft import EVENT, EVENTS, Draft, listed, ref
from rtxoutcomes.text.observation import patients_died
from rtxoutcomes.text.template import true_when

KEY = "confirmed"
# Beyond this share of late confirmations, 12 and 24 weeks are nearly one endpoint.
NEARLY_ALL, LATE_DAYS = 0.75, 168
REFERENCES = {
    "fixed": "the reference was the value at baseline",
    "roving": "the reference was the value at baseline and, after each confirmed change, the value "
    "that confirmed it {{ cite.kappos2018 }}",
    "roving_worsening": "the reference was the value at baseline and, after each confirmed "
    "worsening, the value that confirmed it {{ cite.kappos2018 }}",
}
_DEFINING = (
    *("score", "kind", "reference", "sustained", "improvement_step"),
    "exclude_days_after_relapse",
)
LATE = ref("fixed", "late_days")
SOURCES = {
    "mueller2023": "Müller and others {{ cite.mueller2023 }}",
    "mueller2023_strict": "Müller and others in their strict form {{ cite.mueller2023 }}",
    "cagol2022": "Cagol and others {{ cite.cagol2022 }}",
    "kappos2020": "Kappos and others {{ cite.kappos2020 }}",
}


def change_assessed(known: Draft, block: Confirmed) -> bool:
    """The study defines a confirmed change, and its score was collected."""
    return known.has(_first(known, block, Quantity.PROPORTION))


def relapses_related(known: Draft, block: Confirmed) -> bool:
    """Relapses were recorded, so that a confirmed worsening can be related to them."""
    return _first(known, block, Quantity.PATIENTS_BY_ASSOCIATION, "PIRA") is not None


def confirmed_late(known: Draft, block: Confirmed) -> bool:
    """More than three quarters of the changes were confirmed 24 weeks or more after their onset."""
    late = _first(known, block, Quantity.CONFIRMED_LATE)
    is_earlier = block.confirm_days < LATE_DAYS
    return is_earlier and known.has(late) and late.estimate > NEARLY_ALL


def last_visit_worse(known: Draft, block: Confirmed) -> bool:
    """A patient was worse at the last visit, without a later one to confirm it."""
    row = _first(known, block, Quantity.UNCONFIRMED)
    return known.has(row) and row.estimate > 0


@true_when(change_assessed)
def definition(_known: Draft, block: Confirmed) -> str:
    """When a patient had the change, and what was the reference."""
    direction = "worse" if block.kind == "worsening" else "better"
    by = "by the step declared for it"
    if block.kind == "improvement" and block.improvement_step == "reversible":
        by = "by a step whose way back would be a worsening"
    later = ", as was every later one" if block.sustained else ""
    near = (
        f"; no visit less than {ref('study', 'exclude_days', block.name)} days after the onset of "
        f"a {EVENT} was the reference or confirmed a change"
        if block.exclude_days_after_relapse
        else ""
    )
    return (
        f"A patient had {ref('in_text', block.name)} if every value from an onset up to the first "
        f"one {_confirm_days(block)} days or more later was {direction} than the reference {by} "
        f"({ref('study', 'steps', block.score)}){later}; {REFERENCES[block.reference]}{near}."
    )


def _confirm_days(block: Confirmed) -> str:
    return ref("study", "confirm_days", block.name)


@true_when(change_assessed)
def same_definition(_known: Draft, block: Confirmed) -> str:
    """A definition that differs from an earlier one in the days to its confirmation alone."""
    return (
        f"The definition of {ref('in_text', block.name)} was the same with {_confirm_days(block)} "
        "days."
    )


def _same_but_days(one: Confirmed, other: Confirmed) -> bool:
    return all(getattr(one, key) == getattr(other, key) for key in _DEFINING)


@true_when(relapses_related)
def relation_to_relapses(_known: Draft, block: Confirmed) -> str:
    """What RAW and PIRA are."""
    return (
        f"A worsening was associated with a {EVENT} (RAW) if one began in the "
        f"{ref('fixed', 'raw_days')} days up to its onset, and was progression independent "
        "of relapse activity (PIRA) if none began in the windows defined by "
        f"{SOURCES[block.pira]}."
    )


@true_when(confirmed_late)
def same_as_later(known: Draft, block: Confirmed) -> str:
    """That confirmation came so late that a longer one is nearly the same endpoint."""
    late = _first(known, block, Quantity.CONFIRMED_LATE)
    counted = "" if late is None else known.sentence(late, "{count} of {n} changes ({percent})")
    return (
        f"Of {ref('in_text', block.name)}, {counted} were confirmed "
        f"{LATE} days or more after their onset, so that confirmation after that time is nearly "
        "the same endpoint."
    )


@true_when(last_visit_worse)
def open_at_the_end(known: Draft, block: Confirmed) -> str:
    """How many changes were not confirmed, since no visit followed."""
    row = _first(known, block, Quantity.UNCONFIRMED)
    counted = "" if row is None else known.sentence(row, "{} of {n} patients")
    return (
        f"At the last visit {counted} were worse by a step that no later visit could confirm; for "
        f"{ref('in_text', block.name)} this was no event."
    )


@true_when(change_assessed)
def between_visits(_known: Draft, _block: Confirmed) -> str:
    """What visits that are months apart cannot show."""
    return (
        "A worsening that began and ended between two visits leaves no trace, and the relation of "
        f"a worsening to {EVENTS} rests on their reported onsets."
    )


@true_when(change_assessed)
def end_of_the_curve(_known: Draft, block: Confirmed) -> str:
    """That the curve is too high at its end, where no change can be confirmed any more."""
    return (
        "A change can be confirmed only if a later visit follows. No patient could have "
        f"{ref('in_text', block.name)} with an onset less than {_confirm_days(block)} days before "
        "the last visit, so that its risk is underestimated at the end of follow-up."
    )


def held_to_the_end(known: Draft, block: Confirmed) -> bool:
    """The definition asks that a change hold at every later visit, and its score was collected."""
    return block.sustained and change_assessed(known, block)


@true_when(held_to_the_end)
def sustained_by_follow_up(_known: Draft, block: Confirmed) -> str:
    """Why a sustained change depends on how long patients were followed."""
    return (
        f"Whether {ref('in_text', block.name)} was sustained depends on the length of follow-up: "
        "groups that were not followed equally long are not comparable, and with fewer than two "
        "visits after the confirmation a sustained change is the same as a confirmed one."
    )


def ended_by_death(known: Draft, block: Confirmed) -> bool:
    """Patients died, and the score of the definition was collected."""
    return patients_died(known) and change_assessed(known, block)


@true_when(ended_by_death)
def death_is_no_change(_known: Draft, block: Confirmed) -> str:
    """What a death is for a confirmed change."""
    return (
        f"A death was no event of {ref('in_text', block.name)}, since no later visit confirms it."
    )


def definitions(known: Draft) -> Iterator[str]:
    """How the confirmed changes of the study were defined, and what limits them."""
    earlier: list[Confirmed] = []
    for block in known.index.study.confirmed:
        alike = [one for one in earlier if _same_but_days(one, block)]
        yield from same_definition(known, block) if alike else definition(known, block)
        earlier.append(block)
        yield from relation_to_relapses(known, block)
        yield from same_as_later(known, block)
        yield from open_at_the_end(known, block)
        yield from sustained_by_follow_up(known, block)
    for block in known.index.study.confirmed[:1]:
        yield from between_visits(known, block)
        yield from end_of_the_curve(known, block)
        yield from death_is_no_change(known, block)


LIMITS = (
    *(same_as_later, open_at_the_end, sustained_by_follow_up),
    *(between_visits, end_of_the_curve, death_is_no_change),
)


def limits(known: Draft, block: Confirmed) -> Iterator[str]:
    """What the visits could not show of a confirmed change."""
    for template in LIMITS:
        yield from template(known, block)


@true_when(change_assessed)
def changes_found(known: Draft, block: Confirmed) -> str:
    """In how many patients of each group the change was found, and its risk."""
    rows = [_first(known, block, Quantity.PROPORTION, group=g) for g in known.index.groups]
    each = [
        f"{known.sentence(row, '{count} of {n}')} {known.who(row.group)}{_risk(known, row, block)}"
        for row in rows
        if row is not None and known.has(row)
    ]
    return f"There was {ref('in_text', block.name)} in {listed(each)}."


def _risk(known: Draft, row: Number, block: Confirmed) -> str:
    """The risk at the months of the study, in brackets."""
    months = known.index.months(KEY, block.name, Quantity.RISK)
    answers = [known.index.answers(KEY, block.name, month) for month in months]
    found = [answer.first(row.group, Quantity.RISK) for answer in answers]
    given = [
        f"at {known.months(risk)} "
        + known.sentence(risk, "{}" + (", {level} {ci}" if known.has(risk, "ci") else ""))
        for risk in found
        if known.has(risk) and risk.note != "few_at_risk"
    ]
    return f" (risk {'; '.join(given)})" if given else ""


def _first(
    known: Draft, block: Confirmed, quantity: Quantity, level: str = "", group: str = ALL
) -> Number | None:
    rows = known.index.of(KEY)
    wanted = (block.name, quantity, level, group)
    return next(
        (r for r in rows if (r.endpoint, r.quantity, r.level, r.group) == wanted and not r.choice),
        None,
    )
