"""Engagement in the study's channels: who took part, what followed it, and how firm that is."""

import math
from collections.abc import Iterator
from dataclasses import replace

from rtxoutcomes.disclose import Released, takes_results
from rtxoutcomes.presentation import printed, words
from rtxoutcomes.presentation.notes import note_text
from rtxoutcomes.presentation.printed import level_text
from rtxoutcomes.presentation.rows import Answers, Index, index
from rtxoutcomes.results.method import MethodKey
from rtxoutcomes.results.number import Number
from rtxoutcomes.results.quantity import Quantity
from rtxoutcomes.results.row import ALL
from rtxoutcomes.study import Study
from rtxoutcomes.tables import cells, deaths, groups
from rtxoutcomes.tables.assemble import assemble
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
        if number.note != "not_collected"
    ]
    sizes = () if main else ("Events per variable", "Planning value (80% power)")
    header = ("Exposure", "n (excluded)", "Events", f"Estimate ({level_text(shown)})", "P", *sizes)
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
    notes = (*methods, NOT_ASSIGNED) if main else (NOT_ASSIGNED, PER_VARIABLE, PLANNED)
    notes = (*notes, *deaths.without_value(results), *deaths.without_event(results))
    return assemble(released, key, title, header, rows, notes=notes)


def _belongs(number: Number, role: str) -> bool:
    """Rows of the role; the P from permutations is below the effect whose test it replaces."""
    is_test = role == "reported" and number.quantity is Quantity.PERMUTATION_TEST
    return number.role == role or is_test


def _model(results: Index, number: Number) -> tuple[Cell, ...]:
    is_test, model = number.quantity is Quantity.PERMUTATION_TEST, number.role == "sensitivity"
    label = _exposure(results.study, number, model=model)
    planning = cells.value(_size(results, number, Quantity.PLANNING_VALUE))
    per_variable = cells.value(_size(results, number, Quantity.EVENTS_PER_PARAMETER))
    effect = cells.with_interval(number)._replace(method="")
    return cells.row(
        f"{label}: {words.quantity_label(results.study, number).lower()}" if is_test else label,
        cells.patients(number),
        cells.count(number) if number.events is not None else cells.EMPTY,
        cells.EMPTY if is_test else _with_error(results, number, effect),
        cells.p_cell(number)._replace(method="", note="" if not is_test else note_text(number)),
        *((cells.bare(per_variable), cells.bare(planning)) if model else ()),
    )


def _with_error(results: Index, number: Number, effect: Cell) -> Cell:
    """The effect, and in its note a type I error above nominal with its interval."""
    rejections = _size(results, number, Quantity.PERMUTATION_REJECTIONS)
    if rejections is None or rejections.note != "above_nominal_level":
        return effect
    own = _of_permutations(results, rejections)
    limits, level = printed.limits_text(own, sign=False), level_text([own])
    error = f"{ABOVE_NOMINAL} ({printed.estimate_text(own)}, {level} {limits})."
    return cells.noted(effect, error)._replace(sources=(*effect.sources, rejections.place))


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
    header = ("Model", "Outcome", "Permutations", "Rejections at 5%, %", limits)
    rows = [
        (
            Cell(_exposure(study, number, model=True)),
            Cell(words.outcome_label(study, number.endpoint)),
            cells.bare(cells.count(_size(results, number, Quantity.PERMUTATIONS))),
            _rejections(results, number),
            cells.bare(cells.interval_alone(_of_permutations(results, number))),
        )
        for number in shown
    ]
    by_group = any(n.method_key == MethodKey.ENGAGEMENT_GROUP_PERMUTATION for n in shown)
    noun = released.study.group_noun
    notes = ((PERMUTED_GROUPS if by_group else PERMUTED).format(group=noun),)
    title = "Negative control: rejections at 5% in permutations of engagement"
    return assemble(released, "permutation_checks", title, header, rows, notes=notes)


def _rejections(results: Index, number: Number) -> Cell:
    cell = cells.value(_of_permutations(results, number))
    error = f"{ABOVE_NOMINAL}." if number.note == "above_nominal_level" else ""
    text = cell.text.removesuffix(number.style.percentages.sign)
    return cells.bare(cell)._replace(text=text, note=error)


@takes_results
def participation(released: Released) -> Table:
    """Who took part in what, how much, and how much of it the most active did."""
    results = index(released)
    header = (
        *(words.group_heading(released.study), "n (missing)", "Took part, n (%)", "Never, n (%)"),
        *("Total, median (quartiles)", "Per month, median (quartiles)"),
        "Contributed by the most active 10%, %",
    )
    rows = [
        line
        for answers in results.questions(PARTICIPATION)
        for line in _taking_part(results, answers, len(header))
    ]
    title = "Participation in the channels"
    return assemble(released, PARTICIPATION, title, header, rows, notes=(TOTALS,))


def _taking_part(results: Index, answers: Answers, columns: int) -> Iterator[tuple[Cell, ...]]:
    yield cells.section(
        words.exposure_label(results.study, answers.channel, answers.activity), columns
    )
    for group in groups.groups_of(results, PARTICIPATION):
        took = answers.first(group, Quantity.TOOK_PART)
        n = groups.size(results, group)
        most_active = answers.first(group, Quantity.CONTRIBUTED_BY_MOST_ACTIVE)
        if took is not None:
            yield cells.row(
                groups.heading(results, group),
                cells.BLANK if took.n == n else cells.patients(took),
                cells.proportion(took, n),
                cells.proportion(answers.first(group, Quantity.NEVER_TOOK_PART), n),
                _spread(answers, group, TOTAL, 0),
                _spread(answers, group, MONTHLY, 1),
                cells.with_interval(most_active)._replace(method=""),
            )


def _spread(answers: Answers, group: str, quantities: tuple[Quantity, ...], decimals: int) -> Cell:
    numbers = [answers.first(group, quantity) for quantity in quantities]
    return cells.with_quartiles(numbers, decimals)
