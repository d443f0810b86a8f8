"""The endpoints of a report, as data: what each is called, its order and where it is reported.

A row belongs to the endpoint whose key is its `analysis`. Each of analysis, tables, figures and
text keeps one mapping from these keys to its function.
"""

from dataclasses import dataclass

from rtxoutcomes.wording import nearest_first


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One block of results.

    `words` head its methods, `further` titles the table of those numbers that no main table shows.
    `section` is the heading of the Results under which it is reported, and puts its methods in the
    manuscript; it is empty for the supplement alone. Contrasts are reported with the outcome that
    they compare. `items` are the items of the reporting checklist that its tables answer.
    `{groups}` is what the study calls its groups, `{event}` its event, with a capital at the
    beginning.
    """

    key: str
    words: str
    further: str
    section: str = ""
    items: tuple[str, ...] = ()


# In the order of the manuscript.
ENDPOINTS: tuple[Endpoint, ...] = (
    Endpoint(
        "flow",
        "Participant flow",
        "Participant flow",
        "Participants",
        ("12c", "13a", "13b", "14b"),
    ),
    Endpoint(
        "baseline",
        "Baseline",
        "Baseline: differences between pairs of {groups}",
        "Participants",
        ("14a", "14c"),
    ),
    Endpoint(
        "relapse",
        "{Event}",
        "{Event}: other intervals, contrasts and sensitivity analyses",
        "{Event}",
        ("12e", "14c", "15", "16a", "16c", "17"),
    ),
    Endpoint(
        "time_to_relapse",
        "Time to first {event}",
        "Time to {event}: other bands, contrasts and tests",
        "{Event}",
        ("12d", "15"),
    ),
    Endpoint("before_after", "Before and on treatment", "{Events} before and on treatment"),
    Endpoint("recurrent", "Repeated {events}", "Repeated {events}"),
    Endpoint(
        "change",
        "Change in scores",
        "Change in scores: other tests, effect sizes and sensitivity analyses",
        "Change",
        ("11", "12b", "12e", "16a", "16b", "17"),
    ),
    Endpoint("transition", "Transitions", "Transitions between bands of scores"),
    Endpoint(
        "confirmed",
        "Confirmed change",
        "Confirmed change: further numbers and sensitivity analyses",
        "Confirmed change",
        items=("15", "16a", "17"),
    ),
    Endpoint("trajectory", "Course of scores", "Course of scores by month"),
    Endpoint(
        "contrast",
        "Between {groups}",
        "Between {groups}: differences and ratios",
        "Between {groups}",
    ),
    Endpoint(
        "subgroup",
        "Subgroups",
        "Subgroups: results in each level, and interactions",
        "Subgroups",
        ("12b", "17"),
    ),
    Endpoint("follow_up", "Follow-up", "Follow-up: range and completeness"),
    Endpoint("competing", "Competing events", "Events that compete with {event}"),
    Endpoint("participation", "Participation", "Participation in the channels"),
    Endpoint(
        "engagement",
        "Engagement",
        "Engagement: sizes of models and groups",
        "Engagement",
        ("12e", "16a", "17"),
    ),
    Endpoint(
        "safety",
        "Adverse events",
        "Adverse events: other intervals and limits",
        "Adverse events",
    ),
    Endpoint("missing", "Missing data", "Missing data: sensitivity analyses"),
    Endpoint("sensitivity", "Grid of choices", "Grid of declared choices"),
)
KEYS = tuple(endpoint.key for endpoint in ENDPOINTS)


def endpoint_of(analysis: str) -> Endpoint:
    """The endpoint to which rows of an analysis belong.

    Raises
    ------
    KeyError
        No endpoint has that key.
    """
    for endpoint in ENDPOINTS:
        if endpoint.key == analysis:
            return endpoint
    names = ", ".join(nearest_first(str(analysis), KEYS))
    raise KeyError(f"no endpoint {analysis!r}; there are {names}")
