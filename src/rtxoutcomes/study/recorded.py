"""A recorded analysis plan, and what a study has that is no part of it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Literal, Self

from pydantic import PrivateAttr

from rtxoutcomes.parts import Part
from rtxoutcomes.study.resolved import plan_hash, resolved
from rtxoutcomes.study.score import Name
from rtxoutcomes.wording import Label, OptionalLabel

FORM: Literal["rtxoutcomes-plan/1"] = "rtxoutcomes-plan/1"
State = Literal["added", "changed", "removed"]
# Blocks that a study file has several of, each with a name.
_NAMED = ("diagnoses", "variables", "scores", "confirmed", "channels")


def seal_of(study: str, sha256: str, package: str, cohort_sha256: str) -> str:
    """The hash of what a record says of itself, but for what the authors state."""
    values = {"study": study, "sha256": sha256, "package": package, "cohort_sha256": cohort_sha256}
    return plan_hash(values)


class RecordedPlan(Part):
    """A plan as `rtxoutcomes plan lock` recorded it, in `plan.lock.toml` next to the study file.

    `plan` maps the path of each key to its value as JSON, `sha256` is the hash of all of them.
    `registry`, `number` and `date` are what the authors state of a deposited plan, empty where
    they state nothing. `cohort_sha256` is the hash of the cohort that could be read then, empty
    where there was none. `seal` is the hash of what nobody may edit besides the plan.
    """

    form: Literal["rtxoutcomes-plan/1"] = FORM
    study: Name
    sha256: str
    package: Label
    registry: OptionalLabel = ""
    number: OptionalLabel = ""
    date: OptionalLabel = ""
    cohort_sha256: str = ""
    seal: str
    plan: dict[str, str]

    def consistency_faults(self) -> list[str]:
        """A plan that was edited after it was recorded."""
        sealed = seal_of(self.study, self.sha256, self.package, self.cohort_sha256)
        edited = {
            "plan": plan_hash(self.plan) != self.sha256,
            "study, sha256, package and cohort_sha256": sealed != self.seal,
        }
        words = "must be as it was recorded; it was edited, restore it"
        return [f"{key}: {words}" for key, is_edited in edited.items() if is_edited]

    @property
    def deposited(self) -> str:
        """`OSF, abc12, 3 March 2026`, as the authors state it; empty for a plan not deposited."""
        stated = ", ".join(filter(None, (self.registry, self.number, self.date)))
        return stated if self.registry or self.number else ""


@dataclass(frozen=True, slots=True)
class PlanChange:
    """A key that differs from the recorded plan; `recorded` or `now` is None where it lacks it."""

    path: str
    recorded: str | None
    now: str | None

    @property
    def state(self) -> State:
        if self.recorded is None:
            return "added"
        return "removed" if self.now is None else "changed"

    @property
    def block(self) -> tuple[str, ...]:
        """The block of the study file that it belongs to: `("scores", "edss")`, `("relapse",)`."""
        first, *rest = self.path.split(".")
        if first == "multiplicity":
            return (first, *rest[:2]) if rest[0] == "families" else (first,)
        if first == "sensitivity" or not rest:
            return (first,)
        return (first, rest[0]) if first in _NAMED else (first,)


def changes(recorded: RecordedPlan, study: Part) -> tuple[PlanChange, ...]:
    """What was added to, changed in or removed from a plan since it was recorded.

    A key that the package did not have then is no change while it has its default.
    """
    now = resolved(study)
    added = {
        path: PlanChange(path, None, key.value)
        for path, key in now.items()
        if path not in recorded.plan and not key.is_default
    }
    changed = {
        path: PlanChange(path, value, now[path].value if path in now else None)
        for path, value in recorded.plan.items()
        if (path not in now or now[path].value != value) and not _is_filled_since(path, value, now)
    }
    return tuple((added | changed)[path] for path in sorted(added | changed))


def _is_filled_since(path: str, value: str, now: Collection[str]) -> bool:
    """Whether an empty list got its first blocks, which are additions of their own."""
    return value == "[]" and path not in now and any(key.startswith(f"{path}.") for key in now)


def by_block(found: tuple[PlanChange, ...]) -> Mapping[tuple[str, ...], State]:
    """Each block that differs; it was added or removed if its keys all were."""
    states: dict[tuple[str, ...], set[State]] = {}
    for change in found:
        states.setdefault(change.block, set()).add(change.state)
    whole = {
        block: next(iter(own)) if len(own) == 1 and _is_named(block) else "changed"
        for block, own in states.items()
    }
    return MappingProxyType(whole)


def _is_named(block: tuple[str, ...]) -> bool:
    """Whether the block is one of several, and can be added or removed as a whole."""
    return len(block) > 1


class WithPlan(Part):
    """A study with the plan that was recorded next to its file, which is no part of the file."""

    _recorded: RecordedPlan | None = PrivateAttr(default=None)

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        return super().model_copy(update=update, deep=deep).with_plan(self._recorded)

    def with_plan(self, recorded: RecordedPlan | None) -> Self:
        """The same study with a recorded plan, or without one."""
        # Pydantic's own copy, which keeps what the file was; that of `Part` checks a changed study.
        copied = super(Part, self).model_copy()
        copied._recorded = recorded
        return copied

    @property
    def recorded_plan(self) -> RecordedPlan | None:
        """The plan that was recorded; None where there is none."""
        return self._recorded

    @property
    def unplanned(self) -> tuple[PlanChange, ...]:
        """What differs from the recorded plan; nothing where none was recorded."""
        return () if self._recorded is None else changes(self._recorded, self)
