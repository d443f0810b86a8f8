"""Count tables: all that the estimates need of a cohort, and no row of a patient."""

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from rtxoutcomes.cohort import MARKS, Origin, origin_cell
from rtxoutcomes.counts import TimeUnit
from rtxoutcomes.errors import UsageFault
from rtxoutcomes.owned.folder import private_mode
from rtxoutcomes.owned.lock import write_named
from rtxoutcomes.study import Study
from rtxoutcomes.study.resolved import plan_hash, resolved

FORM = "rtxoutcomes-counts/1"
HEADER = "counts.toml"
GROUPS, RELAPSES, TIMES, PAIRS = "groups", "relapses", "times", "pairs"
LAST, FIXED = "last", "fixed"
# The columns of each table; `origin` is the last one of each file.
COLUMNS = {
    GROUPS: ("group", "patients"),
    RELAPSES: ("group", "relapses", "number_known", "follow_up", "patients"),
    TIMES: ("group", "time", "relapsed", "censored"),
    PAIRS: ("score", "visit", "group", "before", "after", "patients"),
}
ORIGIN = "origin"


def study_hash(study: Study) -> str:
    """SHA-256 of every key of the study that results depend on."""
    return plan_hash({path: key.value for path, key in resolved(study).items()})


def refuse_other(sha256: object, study: Study) -> None:
    """Refuse counts with the hash of another study; raises UsageFault."""
    if sha256 != study_hash(study):
        raise UsageFault(
            f"the counts are not of study {study.id} as it is now: they were counted by another, "
            "or its file has changed since; count the cohort again by this study"
        )


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Counts:
    """What `analyse_counts` needs of a cohort: frames of counts, without a row of a patient.

    Small counts may still identify somebody: they are as internal as other results.

    Attributes
    ----------
    groups
        `group, patients`, in the study's order.
    relapses
        `group, relapses, number_known, follow_up, patients`: how often each number of relapses
        occurs with each length of follow-up. Where `number_known` is False, the number is a lower
        bound. None: not collected.
    times
        `group, time, relapsed, censored`: patients by time to the first relapse, or to the end of
        follow-up without one. None: not collected.
    pairs
        `score, visit, group, before, after, patients`: how often each pair of values occurs at
        baseline and at the `last` visit or at the `fixed` time. Without values: patients without
        both. A score and visit without rows were not collected.
    unit
        Times are whole numbers of it.
    study, study_sha256, grouping
        The study by which patients were counted, and the variable of the groups.
    origin, form
        Those of the cohort.

    Examples
    --------
    >>> import rtxoutcomes as rtx
    >>> counts = rtx.count(rtx.bundled_cohort(), "nabiuni2023")
    >>> counts.groups
       group  patients
    0   RRMS        42
    1   SPMS        43
    2  NMOSD        14
    """

    groups: pd.DataFrame
    relapses: pd.DataFrame | None
    times: pd.DataFrame | None
    pairs: pd.DataFrame
    unit: TimeUnit
    study: str
    study_sha256: str
    grouping: str
    origin: Origin
    form: str

    def __repr__(self) -> str:
        patients = int(self.groups["patients"].sum())
        return f"<Counts: {patients:,} patients, origin {self.origin}>"

    @property
    def tables(self) -> dict[str, pd.DataFrame]:
        """The tables by name, without those that were not collected."""
        every = {GROUPS: self.groups, RELAPSES: self.relapses, TIMES: self.times, PAIRS: self.pairs}
        return {name: table for name, table in every.items() if table is not None}

    @property
    def mark(self) -> str:
        """The words that every output of these counts carries."""
        return MARKS[self.origin]

    def write(self, folder: str | Path, *, replace: bool = False) -> tuple[str, ...]:
        """Write one CSV file a table, and `counts.toml`, which says what they are.

        Counts of patients are readable for their owner alone: a count of one may identify somebody.

        Parameters
        ----------
        folder
            Where; other files in it are not touched.
        replace
            Move files of these names, which this command did not write or which were edited, to
            `kept/`.

        Returns
        -------
        tuple of str
            The files that were written.

        Raises
        ------
        UsageFault
            A file that is not ours has one of the names; nothing was written.
        EnvironmentFault
            The folder cannot be written.
        """
        files = {f"{name}.csv": self._csv(table) for name, table in self.tables.items()}
        files[HEADER] = self._header()
        mode = private_mode(group_readable=False) if self.origin == "patient" else None
        return write_named(Path(folder), files, "count", replaced=replace, whole=True, mode=mode)

    def _csv(self, table: pd.DataFrame) -> str:
        flags = {n: c.map({True: "yes", False: "no"}) for n, c in table.items() if c.dtype == bool}
        shown = table.assign(**{str(name): words for name, words in flags.items()})
        shown = shown.assign(**{ORIGIN: origin_cell(self.origin)})
        return shown.to_csv(index=False, lineterminator="\n", float_format="%.12g")

    def _header(self) -> str:
        values = {
            "form": FORM,
            "study": self.study,
            "study_sha256": self.study_sha256,
            "grouping": self.grouping,
            "cohort_form": self.form,
            "origin": self.origin,
            "mark": self.mark,
            "time_unit": self.unit.name,
        }
        return "".join(f'{key} = "{value}"\n' for key, value in values.items())
