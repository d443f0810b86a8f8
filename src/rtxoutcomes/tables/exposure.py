"""Engagement in the study's channels: who took part, what followed it, and how firm that is."""

from collections.abc import Iterator

from rtxoutcomes.disclose import Released
from rtxoutcomes.presentation import words
from rtxoutcomes.presentation.printed import level_text
from rtxoutcomes.presentation.rows import Answers, Index, index
from rtxoutcomes.results.number import Number
from rtxoutcomes.results.quantity import Quantity
from rtxoutcomes.results.row import ALL
from rtxoutcomes.study import Study
from rtxoutcomes.tables import cells
from rtxoutcomes.tables.cells import Cell
from rtxoutcomes.tables.model import Table

ENGAGEMENT, PARTICIPATION = "engagement", "participation"
# Of a model, not of its effect.
SIZES = (
    Quantity.EVENTS_PER_PARAMETER,
    Quantity.PLANNING_VALUE,
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
PLANNED = (
    "Events per variable: events, or patients for a score, per coefficient of the model. Planning "
    "value: approximate effect of a doubling that a study of this size could detect with a power "
    "of 80%, or its inverse; it does not depend on the effect observed."
)
TOTALS = (
    "Totals cover each patient's own follow-up and are descriptive: they are never an exposure. "
    "Contributed by the most active 10%: of all that was counted, the proportion contributed by "
    "the most active tenth of patients."
)


def engagement(released: Released) -> Table:
    """Association of early engagement with each outcome; a remark names its limits."""
    title = "Early engagement and later outcomes"
    return _models(released, "engagement", title, role="reported")


def engagement_models(released: Released) -> Table:
    """The same associations under every other choice that was planned."""
    title = "Engagement: other landmarks, lags, covariates and models"
    return _models(released, "engagement_models", title, role="sensitivity")


def _models(released: Released, key: str, title: str, *, role: str) -> Table:
    results, study = index(released), released.study
    shown = [
        number
        for number in results.of(ENGAGEMENT)
        if number.role == role and number.group == ALL and number.quantity not in SIZES
    ]
    header = (
        *("Exposure", "n (excluded)", "Events", f"Effect ({level_text(shown)})", "P"),
        *("Events per variable", "Planning value (80% power)", "Remark"),
    )
    rows: list[tuple[Cell, ...]] = []
    methods: list[str] = []
    for endpoint in dict.fromkeys(number.endpoint for number in shown):
        own = [number for number in shown if number.endpoint == endpoint]
        label = words.outcome_label(study, endpoint)
        for unit in dict.fromkeys(number.unit for number in own):
            rows.append(cells.section(f"{label}: {unit}" if unit else label, len(header)))
            rows.extend(_model(results, number) for number in own if number.unit == unit)
        methods.append(f"{label}: {'; '.join(dict.fromkeys(n.method for n in own))}.")
    kept, rows = cells.without_empty(header, rows, ("P",))
    notes = (*(methods if role == "reported" else []), NOT_ASSIGNED, PLANNED)
    return cells.assemble(released, key, title, kept, rows, notes=notes)


def _model(results: Index, number: Number) -> tuple[Cell, ...]:
    return cells.row(
        _exposure(results.study, number, model=number.role != "reported"),
        cells.patients(number),
        cells.count(number) if number.events is not None else cells.EMPTY,
        cells.with_interval(number)._replace(method=""),
        cells.p_cell(number)._replace(method=""),
        cells.bare(cells.value(_size(results, number, Quantity.EVENTS_PER_PARAMETER))),
        cells.bare(cells.value(_size(results, number, Quantity.PLANNING_VALUE))),
        Cell(words.words_of(number.note)) if number.note else cells.EMPTY,
    )


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


def negative_controls(released: Released) -> Table:
    """How often each model rejects where engagement was permuted: its size here."""
    study = released.study
    shown = [
        number
        for number in index(released).of(ENGAGEMENT)
        if number.quantity is Quantity.PERMUTATION_REJECTIONS
    ]
    header = ("Model", "Outcome", "Rejections at 5%", f"{level_text(shown)}, %")
    rows = [
        (
            Cell(_exposure(study, number, model=True)),
            Cell(words.outcome_label(study, number.endpoint)),
            cells.bare(cells.value(number)),
            cells.bare(cells.interval_alone(number)),
        )
        for number in shown
    ]
    enrolled = index(released).enrolled.get(ALL, 0)
    permutations = study.engagement.permutations(enrolled)
    notes = (
        f"Rejections in {permutations} permutations of engagement, with Clopper-Pearson intervals. "
        "In each, engagement is exchanged between patients of the same diagnosis and similar "
        "follow-up, so that no association remains: a model that rejects much more often than 5% "
        "is unreliable in these data.",
    )
    title = "Negative controls: models of engagement after permutation of engagement"
    return cells.assemble(released, "negative_controls", title, header, rows, notes=notes)


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
