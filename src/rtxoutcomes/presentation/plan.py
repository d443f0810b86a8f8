"""The recorded plan in words, and what of the analysis is no part of it."""

from collections.abc import Mapping

from rtxoutcomes.study import Study
from rtxoutcomes.study.recorded import by_block
from rtxoutcomes.wording import in_running_text

NOTES: Mapping[str, str] = {
    "not_recorded": "Not part of the recorded analysis plan.",
    "test_not_recorded": "The test is not part of the recorded analysis plan.",
}
# Of a row, for the panel of its number.
WORDS: Mapping[str, str] = {
    "": "no plan was recorded",
    "recorded": "part of the recorded plan",
    "not_recorded": "not part of the recorded plan",
    "test_not_recorded": "part of the recorded plan, but for its test",
}
_BLOCKS = {
    "study": "the description of the study",
    "diagnoses": "the order of the diagnoses",
    "relapse": "the definition of {event}",
    "outcomes": "the declared outcomes",
    "report": "the content of the manuscript",
    "engagement": "the analysis of engagement",
    "multiplicity": "the families of tests",
    "randomness": "the random draws",
    "missing": "the assumptions about missing data",
    "sensitivity": "the sensitivity analyses",
    "one_table": "the columns of the table",
    "reading": "the reading of the tables",
    "columns": "the names of columns",
    "privacy": "the assumptions about privacy",
    "abbreviations": "the abbreviations",
}
_NAMED = {
    "diagnoses": "the diagnosis {name}",
    "variables": "the variable {name}",
    "scores": "the definition of {name}",
    "confirmed": "the definition of {name}",
    "channels": "the channel {name}",
    "multiplicity": 'the family of tests "{name}"',
}


def unplanned_words(study: Study) -> list[str]:
    """`the definition of EDSS (changed)`: each block that differs from the recorded plan."""
    return [
        f"{_block(study, block)} ({state})" for block, state in by_block(study.unplanned).items()
    ]


def unplanned_text(study: Study) -> str:
    """What differs from the recorded plan, in one list; empty where nothing does."""
    words = unplanned_words(study)
    return " and ".join(filter(None, ("; ".join(words[:-1]), *words[-1:])))


def plan_record(study: Study) -> dict[str, object] | None:
    """The recorded plan, and each key that differs from it, for programs; None without a plan."""
    recorded = study.recorded_plan
    if recorded is None:
        return None
    return {
        "sha256": recorded.sha256,
        "package": recorded.package,
        "registry": recorded.registry,
        "number": recorded.number,
        "date": recorded.date,
        "cohort_sha256": recorded.cohort_sha256,
        "matches": not study.unplanned,
        "not_part_of_plan": [
            {"key": c.path, "state": c.state, "recorded": c.recorded, "now": c.now}
            for c in study.unplanned
        ],
    }


def _block(study: Study, block: tuple[str, ...]) -> str:
    kind, *rest = block
    if rest:
        return _NAMED[kind].format(name=_label(study, kind, rest[-1]))
    return _BLOCKS[kind].format(event=f"a {study.relapse.in_text}")


def _label(study: Study, kind: str, name: str) -> str:
    """The label of a block; the name of one that was removed."""
    labels = {
        "diagnoses": {d.code: d.in_text for d in study.diagnoses},
        "variables": {v.name: v.in_text for v in study.variables},
        "scores": {s.name: s.in_text for s in study.scores},
        "confirmed": {c.name: in_running_text(c.label) for c in study.confirmed},
        "channels": {c.name: c.label or c.name for c in study.channels},
    }
    return labels.get(kind, {}).get(name, name)
