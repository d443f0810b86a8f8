"""The declared covariates and strata in a sentence, and where no model could hold them."""

from rtxoutcomes.results.quantity import Choice
from rtxoutcomes.study import Study, Variable
from rtxoutcomes.text.conditions import NOT_ATTEMPTED
from rtxoutcomes.text.draft import Draft, listed, ref
from rtxoutcomes.text.template import true_when

EVENTS = "the comparison of hazards"
CHANGES = "the comparison of changes in {}"


def covariates_in_text(study: Study) -> str:
    """`adjusted for age and smoking and stratified by centre`; empty where none is declared."""
    adjusted, stratified = _names(study, "covariate"), _names(study, "stratum")
    parts = [f"adjusted for {listed(adjusted)}" if adjusted else ""]
    parts += [f"stratified by {listed(stratified)}" if stratified else ""]
    return " and ".join(filter(None, parts))


def too_few_for_covariates(known: Draft) -> bool:
    """A comparison had too few patients or events for the declared covariates."""
    return bool(_without(known)) and bool(covariates_in_text(known.index.study))


@true_when(too_few_for_covariates)
def unused_covariates(known: Draft) -> str:
    """The comparisons that too few patients or events left without the declared covariates."""
    study, without = known.index.study, _without(known)
    names = [score.name for score in study.scores]
    scores = [ref("in_text", name) for name in names if name in without]
    hazards = [EVENTS] if set(without) - set(names) else []
    changes = [CHANGES.format(listed(scores))] if scores else []
    which, named = " and ".join([*hazards, *changes]), covariates_in_text(study)
    return f"With so few patients or events, {which} could not be {named}."


def _without(known: Draft) -> list[str]:
    rows = [row for row in known.index.rows if row.choice is Choice.WITH_COVARIATES]
    given = {row.endpoint for row in rows if row.status != NOT_ATTEMPTED}
    refused = [row.endpoint for row in rows if row.note == "too_few_for_covariates"]
    return [endpoint for endpoint in dict.fromkeys(refused) if endpoint not in given]


def _names(study: Study, role: str) -> list[str]:
    of_role: tuple[Variable, ...] = tuple(v for v in study.variables if role in v.role)
    return [ref("variable", v.name) for v in of_role if v.name != study.grouping]
