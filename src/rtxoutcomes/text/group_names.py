"""Groups of patients within a sentence."""

from rtxoutcomes.study import Study


def name_in_text(study: Study, group: str) -> str:
    """A diagnosis within a sentence: its abbreviation where it has one, else its label.

    The first sentence on the patients explains the abbreviations.
    """
    short = study.abbreviation(group)
    return short if is_abbreviation(short) else study.label_in_text(group)


def is_abbreviation(word: str) -> bool:
    """Two letters or more, in capitals."""
    return len(word) > 1 and word.upper() == word and word[0].isalpha()
