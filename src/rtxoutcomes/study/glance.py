"""What a study consists of, in a few words, for a notebook or a terminal."""

from collections.abc import Iterable, Sequence

from rtxoutcomes.study.engagement import Channel
from rtxoutcomes.study.score import Score


def parts_of(
    drug: str, groups: Sequence[str], scores: Iterable[Score], channels: Iterable[Channel]
) -> dict[str, str]:
    """Drug, groups, scores and channels, as text."""
    named = {
        "drug": [drug],
        "groups": groups,
        "scores": [score.name for score in scores],
        "channels": [channel.name for channel in channels],
    }
    return {name: ", ".join(words) or "none" for name, words in named.items()}
