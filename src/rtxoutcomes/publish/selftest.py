"""The self-test of an installation, and its certificate."""

import json
import platform
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from rtxoutcomes.errors import UsageFault
from rtxoutcomes.owned.lock import write_named
from rtxoutcomes.progress import Progress, silent
from rtxoutcomes.publish.environment import differences_from_lock, system, versions
from rtxoutcomes.publish.version import VERSION
from rtxoutcomes.reference_cases.cases import reference_cases
from rtxoutcomes.reference_cases.check import Difference, FamilyCheck, check_families

SUFFIXES = (".txt", ".json")


@dataclass(frozen=True, slots=True)
class Certificate:
    """What an installation gives for reference cases of R; `print` shows it.

    Attributes
    ----------
    package, python, system
        Versions of this package and of Python; operating system and processor.
    libraries
        The version of each library that computes or prints a number.
    differs_from_lock
        In words, each library whose version is not that of the lock; this is no fault.
    r_versions, r_packages
        The versions of R and of its packages that made the reference.
    families
        Cases, numbers and the largest relative error of each family of estimators.
    """

    package: str
    python: str
    system: str
    libraries: Mapping[str, str]
    differs_from_lock: tuple[str, ...]
    r_versions: tuple[str, ...]
    r_packages: tuple[str, ...]
    families: tuple[FamilyCheck, ...]

    @property
    def differences(self) -> tuple[Difference, ...]:
        """Every number outside its tolerance, and every call that failed."""
        return tuple(d for family in self.families for d in family.differences)

    @property
    def passed(self) -> bool:
        return not self.differences

    def to_dict(self) -> dict[str, object]:
        """The certificate as JSON has it."""
        families = [
            {
                "family": own.family,
                "cases": own.cases,
                "numbers": own.numbers,
                # Two digits: more differ between processors.
                "largest_relative_error": float(f"{own.largest_error:.1e}"),
            }
            for own in self.families
        ]
        return {
            "passed": self.passed,
            "package": self.package,
            "python": self.python,
            "system": self.system,
            "libraries": dict(self.libraries),
            "differs_from_lock": list(self.differs_from_lock),
            "reference": {"r": list(self.r_versions), "packages": list(self.r_packages)},
            "families": families,
            "differences": [asdict(difference) for difference in self.differences],
        }

    def __str__(self) -> str:
        return "\n".join([*self._head(), *self._table(), "", *self._verdict()])

    def _head(self) -> list[str]:
        libraries = ", ".join(f"{name} {number}" for name, number in self.libraries.items())
        locked = "; ".join(self.differs_from_lock)
        return [
            "Self-test of an installation of rtxoutcomes",
            "",
            f"Package:   rtxoutcomes {self.package}",
            f"Python:    {self.python}",
            f"System:    {self.system}",
            f"Libraries: {libraries}",
            *([f"           not as locked: {locked}"] if locked else []),
            f"Reference: {', '.join(self.r_versions)}; {', '.join(self.r_packages)}",
            "",
        ]

    def _table(self) -> list[str]:
        width = max(len(own.family) for own in self.families)
        head = f"{'Estimators':{width}}  cases  numbers  largest relative error"
        lines = [
            f"{own.family:{width}}  {own.cases:5}  {own.numbers:7}  {own.largest_error:.1e}"
            for own in self.families
        ]
        return [head, *lines]

    def _verdict(self) -> list[str]:
        numbers = sum(own.numbers for own in self.families)
        if self.passed:
            return [f"Passed: all {numbers} numbers agree with R within the stated tolerances."]
        count = len(self.differences)
        noun = "difference" if count == 1 else "differences"
        return [
            f"Not passed: {count} {noun} from R.",
            *(f"  {difference.sentence()}" for difference in self.differences),
        ]


def selftest(tell: Progress = silent) -> Certificate:
    """Compare the estimators of this installation with results of R that come with the package.

    Parameters
    ----------
    tell
        Called with the name of each family of estimators.

    Returns
    -------
    Certificate
        Versions, cases, the largest relative error of each family, and every difference.

    Notes
    -----
    The data of the cases are synthetic. Each case names its tolerance, the version of R and of its
    packages, and the call; see docs/selftest.md.

    Examples
    --------
    >>> import rtxoutcomes as rtx
    >>> rtx.selftest().passed
    True
    """
    cases = reference_cases()
    packages = sorted({f"{name} {number}" for c in cases for name, number in c.packages.items()})
    return Certificate(
        package=VERSION,
        python=platform.python_version(),
        system=system(),
        libraries=versions(),
        differs_from_lock=tuple(differences_from_lock()),
        r_versions=tuple(sorted({case.r_version for case in cases})),
        r_packages=tuple(packages),
        families=check_families(cases, tell),
    )


def write_certificate(certificate: Certificate, out: str | Path) -> str:
    """Save a certificate as text (`.txt`) or JSON, and return its path.

    Raises
    ------
    UsageFault
        `out` ends otherwise, or a file there was edited or is not ours.
    EnvironmentFault
        It cannot be written.
    """
    place = Path(out)
    if place.suffix.lower() not in SUFFIXES:
        raise UsageFault(f"{out}: must end in {' or '.join(SUFFIXES)}")
    text = str(certificate)
    if place.suffix.lower() == ".json":
        text = json.dumps(certificate.to_dict(), indent=1, ensure_ascii=False)
    remedy = "move it, or name another place with --out"
    write_named(place.parent, {place.name: f"{text}\n"}, "selftest", remedy=remedy)
    return str(place)
