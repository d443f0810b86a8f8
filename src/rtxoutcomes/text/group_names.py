"""Groups of patients within a sentence."""

from rtxoutcomes.results.row import DIAGNOSIS
from rtxoutcomes.study import Study


def name_in_text(study: Study, group: str) -> str:
    """A group within a sentence: its declared abbreviation where it has one, else its label.

    The first sentence on the patients explains the abbreviations of diagnoses; others have none.
    """
    explained = study.grouping == DIAGNOSIS and is_abbreviated(study, group)
    return study.abbreviation(group) if explained else study.label_in_text(group)


def is_abbreviated(study: Study, group: str) -> bool:
    """Whether the study declares an abbreviation that differs from the label."""
    declared = {level.code: level.abbreviation for level in study.groups}
    return declared[group] not in ("", study.label(group))
