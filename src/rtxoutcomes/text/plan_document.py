"""The statistical analysis plan as a Markdown document, from the study file alone."""

from collections.abc import Iterable, Iterator, Sequence

from rtxoutcomes.presentation.families import family_words, is_median
from rtxoutcomes.presentation.outcomes import outcome_in_text
from rtxoutcomes.presentation.plan import unplanned_text
from rtxoutcomes.presentation.printed import month_text
from rtxoutcomes.presentation.words import exposure_label, time_origin, words_of
from rtxoutcomes.study import Outcome, Score, Study
from rtxoutcomes.study.outcomes import ROLES
from rtxoutcomes.study.resolved import plan_hash, resolved
from rtxoutcomes.text.plan_tables import Shell, other_tables, shells

NOT_STATED = "not stated"
# A character of a table in Markdown.
_BAR = str.maketrans({"|": "\\|"})


def plan_document(study: Study, version: str) -> str:
    """The plan: what is estimated, how, and in which tables; it holds no data.

    Parameters
    ----------
    study
        The study, with its recorded plan if there is one.
    version
        The version of the package, which the document names.
    """
    sections = {
        "Study": _table(("Item", "Plan"), _study(study)),
        "Outcomes": _outcomes(study),
        "Scores": _scores(study),
        words_of(study.relapse.plural_in_text): _table(("Item", "Plan"), _event(study)),
        "Engagement": _engagement(study),
        "Estimates": _table(("Estimate", "Method"), _estimates(study)),
        "Hypothesis tests": _tests(study),
        "Missing data and sensitivity analyses": _table(("Item", "Plan"), _sensitivity(study)),
        "Tables": _shells(study),
        "Every key of the plan": _every_key(study),
    }
    head = [f"# Statistical analysis plan: {study.study.title}", *_about(study, version)]
    parts = [f"## {name}\n\n{text}" for name, text in sections.items() if text]
    return "\n\n".join([*head, *parts]) + "\n"


def _about(study: Study, version: str) -> list[str]:
    values = {path: key.value for path, key in resolved(study).items()}
    return [
        f"Written by rtxoutcomes {version} from the study file {study.id}; it holds no data. "
        f"SHA-256 of the plan: {plan_hash(values)}.",
        _recorded(study),
    ]


def _recorded(study: Study) -> str:
    recorded = study.recorded_plan
    if recorded is None:
        return "This plan has not been recorded; `rtxoutcomes plan lock` records it."
    stated = f"({recorded.deposited}, as stated by the authors)"
    local = "locally, and the date cannot be verified"
    head = f"The plan was recorded {stated if recorded.deposited else local}"
    if not study.unplanned:
        return f"{head}; this document matches it."
    return f"{head}. Not part of the recorded plan: {unplanned_text(study)}."


def _study(study: Study) -> Iterator[tuple[str, str]]:
    own = study.study
    yield "Treatment", own.drug
    yield "Design", own.design or NOT_STATED
    yield "Allocation", own.allocation or NOT_STATED
    yield words_of(study.group_nouns), "; ".join(map(study.label, study.codes))
    yield "Group of reference", study.label(study.reference_group)
    yield "Origin of time", time_origin(study)
    least = own.minimum_follow_up_months
    yield (
        "Follow-up required for inclusion",
        NOT_STATED if least is None else f"{month_text(least)} months",
    )
    blinded = {None: NOT_STATED, True: "yes", False: "no"}[own.assessor_blinded]
    yield "Assessors of outcomes blinded", blinded
    yield "Reporting guideline", study.guideline
    for variable in study.variables:
        roles = ", ".join(variable.role) or "description"
        yield f"Variable: {variable.label}", roles


def _outcomes(study: Study) -> str:
    if not study.outcomes:
        return "No outcome was declared primary."
    lines = []
    for role in ROLES:
        for outcome in study.outcomes:
            if outcome.role == role:
                lines += [f"- {words_of(role)}: {outcome_in_text(study, outcome)}"]
                lines += _estimand(outcome)
    return "\n".join(lines)


def _estimand(outcome: Outcome) -> list[str]:
    if outcome.estimand is None:
        return []
    own = outcome.estimand
    events = "; ".join(f"{event}: {how}" for event, how in own.intercurrent_events.items())
    parts = {
        "population": own.population,
        "variable": own.variable,
        "summary": own.summary,
        "intercurrent events": events,
    }
    return [f"  - Estimand, {name}: {words}" for name, words in parts.items() if words]


def _scores(study: Study) -> str:
    header = ("Score", "Range", "Baseline, months", "Follow-up, months", "Analysis", "Worsening")
    return _table(header, map(_score, study.scores)) if study.scores else ""


def _score(score: Score) -> tuple[str, ...]:
    steps = "; ".join(f"{band}: {step}" for band, step in score.worsening.items())
    scale = "ratio of geometric means" if score.scale == "log" else "change"
    return (
        f"{score.label}, {score.unit}".removesuffix(", "),
        f"{score.minimum:g} to {score.maximum:g}",
        _window(score.baseline_months),
        _window(score.follow_up_months),
        scale,
        steps or "any change",
    )


def _window(window: Sequence[float | str]) -> str:
    ends = (f"{end:g}" if isinstance(end, float | int) else end for end in window)
    return " to ".join(ends).replace("-", "\N{MINUS SIGN}")


def _event(study: Study) -> Iterator[tuple[str, str]]:
    rule = study.relapse
    yield f"Onsets counted as one {rule.in_text}", f"fewer than {rule.merge_days:g} days apart"
    yield "Risk", f"at {month_text(rule.risk_months)} months"
    yield "Survival", f"at {_months(rule.survival_months)}"
    yield "Restricted mean", f"up to {_months(rule.rmst_months)}"
    yield "Competing ends of follow-up", ", ".join(rule.competing_ends) or "none"
    for block in study.confirmed:
        yield f"Confirmed change: {block.label}", f"confirmed after {block.confirm_days:g} days"


def _months(values: Iterable[float]) -> str:
    return f"{', '.join(map(month_text, values)) or 'no'} months"


def _engagement(study: Study) -> str:
    if not study.channels:
        return ""
    plan = study.engagement
    exposures = "; ".join(exposure_label(study, *exposure) for exposure in study.exposures)
    rows = [
        ("Exposures, never summed", exposures),
        ("Landmark", f"{month_text(plan.landmark_months)} months"),
        ("Other landmarks", _months(plan.sensitivity_landmarks)),
        ("Lag", f"{month_text(plan.lag_months)} months"),
        ("Recent engagement", f"{plan.recent_months} months"),
        ("Permutations for the type I error", f"{plan.shuffles}"),
    ]
    return _table(("Item", "Plan"), rows)


def _estimates(study: Study) -> Iterator[tuple[str, str]]:
    event, group = study.relapse.in_text, study.group_noun
    yield f"Risk of {event}", "1 minus Kaplan-Meier, beta product interval"
    yield (
        f"Rate of {study.relapse.plural_in_text}",
        "events per person-year, Garwood interval of the count divided by the pooled dispersion",
    )
    for score in study.scores:
        yield f"Change of {score.in_text}", _change_method(study, score)
    if study.channels:
        firth = f"Firth Cox after the landmark, strata by {group}, profile likelihood"
        yield f"Engagement and {event}", firth
        least_squares = f"change after the landmark given baseline and {group}, HC3 errors"
        yield "Engagement and the change of a score", least_squares
    yield "Patients with adverse events", "proportion, Clopper-Pearson interval"
    yield "Adverse events", "events per 100 person-years, Garwood interval"


def _change_method(study: Study, score: Score) -> str:
    if score.scale == "log":
        return "ratio of geometric means, paired t of logarithms"
    if is_median(study, score.name):
        return "Hodges-Lehmann estimate, exact signed-rank test"
    return "mean change, paired t"


def _tests(study: Study) -> str:
    if not study.multiplicity.declared:
        return "No hypothesis test was declared; estimates are given with confidence intervals."
    lines = [
        f"- P values in the {family_words(study, family)} ({', '.join(family.tests)}) are adjusted "
        "by the Holm method."
        for family in study.multiplicity.declared
    ]
    others = {
        "declared": "No other P value is printed.",
        "all": "Every other P value is printed without adjustment.",
    }
    return "\n".join([*lines, "", others[study.report.p_values]])


def _sensitivity(study: Study) -> Iterator[tuple[str, str]]:
    missing, rules = study.missing, study.sensitivity
    draws = f"{missing.imputations} draws" if missing.imputations else "none"
    yield "Imputation of missing scores", draws
    factors = ", ".join(f"{factor:g}" for factor in missing.censored_hazards)
    yield "Hazard after censoring multiplied by", factors
    washout = ", ".join(f"{days:g}" for days in rules.washout_days)
    yield "Washout, days", washout or "none"
    for name, own in rules.scores.items():
        windows = "; ".join(map(_window, own.follow_up_months))
        yield f"Follow-up of {study.score(name).in_text}, months", windows or "no alternative"
    yield "Seed of random draws", f"{study.randomness.seed}"


def _shells(study: Study) -> str:
    parts = [_shell(place, shell) for place, shell in enumerate(shells(study), start=1)]
    if others := other_tables(study):
        parts.append(f"Further tables of the manuscript: {', '.join(others)}.")
    parts.append("A row or a column without data is omitted. All other results are supplementary.")
    return "\n\n".join(parts)


def _shell(place: int, shell: Shell) -> str:
    empty = [""] * (len(shell.header) - 1)
    rows = [(f"**{row}**" if row in shell.sections else row, *empty) for row in shell.rows]
    return f"**Table {place}. {shell.title}**\n\n{_table(shell.header, rows)}"


def _every_key(study: Study) -> str:
    rows = [(f"`{path}`", f"`{key.value}`") for path, key in resolved(study).items()]
    return _table(("Key of the study file", "Value"), rows)


def _table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join(f"| {' | '.join(c.translate(_BAR) for c in line)} |" for line in lines)
