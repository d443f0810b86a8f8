"""Numbers of the definitions in a text: those the study file declares, and those fixed by others.

`{{ study.confirm_days.NAME }}` is traced to the study file; `{{ fixed.raw_days }}` is part of a
definition of the field or of a method, which no study changes.
"""

from collections.abc import Mapping

from rtxoutcomes.presentation.multiverse import KEYS, value_words
from rtxoutcomes.study import Confirmed, Score, Study
from rtxoutcomes.study.score import step_text
from rtxoutcomes.style import Style

FIXED = "fixed"
# Days of a definition, and levels of a method, that are the same in every study.
NUMBERS: Mapping[str, str] = {
    "raw_days": "90",
    "late_days": "168",
    "power": "80%",
    "level": "5%",
}


def declared_numbers(study: Study, style: Style) -> dict[str, str]:
    """Reference to the text of each number of a definition."""
    found = {f"{FIXED}.{name}": text for name, text in NUMBERS.items()}
    found["study.changes"] = "; ".join(map(definition_in_brief, study.confirmed))
    for block in study.confirmed:
        days = {"confirm": block.confirm_days, "exclude": block.exclude_days_after_relapse}
        found |= {f"study.{what}_days.{block.name}": str(n) for what, n in days.items()}
    mark = style.numbers.decimal_mark
    steps = {score.name: steps_in_text(score, mark) for score in study.scores if score.worsening}
    return found | {f"study.steps.{name}": text for name, text in steps.items()}


def definition_in_brief(block: Confirmed) -> str:
    """`Worsening (confirmed at 84 days, reference fixed at baseline)`: all that defines it."""
    keys = [key for key in KEYS if key != "pira" or block.kind == "worsening"]
    each = (value_words(key, getattr(block, key)) for key in keys)
    return f"{block.label} ({', '.join(each)})"


def steps_in_text(score: Score, mark: str) -> str:
    """`1.5 from 0, 1 from 1 to 5 and 0.5 from 5.5 to 10`: the steps of a worsening, by band."""
    bands = score.worsening_bands()
    if len(bands) == 1:
        return step_text(bands[0][2]).replace(".", mark)
    each = [f"{step_text(step)} from {_range(low, high)}" for low, high, step in bands]
    return f"{', '.join(each[:-1])} and {each[-1]}".replace(".", mark)


def _range(low: float, high: float) -> str:
    return f"{low:g}" if low == high else f"{low:g} to {high:g}"
