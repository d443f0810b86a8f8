"""The choices of the sensitivity analyses in words."""

from rtxoutcomes.presentation.multiverse import definition_words, steps_words
from rtxoutcomes.presentation.printed import month_text
from rtxoutcomes.results.number import Number
from rtxoutcomes.results.quantity import Choice
from rtxoutcomes.study import Score, Study


def choice_words(study: Study, number: Number) -> str:
    """The choice that a row of the grid was computed under.

    `last visit in months 3 to 24`, `steps 0: 1.5, 1-5.5: 1`, `relapses of the first 30 days not
    counted`, `landmark at month 6`.
    """
    mark = number.style.numbers.decimal_mark
    if number.choice is Choice.WASHOUT:
        if number.level == "0":
            return f"every {study.relapse.in_text} counted"
        return f"{study.relapse.plural_in_text} of the first {number.level} days not counted"
    if number.choice is Choice.DEFINITION:
        return definition_words(study, number.endpoint, int(number.level), mark)
    if number.choice not in (Choice.VISIT_WINDOW, Choice.VISIT_WINDOW_AND_STEPS):
        return f"landmark at month {month_text(number.month, mark)}"
    windows, tables = study.sensitivity.scores[number.endpoint].scores(study.score(number.endpoint))
    # The level numbers the alternatives in the order of the study file, from 1 on.
    place = int(number.level) - 1
    if number.choice is Choice.VISIT_WINDOW:
        return _window(windows[place], mark)
    window, table = divmod(place, len(tables))
    steps = steps_words(tables[table], mark) if table else "the steps of the study"
    return "; ".join([_window(windows[window], mark), *([steps] if len(tables) > 1 else [])])


def _window(score: Score, mark: str) -> str:
    low, high = score.follow_up_months
    first = month_text(low, mark)
    if high == "end":
        return f"last visit from month {first}"
    return f"last visit in months {first} to {month_text(float(high), mark)}"
