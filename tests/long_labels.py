"""Studies with labels of 75 letters in scripts that the package and matplotlib can write."""

import dataclasses
from collections.abc import Sequence

from rtxoutcomes.disclose import Released

LONG = {
    "Latin": "Kurtzke Expanded Disability Status Scale (EDSS), neurologist-assessed, unblinded",
    "Greek": "\u0394\u03b5\u03c5\u03c4\u03b5\u03c1\u03bf\u03c0\u03b1\u03b8\u03ce\u03c2 " * 6,
    "Persian": "\u0627\u0633\u06a9\u0644\u0631\u0648\u0632 \u0686\u0646\u062f\u06af\u0627\u0646 "
    * 6,
    "Devanagari": "\u0915\u094d\u0937\u0924\u094d\u0930\u093f\u092f \u0930\u094b\u0917\u0940 " * 6,
    "one word": "W" * 75,
}


def named(released: Released, *words: str, abbreviations: bool) -> Released:
    """Released results whose study has these words, 75 letters of them, in turn as its labels."""
    plan = released.study
    diagnoses = [
        one.model_copy(
            update={"label": name, "abbreviation": name if abbreviations else one.abbreviation}
        )
        for one, name in zip(plan.diagnoses, _names(words, 0), strict=False)
    ]
    scores = [
        one.model_copy(update={"label": name})
        for one, name in zip(plan.scores, _names(words, 3), strict=False)
    ]
    channels = [
        one.model_copy(update={"label": f"{_at(words, k + 1)[:60]} {k}"})
        for k, one in enumerate(plan.channels)
    ]
    relapse = plan.relapse.model_copy(update={"label": f"{_at(words, 2)[:73]} e"})
    changes = {"diagnoses": tuple(diagnoses), "scores": tuple(scores), "relapse": relapse}
    study = plan.model_copy(update=changes | {"channels": tuple(channels)})
    return dataclasses.replace(released, study=study)


def _names(words: Sequence[str], first: int) -> list[str]:
    return [f"{_at(words, first + k)[:73]} {k}" for k in range(3)]


def _at(words: Sequence[str], place: int) -> str:
    return words[place % len(words)]
