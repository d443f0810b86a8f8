"""The tables of the manuscript as empty shells, from the study alone."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from rtxoutcomes.presentation.printed import month_text
from rtxoutcomes.presentation.words import (
    event_label,
    exposure_label,
    group_heading,
    outcome_label,
    score_label,
    short_label,
    words_of,
)
from rtxoutcomes.study import Study
from rtxoutcomes.study.report import CONTINUOUS

INTERVAL = "95% CI"
MEAN, MEDIAN = "Mean (SD)", "Median (quartiles)"
_DEFAULT = (
    "baseline_characteristics",
    "relapse_outcomes",
    "score_change",
    "engagement",
    "safety",
)


class Shell(NamedTuple):
    """An empty table. A row that is a single text heads those below it."""

    title: str
    header: tuple[str, ...]
    rows: tuple[str, ...]
    sections: frozenset[str] = frozenset()


def shells(study: Study) -> Iterator[Shell]:
    """The tables of the main manuscript in their order, those of which the layout is fixed."""
    chosen = study.report.tables if study.report.tables is not None else _DEFAULT
    for key in chosen:
        make = _SHELLS.get(key)
        if make is not None and (shell := make(study)).rows:
            yield shell


def other_tables(study: Study) -> list[str]:
    """The names of further tables that the study file chooses for the manuscript."""
    chosen = study.report.tables or ()
    return [key.replace("_", " ") for key in chosen if key not in _SHELLS]


def _groups(study: Study) -> tuple[str, ...]:
    return (*(f"{short_label(study, code)} (n =)" for code in study.codes), "All patients (n =)")


def _baseline(study: Study) -> Shell:
    chosen = study.report.statistic
    numbers = [MEAN] * (chosen != "median") + [MEDIAN] * (chosen != "mean")
    blocks: dict[str, Sequence[str]] = {
        outcome_label(study, name): numbers for name in (*CONTINUOUS[:3], "follow_up_months")
    }
    blocks["Sex"] = ["Female, n (%)", "Male, n (%)"]
    for variable in study.variables:
        levels = [f"{level.label or level.code}, n (%)" for level in variable.divides]
        blocks[variable.label] = levels or (numbers if variable.kind == "number" else ["n (%)"])
    for score in study.scores:
        blocks[score_label(study, score.name)] = numbers
    rows = tuple(line for label, own in blocks.items() for line in (label, *own))
    header = ("Characteristic", *_groups(study))
    return Shell(f"Baseline characteristics by {study.group_noun}", header, rows, frozenset(blocks))


def _relapse(study: Study) -> Shell:
    event, events = event_label(study), words_of(study.relapse.plural_in_text)
    rows = (
        f"At least one {event}, n (%)",
        "Median follow-up, months",
        f"Risk at {month_text(study.relapse.risk_months)} months, % ({INTERVAL})",
        f"{events} / person-years",
        f"Rate per person-year ({INTERVAL})",
    )
    title = f"{outcome_label(study, 'relapse')} during follow-up"
    return Shell(title, ("Outcome", *_groups(study)), rows)


def _change(study: Study) -> Shell:
    labels = []
    rows: list[str] = []
    for score in study.scores:
        effect = "ratio of geometric means" if score.scale == "log" else "mean change"
        if study.report.statistic == "median" and score.scale != "log":
            effect = "median change"
        labels.append(f"{score_label(study, score.name)}: {effect}")
        rows += [labels[-1], *(f"{short_label(study, code)} (n =)" for code in study.codes)]
    header = (
        *(group_heading(study), "Baseline, mean (SD)", "Follow-up, mean (SD)"),
        f"Change ({INTERVAL})",
        *(["P", "P (adjusted)"] if study.families or study.report.p_values == "all" else []),
    )
    title = f"Change of scores from baseline by {study.group_noun}"
    return Shell(title, header, tuple(rows), frozenset(labels))


def _engagement(study: Study) -> Shell:
    exposures = [exposure_label(study, *exposure) for exposure in study.exposures]
    outcomes = {"relapse": f"{outcome_label(study, 'relapse')}: hazard ratio"}
    for score in study.scores:
        of = "ratio" if score.scale == "log" else score.unit or "difference"
        outcomes[score.name] = f"{score_label(study, score.name)}: {of}"
    labels = [f"{words} per doubling of (1 + count)" for words in outcomes.values()]
    rows = tuple(line for label in labels for line in (label, *exposures)) if exposures else ()
    header = ("Exposure", "n (excluded)", "Events", f"Estimate ({INTERVAL})")
    return Shell("Early engagement and later outcomes", header, rows, frozenset(labels))


def _safety(study: Study) -> Shell:
    rows = (
        "Patients with an event, n (%)",
        f"Patients with an event, % ({INTERVAL})",
        "Patients with a serious event, n (%)",
        "Events / person-years",
        f"Events per 100 person-years ({INTERVAL})",
    )
    return Shell("Adverse events", ("Outcome", *_groups(study)), rows)


_SHELLS: Mapping[str, Callable[[Study], Shell]] = dict(
    zip(_DEFAULT, (_baseline, _relapse, _change, _engagement, _safety), strict=True)
)
