"""The words of the Kaplan-Meier figure: its key, its caption, and what it shows in numbers."""

from collections.abc import Sequence

from rtxoutcomes.disclose import Released
from rtxoutcomes.figures.at_risk import POINTS
from rtxoutcomes.figures.curves import KEY, Curves, analysis_of, months_of, survival_at
from rtxoutcomes.figures.grid import abbreviations
from rtxoutcomes.figures.lettering import Lettering, fitted, isolated
from rtxoutcomes.presentation.multiverse import curve_event
from rtxoutcomes.presentation.printed import month_text, p_value_text, result_text
from rtxoutcomes.presentation.rows import index
from rtxoutcomes.presentation.words import contrast_label, event_label
from rtxoutcomes.results.floors import FEWEST_PATIENTS
from rtxoutcomes.results.quantity import Quantity
from rtxoutcomes.results.row import ALL
from rtxoutcomes.study import Study

# More contrasts than these belong to a table.
MOST_CONTRASTS = 3


def table_title(study: Study, room_mm: float, endpoint: str = KEY) -> Lettering:
    events = isolated(_events(study, endpoint))
    return fitted(f"Number at risk (cumulative first {events})", room_mm, POINTS)


def _events(study: Study, endpoint: str) -> str:
    return study.relapse.plural_in_text if endpoint == KEY else "events"


def key_words(made: Curves) -> str:
    """What a reader without the caption needs to read the picture."""
    limits = _limits(made)
    if not limits:
        return "Ticks on curves, end of follow-up."
    return f"{limits}, 95% confidence intervals; ticks on curves, end of follow-up."


def _limits(made: Curves) -> str:
    """What shows the intervals; empty where there are no months to draw bars at."""
    if made.as_bands:
        return "Shaded areas"
    months = months_of(index(made.released), made.endpoint)
    return f"Bars at {_months(made, months)} months" if months else ""


def _months(made: Curves, months: Sequence[float]) -> str:
    mark = made.released.style.numbers.decimal_mark
    *first, last = [month_text(month, mark) for month in months]
    return f"{', '.join(first)} and {last}" if first else last


def caption(made: Curves) -> str:
    released, where = made.released, _limits(made)
    event, events = (
        curve_event(released.study, made.endpoint),
        _events(released.study, made.endpoint),
    )
    of, compared = "", f"{_contrasts(made)}{_test(released)}"
    if made.endpoint != KEY:
        label = released.study.definition(made.endpoint).label
        of, compared = f": {label}", ""
    limits = f" {where}, pointwise 95% beta product confidence intervals;" if where else ""
    return (
        f"Time to first {event} (Kaplan-Meier){of}.{limits} ticks on curves, end of "
        f"follow-up. A curve ends when fewer than {FEWEST_PATIENTS} patients or fewer than a tenth "
        "of the group remain at risk. Below, "
        f"patients at risk just before each month and, in brackets, cumulative first {events} "
        f"up to and including it.{compared}"
        f"{abbreviations(released.study)} {released.mark}."
    )


def _contrasts(made: Curves) -> str:
    """The differences between the groups drawn at the first declared month."""
    released = made.released
    rows, months = index(released), months_of(index(released))
    if not months:
        return ""
    answers = rows.answers("contrast", KEY, months[0])
    found = [
        row
        for row in answers.rows
        if row.quantity is Quantity.SURVIVAL_DIFFERENCE
        and row.role == "reported"
        and {row.group, row.against} <= set(made.groups)
    ]
    if not 0 < len(found) <= MOST_CONTRASTS:
        return ""
    texts = [f"{contrast_label(released.study, row)} {result_text(row)}" for row in found]
    month = month_text(months[0], released.style.numbers.decimal_mark)
    event = event_label(released.study)
    head = f" Difference in the probability of remaining free of {event} at {month} months (95% CI)"
    return f"{head}: {'; '.join(texts)}."


def _test(released: Released) -> str:
    row = index(released).answers(KEY, KEY).first(ALL, Quantity.LOG_RANK)
    if row is None or not p_value_text(row):
        return ""
    return f" Difference between {released.study.group_nouns}: {p_value_text(row)} ({row.method})."


def alt(made: Curves, groups: Sequence[str]) -> str:
    released, study = made.released, made.study
    event, answers = curve_event(study, made.endpoint), index(released).answers
    sentences = [f"Kaplan-Meier curves of time to first {event} by {study.group_noun}."]
    for group in groups:
        own = answers(analysis_of(made.endpoint), made.endpoint)
        had = own.first(group, Quantity.EVENTS if made.endpoint == KEY else Quantity.PROPORTION)
        if had is not None:
            name = study.abbreviation(group)
            count = f"{name}: {event} in {had.events} of {had.n} patients"
            parts = ", ".join(_survival(made, group))
            head = f"without {event}" if made.endpoint == KEY else f"risk of {event}"
            sentences.append(f"{count}; {head} {parts}." if parts else f"{count}.")
    return " ".join(sentences)


def _survival(made: Curves, group: str) -> list[str]:
    """The estimate at each declared month."""
    released = made.released
    mark, months = released.style.numbers.decimal_mark, months_of(index(released), made.endpoint)
    rows = (survival_at(released, group, month, made.endpoint) for month in months)
    given = (row for row in rows if row is not None)
    return [f"{result_text(row)} at {month_text(row.month, mark)} months" for row in given]
