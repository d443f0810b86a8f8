"""The declared outcomes in words: what sentences call each, and its estimand."""

from rtxoutcomes.presentation.words import event_label, score_of
from rtxoutcomes.study import Outcome, Study
from rtxoutcomes.study.outcomes import SAFETY, TIME

PARTS = ("population", "variable", "summary")


def outcome_in_text(study: Study, outcome: Outcome) -> str:
    """What sentences call an outcome: its label, else the words of its endpoint."""
    score = score_of(study, outcome.endpoint or "")
    if outcome.label:
        return outcome.label.rstrip(".")
    if score is not None:
        return f"the change in {score.in_text} from baseline"
    event = event_label(study)
    return {TIME: f"the time to the first {event}", SAFETY: "adverse events"}.get(
        outcome.endpoint or "", event
    )


def outcome_words(study: Study) -> dict[str, str]:
    """`outcome_1`, `outcome_1_population`, ...: the words of each declared outcome."""
    words = {}
    for place, outcome in enumerate(study.outcomes, start=1):
        name = f"outcome_{place}"
        words[name] = outcome_in_text(study, outcome)
        if (estimand := outcome.estimand) is not None:
            words |= {f"{name}_{part}": getattr(estimand, part).rstrip(".") for part in PARTS}
            events = enumerate(estimand.intercurrent_events.items(), start=1)
            for k, (event, handling) in events:
                words |= {f"{name}_event_{k}": event, f"{name}_handling_{k}": handling.rstrip(".")}
    return words


def primary_words(study: Study) -> str:
    """The primary outcomes in words; empty where none was declared."""
    own = [outcome for outcome in study.outcomes if outcome.role == "primary"]
    return " and ".join(outcome_in_text(study, outcome) for outcome in own)
