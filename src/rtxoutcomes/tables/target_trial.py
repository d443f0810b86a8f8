"""What these data cannot identify: how the study differs from a trial that could.

The form of the table (a target trial, the study at hand, what follows) is that of the TARGET
statement (2025) on reporting the emulation of a target trial; the study does not follow it.
"""

from collections.abc import Iterator
from typing import NamedTuple

from rtxoutcomes.disclose import Released, takes_results
from rtxoutcomes.presentation.rows import Index, index
from rtxoutcomes.results.quantity import Quantity
from rtxoutcomes.tables.assemble import assemble
from rtxoutcomes.tables.cells import Cell
from rtxoutcomes.tables.model import Table

HEADER = ("A target trial would have", "These data have", "Why the difference matters")
TITLE = "What these data cannot identify"
FORM = (
    "The columns are taken from the TARGET statement on reporting the emulation of a target trial; "
    "this study does not emulate a target trial and does not follow the statement."
)
NOT_IDENTIFIABLE, NOT_ATTEMPTED = "not_identifiable", "not_attempted"


class Difference(NamedTuple):
    """One row of the table."""

    target: str
    data: str
    reason: str


TOGETHER = Difference(
    "Arms with the drug alone, with the channels alone and with both",
    "No patient known to have begun the drug before the channels",
    "Their separate effects cannot be estimated.",
)
NO_CONTROL = Difference(
    "A control group, allocated at random",
    "No random allocation",
    "A change after baseline may be the treatment, the natural course or the return of extreme "
    "values; these cannot be distinguished.",
)
NOT_ASSIGNED = Difference(
    "Engagement assigned to patients, or to groups of them",
    "Engagement as observed, not assigned",
    "Patients who take part more may differ from others in their outcomes for other reasons; "
    "associations are not effects.",
)
REPORTED = Difference(
    "{Events} detected in the same way in all patients",
    "{Events} some of which became known through the channels",
    "Patients who take part more have more occasions to report.",
)
SOURCE_UNKNOWN = Difference(
    "{Events} detected in the same way in all patients",
    "No record of how {events} became known",
    "If some were reported through the channels, patients who take part more had more occasions to "
    "report.",
)
KNOWN = "Knowledge of the treatment can influence how outcomes are assessed."
BLINDING_UNKNOWN = Difference(
    "Outcome assessors who do not know the treatment", "No record of blinding", KNOWN
)
NOT_BLINDED = Difference(
    "Outcome assessors who do not know the treatment", "Assessors who were not blinded", KNOWN
)
SELECTED = Difference(
    "Follow-up of everybody who begins treatment",
    "A minimum follow-up as a condition for inclusion",
    "Patients who stopped early are missing, and outcomes may look more favourable than among all "
    "patients treated.",
)


@takes_results
def not_identifiable(released: Released) -> Table:
    """A row for each difference from a target trial that is true of this study."""
    results = index(released)
    named = {"drug": released.study.study.drug, **released.study.relapse.words}
    rows = [tuple(Cell(text.format(**named)) for text in row) for row in _differences(results)]
    return assemble(released, "not_identifiable", TITLE, HEADER, rows, notes=(FORM,))


def _differences(results: Index) -> Iterator[Difference]:
    study = results.study
    if any(row.note == NOT_IDENTIFIABLE for row in results.rows):
        yield TOGETHER
    if study.study.design and not study.is_randomised:
        received = f"{NO_CONTROL.data}: {{drug}} in all patients"
        yield NO_CONTROL._replace(data=received) if study.study.is_single_arm else NO_CONTROL
    if _given(results, "engagement"):
        yield NOT_ASSIGNED
        yield from _detection(results)
    blinded = study.study.assessor_blinded
    if not blinded and (_given(results, "relapse") or _given(results, "change")):
        yield BLINDING_UNKNOWN if blinded is None else NOT_BLINDED
    if study.study.minimum_follow_up_months:
        yield SELECTED


def _detection(results: Index) -> Iterator[Difference]:
    """Whether events became known through a channel that is an exposure."""
    exposed = (row for row in results.of("engagement") if row.endpoint == "relapse")
    if all(row.status == NOT_ATTEMPTED for row in exposed):
        return
    answers = results.answers("relapse", "relapse")
    rows = [row for row in answers.rows if row.quantity is Quantity.EVENTS_BY_SOURCE]
    channels = {channel.name for channel in results.study.channels}
    if not rows:
        yield SOURCE_UNKNOWN
    elif any(row.level in channels and row.events for row in rows):
        yield REPORTED


def _given(results: Index, analysis: str) -> bool:
    return any(row.status != NOT_ATTEMPTED for row in results.of(analysis))
