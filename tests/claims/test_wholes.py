"""A whole against its parts."""

from claims.papers import findings
from rtxoutcomes.claims.verdict import Verdict


def part(key: str, events: int, n: int, mean: str = "") -> dict[str, object]:
    return {"key": key, "events": events, "n": n} | ({"mean": mean} if mean else {})


def test_counts_of_the_parts_add_up() -> None:
    # 13, 4 and 2 of the 19 patients with an attack had one, two and three.
    parts = [part("one", 13, 42), part("two", 4, 43), part("three", 2, 14)]
    whole = {"key": "any", "parts": ["one", "two", "three"]}

    right = findings(*parts, whole | {"events": 19, "n": 99})
    other = findings(*parts, whole | {"events": 20, "n": 99})

    assert right["sum of events"].details == ("13 + 4 + 2 = 19; 19 is printed.",)
    assert right["sum of patients"].verdict is Verdict.ATTAINABLE
    assert other["sum of events"].verdict is Verdict.NOT_ATTAINABLE


def test_the_mean_of_a_whole_is_that_of_its_parts() -> None:
    parts = [part("a", 1, 42, "-0.32"), part("b", 1, 43, "0.19"), part("c", 1, 14, "-0.57")]
    whole = {"key": "all", "n": 99, "parts": ["a", "b", "c"]}

    # Their sums are -13.5, 8 and -8: the mean of 99 is -0.136.
    right = findings(*parts, whole | {"mean": "-0.14"})["mean of the parts"]
    other = findings(*parts, whole | {"mean": "-0.16"})["mean of the parts"]

    assert right.verdict is Verdict.ATTAINABLE
    assert other.verdict is Verdict.NOT_ATTAINABLE
    assert other.values == {"weighted_mean": "-0.1338"}


def test_what_is_not_printed_is_not_summed() -> None:
    result = findings({"key": "a", "n": 3}, {"key": "all", "events": 4, "parts": ["a"]})

    assert "sum of events" not in result
