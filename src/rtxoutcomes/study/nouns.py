"""What a study calls its groups and its event, within a sentence and at its beginning."""

from rtxoutcomes.study.model import Study
from rtxoutcomes.wording import in_running_text, plural


def with_nouns(study: Study, words: str, **others: str) -> str:
    """Words with `{event}`, `{events}`, `{group}` and `{groups}` filled; `{Event}` likewise."""
    event = in_running_text(study.relapse.label)
    small = {"event": event, "events": plural(event)}
    small |= {"group": study.group_noun, "groups": study.group_nouns}
    large = {key.capitalize(): f"{word[:1].upper()}{word[1:]}" for key, word in small.items()}
    return words.format(**small, **large, **others)
