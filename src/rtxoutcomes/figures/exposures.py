"""Which exposure and which model a row of the engagement analysis speaks of, in words."""

import re

from rtxoutcomes.disclose import Released
from rtxoutcomes.figures.select import rows

ADJUSTERS = {
    "relapses_prior_year": "earlier relapses",
    "age_years": "age",
    "disease_duration_years": "disease duration",
}
# Endings of terms, with what follows them, as words for a line of a figure.
PATTERNS = (
    (r"_landmark_([\d.]+)", "Landmark, month {}"),
    (r"_diagnosis_covariate", "Diagnosis as covariate"),
    (r"_within_groups", "Within groups of patients"),
    (r"_confirmed", "Confirmed attacks only"),
    (r"_cumulative_lag_([\d.]+)", "All until then, lag {}"),
    (r"_recent_lag_([\d.]+)", "Recent, lag {}"),
    (r"_cumulative_lag_([\d.]+)_confirmed", "All until then, lag {}, confirmed"),
    (r"_recent_lag_([\d.]+)_confirmed", "Recent, lag {}, confirmed"),
    (r"_attacks", "Number of attacks"),
    (r"_by_([\d.]+)_months", "By month {}, yes or no"),
)


def exposures(released: Released) -> list[str]:
    """Names of the exposures, as their reported rows have them, in the order of the study."""
    return list(dict.fromkeys(rows(released, "engagement")["term"]))


def exposure_words(released: Released, exposure: str) -> str:
    """`whatsapp_message` as `WhatsApp messages`."""
    channel, _, activity = exposure.partition("_")
    label = channel
    for key, text in released.about.items():
        name = key.removeprefix("channel.")
        if key.startswith("channel.") and exposure.startswith(f"{name}_"):
            label, activity = text, exposure.removeprefix(f"{name}_")
    return f"{label} {activity.replace('_', ' ')}s"


def split(term: str, known: list[str]) -> tuple[str, str]:
    """A term as its exposure and the ending that tells the model; the longest name wins."""
    own = [name for name in known if term == name or term.startswith(f"{name}_")]
    exposure = max(own, key=len, default=term)
    return exposure, term.removeprefix(exposure)


def model_words(released: Released, ending: str, method: str) -> str:
    """The ending of a term as the name of its model; that of the primary one is in `method`."""
    if not ending:
        month = re.search(r"landmark ([\d.]+) months", method)
        return f"Landmark, month {month[1]}" if month else "Primary"
    if ending.startswith("_adjusted_"):
        return f"Adjusted for {_adjuster(released, ending.removeprefix('_adjusted_'))}"
    if ending == "_subset":
        return released.about.get("engagement.subset", "") or "Some diagnoses only"
    for pattern, words in PATTERNS:
        found = re.fullmatch(pattern, ending)
        if found:
            return words.format(*found.groups())
    return ending.replace("_", " ").strip()


def _adjuster(released: Released, name: str) -> str:
    score = name.removesuffix("_baseline")
    if score != name:
        return f"{released.about.get(f'score.{score}', score)} at baseline"
    return ADJUSTERS.get(name, name.replace("_", " "))
