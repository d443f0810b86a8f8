"""Engagement in the study's channels: who took part, what followed it, and how firm that is."""

import math
from collections.abc import Iterator
from dataclasses import replace

from rtxoutcomes.disclose import Released, takes_results
from rtxoutcomes.presentation import printed, words
from rtxoutcomes.presentation.printed import level_text
from rtxoutcomes.presentation.rows import Answers, Index, index
from rtxoutcomes.results.method import MethodKey
from rtxoutcomes.results.number import Number
from rtxoutcomes.results.quantity import Quantity
from rtxoutcomes.results.row import ALL
from rtxoutcomes.study import Study
from rtxoutcomes.tables import cells, deaths
from rtxoutcomes.tables.cells import Cell
from rtxoutcomes.tables.model import Table

ENGAGEMENT, PARTICIPATION = "engagement", "participation"
# Of a model, not of its effect.
SIZES = (
    Quantity.EVENTS_PER_PARAMETER,
    Quantity.PLANNING_VALUE,
    Quantity.PERMUTATIONS,
    Quantity.PERMUTATION_REJECTIONS,
    Quantity.ENGAGEMENT_GROUPS,
)
TOTAL = (Quantity.MEDIAN, Quantity.LOWER_QUARTILE, Quantity.UPPER_QUARTILE)
MONTHLY = (
    Quantity.MONTHLY_MEDIAN,
    Quantity.MONTHLY_LOWER_QUARTILE,
    Quantity.MONTHLY_UPPER_QUARTILE,
)
NOT_ASSIGNED = (
    "Exposure is the count before the landmark, or up to each moment; patients with an event or "
    "without further follow-up by then are excluded. The exposure was not assigned: these are "
    "associations, not effects of the channel."
)
PER_VARIABLE = "Events per variable: events, or patients for a score, per coefficient of the model."
PLANNED = (
    "Planning value: estimate per doubling, or its inverse, for which a new study with this number "
    "of events would have 80% power; not a property of the result."
)
PERMUTED = (
    "In each permutation, patients of the same {group} whose follow-up lies in one band "
    "exchanged their whole histories of engagement. Models that rejected in at least 6% of the "
    "first permutations were refitted to ten times as many new ones. Type I error is called above "
    "nominal where the lower limit exceeds 6%. Intervals are Clopper-Pearson."
)
PERMUTED_GROUPS = (
    "In each permutation, groups of the same composition exchanged the whole histories of "
    "engagement of their members; a patient without a recorded group is one alone. Models that "
    "rejected in at least 6% of the first permutations "
    "were refitted to ten times as many new ones. Type I error is called above nominal where the "
    "lower limit exceeds 6%. Intervals are Clopper-Pearson."
)
ABOVE_NOMINAL = "Type I error above nominal"
TOTALS = (
    "Totals cover each patient's own follow-up and are descriptive: they are never an exposure. "
    "Contributed by the most active 10%: of all that was counted, the proportion contributed by "
    "the most active tenth of patients."
)


@takes_results
def engagement(released: Released) -> Table:
    """Association of early engagement with each outcome; a remark names its limits."""
    title = "Early engagement and later outcomes"
    return _models(released, "engagement", title, role="reported")


@takes_results
def engagement_models(released: Released) -> Table:
    """The same associations under every other choice that was planned."""
    title = "Engagement: other landmarks, lags, covariates and models"
    return _models(released, "engagement_models", title, role="sensitivity")


def _models(released: Released, key: str, title: str, *, role: str) -> Table:
    results, study = index(released), released.study
    main = role == "reported"
    shown = [
        number
        for number in results.of(ENGAGEMENT)
        if number.group == ALL and _belongs(number, role) and number.quantity not in SIZES
    ]
    header = (
        *("Exposure", "n (excluded)", "Events", f"Effect ({level_text(shown)})", "P"),
        *("Events per variable", *(() if main else ("Planning value (80% power)",)), "Remark"),
    )
    rows: list[tuple[Cell, ...]] = []
    methods: list[str] = []
    for endpoint in dict.fromkeys(number.endpoint for number in shown):
        own = [number for number in shown if number.endpoint == endpoint]
        label = words.outcome_label(study, endpoint)
        for unit in dict.fromkeys(number.unit for number in own):
            rows.append(cells.section(f"{label}: {unit}" if unit else label, len(header)))
            rows.extend(_model(results, number) for number in own if number.unit == unit)
        effects = [n.method for n in own if n.quantity is not Quantity.PERMUTATION_TEST]
        methods.append(f"{label}: {'; '.join(dict.fromkeys(effects))}.")
    kept, rows = cells.without_empty(header, rows, ("P",))
    of_kind = (*methods, NOT_ASSIGNED, PER_VARIABLE)
    notes = of_kind if main else (NOT_ASSIGNED, PER_VARIABLE, PLANNED)
    notes = (*notes, *deaths.without_value(results), *deaths.without_event(results))
    return cells.assemble(released, key, title, kept, rows, notes=notes)


def _belongs(number: Number, role: str) -> bool:
    """Rows of the role; the P from permutations stands below the effect whose test it replaces."""
    is_test = role == "reported" and number.quantity is Quantity.PERMUTATION_TEST
    return number.role == role or is_test


def _model(results: Index, number: Number) -> tuple[Cell, ...]:
    is_test, model = number.quantity is Quantity.PERMUTATION_TEST, number.role == "sensitivity"
    label = _exposure(results.study, number, model=model)
    planning = cells.value(_size(results, number, Quantity.PLANNING_VALUE))
    return cells.row(
        f"{label}: {words.quantity_label(results.study, number).lower()}" if is_test else label,
        cells.patients(number),
        cells.count(number) if number.events is not None else cells.EMPTY,
        cells.EMPTY if is_test else cells.with_interval(number)._replace(method=""),
        cells.p_cell(number)._replace(method=""),
        cells.bare(cells.value(_size(results, number, Quantity.EVENTS_PER_PARAMETER))),
        *((cells.bare(planning),) if model else ()),
        _remark(results, number),
    )


def _remark(results: Index, number: Number) -> Cell:
    """The note of a row in a few words, and a type I error above nominal with its interval."""
    remarks = [words.words_of(number.note)] if number.note else []
    rejections = _size(results, number, Quantity.PERMUTATION_REJECTIONS)
    if rejections is None or rejections.note != "above_nominal_level":
        return Cell(remarks[0]) if remarks else cells.EMPTY
    own = _of_permutations(results, rejections)
    limits, level = printed.limits_text(own, sign=False), level_text([own])
    error = f"type I error above nominal ({printed.estimate_text(own)}, {level} {limits})"
    text = "; ".join([*remarks, error])
    return Cell(text[:1].upper() + text[1:], sources=(rejections.place,))


def _of_permutations(results: Index, rejections: Number) -> Number:
    """The row with permutations in place of patients, from which its percentages are rounded."""
    drawn = _size(results, rejections, Quantity.PERMUTATIONS)
    if drawn is None or math.isnan(rejections.estimate):
        return rejections
    n = round(drawn.estimate)
    return replace(rejections, n=n, events=round(rejections.estimate * n))


def _size(results: Index, effect: Number, quantity: Quantity) -> Number | None:
    """The size of the model of an effect: the same question, answered by the same model."""
    place = effect.endpoint, effect.month, effect.channel, effect.activity
    return results.answers(ENGAGEMENT, *place).first(
        effect.group, quantity, level=effect.level, model=effect.model, choice=effect.choice
    )


def _exposure(study: Study, number: Number, *, model: bool) -> str:
    """`Skype session: Landmark, month 1`."""
    label = words.exposure_label(study, number.channel, number.activity)
    return f"{label}: {words.model_label(study, number)}" if model else label


@takes_results
def permutation_checks(released: Released) -> Table:
    """How often each model rejects where engagement was permuted: its type I error here."""
    results, study = index(released), released.study
    shown = [
        number
        for number in results.of(ENGAGEMENT)
        if number.quantity is Quantity.PERMUTATION_REJECTIONS
    ]
    limits = f"{level_text(shown)}, %"
    header = ("Model", "Outcome", "Permutations", "Rejections at 5%", limits, "Remark")
    rows = [
        (
            Cell(_exposure(study, number, model=True)),
            Cell(words.outcome_label(study, number.endpoint)),
            cells.bare(cells.count(_size(results, number, Quantity.PERMUTATIONS))),
            cells.bare(cells.value(_of_permutations(results, number))),
            cells.bare(cells.interval_alone(_of_permutations(results, number))),
            Cell(ABOVE_NOMINAL) if number.note == "above_nominal_level" else cells.EMPTY,
        )
        for number in shown
    ]
    by_group = any(n.method_key == MethodKey.ENGAGEMENT_GROUP_PERMUTATION for n in shown)
    noun = released.study.group_noun
    notes = ((PERMUTED_GROUPS if by_group else PERMUTED).format(group=noun),)
    title = "Rejections at 5% in permutations of engagement"
    return cells.assemble(released, "permutation_checks", title, header, rows, notes=notes)


@takes_results
def participation(released: Released) -> Table:
    """Who took part in what, how much, and how much of it the most active did."""
    results = index(released)
    header = (
        *("Group", "n (missing)", "Took part, n/N (%)", "Never, n/N (%)"),
        *("Total, median (quartiles)", "Per month, median (quartiles)"),
        "Contributed by the most active 10%, %",
    )
    rows = [
        line
        for answers in results.questions(PARTICIPATION)
        for line in _taking_part(results, answers, len(header))
    ]
    title = "Participation in the channels"
    return cells.assemble(released, PARTICIPATION, title, header, rows, notes=(TOTALS,))


def _taking_part(results: Index, answers: Answers, columns: int) -> Iterator[tuple[Cell, ...]]:
    yield cells.section(
        words.exposure_label(results.study, answers.channel, answers.activity), columns
    )
    for group in results.groups_with_rows(PARTICIPATION):
        took = answers.first(group, Quantity.TOOK_PART)
        most_active = answers.first(group, Quantity.CONTRIBUTED_BY_MOST_ACTIVE)
        if took is not None:
            yield cells.row(
                words.group_label(results.study, group),
                cells.patients(took),
                cells.proportion(took),
                cells.proportion(answers.first(group, Quantity.NEVER_TOOK_PART)),
                _spread(answers, group, TOTAL, 0),
                _spread(answers, group, MONTHLY, 1),
                cells.with_interval(most_active)._replace(method=""),
            )


def _spread(answers: Answers, group: str, quantities: tuple[Quantity, ...], decimals: int) -> Cell:
    numbers = [answers.first(group, quantity) for quantity in quantities]
    return cells.with_quartiles(numbers, decimals)
