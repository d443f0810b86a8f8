"""An audit as a whole: its findings and comparisons, as lines to read and as data."""

from dataclasses import asdict, dataclass

from rtxoutcomes.claims.against import Comparison, Outcome
from rtxoutcomes.claims.p_findings import Picture
from rtxoutcomes.claims.verdict import NOTICE, Finding

# Of `to_dict`: a key may be added to it, but none is renamed or removed without a new version.
JSON_VERSION = "1"


@dataclass(frozen=True, slots=True)
class Audit:
    """The arithmetic of the numbers that a paper prints; `print` shows it.

    Attributes
    ----------
    paper
        The reference of the paper.
    findings
        A verdict on each printed number, in the order of the claims.
    comparisons
        Each number with that of a run; empty without one.
    pictures
        Of each claim whose distributions were all enumerated, their standard deviations.
    """

    paper: str
    findings: tuple[Finding, ...]
    comparisons: tuple[Comparison, ...] = ()
    pictures: tuple[Picture, ...] = ()

    @property
    def differing(self) -> int:
        """How many printed numbers differ from those of the run."""
        return sum(c.outcome is Outcome.DIFFERS for c in self.comparisons)

    def lines(self) -> list[str]:
        """The audit for reading, the notice first."""
        lines = [NOTICE, "", self.paper]
        subject = ""
        for finding in self.findings:
            own = f"{finding.key} ({finding.source})"
            lines += [] if own == subject else ["", own]
            subject = own
            lines += [f"  {finding.number} {finding.printed}: {finding.words}"]
            lines += [f"    {detail}" for detail in finding.details]
            lines += [f"    Readings: {'; '.join(finding.readings)}."] * bool(finding.readings)
        if self.comparisons:
            lines += ["", "Compared with the run"]
            lines += [f"  {_line(comparison)}" for comparison in self.comparisons]
        return lines

    def to_dict(self) -> dict[str, object]:
        """The audit as JSON has it, the notice first."""
        return {
            "notice": NOTICE,
            "version": JSON_VERSION,
            "paper": self.paper,
            "findings": [asdict(finding) for finding in self.findings],
            "comparisons": [asdict(comparison) for comparison in self.comparisons],
        }

    def __str__(self) -> str:
        return "\n".join(self.lines())


def _line(comparison: Comparison) -> str:
    run = f", run {comparison.run}" if comparison.run else ""
    return f"{comparison.key} {comparison.number} {comparison.printed}{run}: {comparison.words}"
