"""Which activity of the study each thing that is counted becomes, as the study file declares."""

from collections.abc import Mapping, Sequence

from rtxoutcomes.errors import UsageFault
from rtxoutcomes.study import Study


def activities(
    study: Study, channel: str, measures: Sequence[str], named: Mapping[str, str]
) -> dict[str, str]:
    """Measure -> activity of the channel, for what the study collects.

    A measure goes to the activity of the same name, or to the one that `named` gives it. One that
    the channel has no activity for is not written.

    Raises
    ------
    UsageFault
        The study has no such channel or activity, a measure that is not counted is named, or
        nothing of what is counted is collected.
    """
    channels = {c.name: c.activities for c in study.channels}
    if channel not in channels:
        known = ", ".join(channels) or "none"
        raise UsageFault(f"the study has no such channel; it has {known} (--channel)")
    declared = channels[channel]
    for measure, activity in named.items():
        if measure not in measures:
            raise UsageFault(f"what is counted here is {', '.join(measures)} (--count)")
        if activity not in declared:
            raise UsageFault(f"activities of {channel} are {', '.join(declared)} (--count)")
    told = {m: named.get(m, m) for m in measures if named.get(m, m) in declared}
    if not told:
        counted = ", ".join(measures)
        raise UsageFault(
            f"{channel} has the activities {', '.join(declared)}, and counted here are {counted}; "
            f"say which is which with --count, as --count {measures[0]}={declared[0]}"
        )
    if len(set(told.values())) != len(told):
        raise UsageFault("two things that are counted would be one activity; they are never summed")
    return told
