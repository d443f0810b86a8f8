"""Why a run may differ from a report: what of its record is different now."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from rtxoutcomes.publish.compare import EDITED
from rtxoutcomes.publish.recorded import TABLES_KEY, differing_versions, mapping_of
from rtxoutcomes.study import Study
from rtxoutcomes.study.recorded import RecordedPlan
from rtxoutcomes.study_place import FILE as STUDY
from rtxoutcomes.study_place import PLAN as RECORDED

SEED = "randomness.seed"
# By these keys a study file names one block of several.
_NAMES = ("name", "code", "key", "channel", "column")
_LONGEST_VALUE = 60


class Kind(StrEnum):
    """What is different."""

    DATA = "data"
    STUDY = "study file"
    SEED = "seed"
    CODE = "code version"
    LIBRARY = "library version"
    SYSTEM = "system"
    EDITED = "edited file"


@dataclass(frozen=True, slots=True)
class Cause:
    """One thing that is different: `place` is the table, key, library or file."""

    kind: Kind
    place: str
    words: str


def causes(
    listed: Mapping[str, object],
    now: Mapping[str, object],
    studies: tuple[Study, Study],
    edited: Sequence[str],
) -> tuple[Cause, ...]:
    """Every cause that the record shows.

    Parameters
    ----------
    listed, now
        The manifest of the report and that of the run.
    studies
        The study of the report and that of the run.
    edited
        Files of the report that are not as it wrote them.
    """
    return (
        *_data(listed, now),
        *_study(*studies),
        *_versions(listed),
        *(Cause(Kind.EDITED, name, f"{name} {EDITED}") for name in edited),
    )


def _data(listed: Mapping[str, object], now: Mapping[str, object]) -> Iterator[Cause]:
    """Tables of other values in files of other bytes; else the study reads the same otherwise."""
    if _input_files(listed) == _input_files(now):
        return
    old, new = mapping_of(listed, TABLES_KEY), mapping_of(now, TABLES_KEY)
    for name in {**old, **new}:
        if words := _table_words(mapping_of(old, name), mapping_of(new, name)):
            yield Cause(Kind.DATA, name, f"{name}: {words}")
    if listed.get("origin") != now.get("origin"):
        words = f"origin {listed.get('origin')}, now {now.get('origin')}"
        yield Cause(Kind.DATA, "cohort.toml", words)


def other_bytes(listed: Mapping[str, object], now: Mapping[str, object]) -> list[str]:
    """The tables that were read from other bytes than the record has, and hold the same values."""
    files = [_input_files(own) for own in (listed, now)]
    tables = [mapping_of(own, TABLES_KEY) for own in (listed, now)]
    same = {name for name in tables[1] if tables[0].get(name) == tables[1][name]}
    names = [
        name
        for name, digest in files[1].items()
        if files[0].get(name, digest) != digest and name.partition(".")[0] in same
    ]
    words = "has other bytes than the manifest's hash says, and the same values"
    return [f"{name}: {words}" for name in names]


def _input_files(listed: Mapping[str, object]) -> dict[str, object]:
    """Hashes of the files of the cohort."""
    files = mapping_of(listed, "inputs").items()
    return {k: v for k, v in files if "/" not in k and not k.endswith(STUDY)}


def _table_words(old: Mapping[str, object], new: Mapping[str, object]) -> str:
    """What of a table is different: its rows, its columns, its values; empty for nothing."""
    if not old or not new:
        return "was collected, now it is not" if old else "was not collected, now it is"
    if old.get("sha256") == new.get("sha256"):
        return ""
    before, after = old.get("rows"), new.get("rows")
    rows = f"{before} rows, now {after}" if before != after else f"{after} rows, as before"
    columns = [_names(own.get("columns")) for own in (old, new)]
    added, gone = sorted(columns[1] - columns[0]), sorted(columns[0] - columns[1])
    parts = [
        rows,
        f"new columns {', '.join(added)}" if added else "",
        f"without the columns {', '.join(gone)}" if gone else "",
        "" if added or gone or before != after else "other values",
    ]
    return "; ".join(filter(None, parts))


def _names(columns: object) -> set[str]:
    return set(map(str, columns)) if isinstance(columns, list) else set()


def _study(old: Study, new: Study) -> Iterator[Cause]:
    for path, before, after in study_changes(old, new):
        kind = Kind.SEED if path == SEED else Kind.STUDY
        yield Cause(kind, path, f"{path}: {before}, now {after}")
    if old.recorded_plan != new.recorded_plan:
        before, after = (_plan_words(study.recorded_plan) for study in (old, new))
        yield Cause(Kind.STUDY, RECORDED, f"{RECORDED}: {before}, now {after}")


def _plan_words(plan: RecordedPlan | None) -> str:
    """Which plan was recorded, by the first digits of its hash and what the authors state."""
    if plan is None:
        return "none"
    stated = ", ".join(filter(None, (plan.registry, plan.number, plan.date)))
    return f"plan {plan.sha256[:8]}{f' ({stated})' if stated else ''}"


def study_changes(old: Study, new: Study) -> list[tuple[str, str, str]]:
    """Each key of the study that differs, with both values; comments do not count."""
    before, after = (dict(_leaves(study.model_dump(mode="json"), "")) for study in (old, new))
    return [
        (path, _shown(before.get(path)), _shown(after.get(path)))
        for path in {**before, **after}
        if before.get(path) != after.get(path)
    ]


def _leaves(value: object, path: str) -> Iterator[tuple[str, str]]:
    """Every value below a key with its path; a block of several goes by its name."""
    if isinstance(value, Mapping) and value:
        for key, item in value.items():
            yield from _leaves(item, f"{path}.{key}".lstrip("."))
    elif isinstance(value, list) and value and all(isinstance(v, Mapping) for v in value):
        for place, item in enumerate(value, 1):
            name = next((str(item[key]) for key in _NAMES if item.get(key)), str(place))
            yield from _leaves(item, f"{path}.{name}")
    else:
        yield path, str(value)


def _shown(text: str | None) -> str:
    """A value as a line shows it."""
    if text is None:
        return "not given"
    return text if len(text) <= _LONGEST_VALUE else f"{text[:_LONGEST_VALUE]}..."


def _versions(listed: Mapping[str, object]) -> Iterator[Cause]:
    for words in differing_versions(listed):
        subject = words.removeprefix("made with ").split(" ")[0]
        kind = Kind.CODE if subject == "rtxoutcomes" else Kind.LIBRARY
        if words.startswith("made on "):
            kind, subject = Kind.SYSTEM, "system"
        yield Cause(kind, subject, words)
