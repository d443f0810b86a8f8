"""The order of a report and what its text holds: participants first, then the ranked outcomes."""

from rtxoutcomes.results.endpoints import ENDPOINTS, Endpoint
from rtxoutcomes.study import Score, Study
from rtxoutcomes.study.outcomes import RELAPSE, SAFETY, TIME, rank
from rtxoutcomes.study.report import ENGAGEMENT

PARTICIPANTS = ("flow", "baseline")
CHANGE, CONTRAST, CONFIRMED = "change", "contrast", "confirmed"
# Analyses whose rows name the outcome that a study file names, and the others by that name.
OF_OUTCOMES = ("relapse", "time_to_relapse", CHANGE, CONTRAST, "safety")
NAMES = {"relapse": RELAPSE, "time_to_relapse": TIME, "safety": SAFETY, "engagement": ENGAGEMENT}


def ordered_scores(study: Study) -> tuple[Score, ...]:
    """The scores by their rank among the outcomes; those of one rank as the study has them."""
    return tuple(sorted(study.scores, key=lambda score: rank(study.outcomes, score.name)))


def ordered_endpoints(study: Study) -> tuple[Endpoint, ...]:
    """The endpoints as a report has them; without declared outcomes, as the registry has them."""
    return tuple(sorted(ENDPOINTS, key=lambda endpoint: place(study, endpoint.key)))


def place(study: Study, key: str) -> int:
    """The rank of an endpoint of the registry: that of its first outcome.

    In a randomised study the contrasts follow the first outcome, of which they are the result.
    """
    if key in PARTICIPANTS:
        return -1
    own = [NAMES.get(key, key)]
    if key == CHANGE or (key == CONTRAST and study.is_randomised):
        own = [score.name for score in study.scores]
    if key == CONTRAST and study.is_randomised:
        own.append(RELAPSE)
    if key == CONFIRMED:
        own = [block.name for block in study.changes_in_text]
    return min((rank(study.outcomes, name) for name in own), default=len(study.outcomes))


def is_reported(study: Study, analysis: str, endpoint: str) -> bool:
    """Whether the text of the manuscript reports rows of an analysis of an endpoint."""
    if analysis == CONFIRMED:
        return endpoint in {block.name for block in study.changes_in_text}
    if analysis in OF_OUTCOMES:
        return study.report.reports(endpoint)
    return analysis != ENGAGEMENT or study.report.reports(ENGAGEMENT)
