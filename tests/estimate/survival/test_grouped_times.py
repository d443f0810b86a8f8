"""Times and groups of the patients at risk."""

from rtxoutcomes.estimate.survival.grouped_times import grouped, informative_labels


def test_patients_without_follow_up_are_counted_and_belong_to_no_group() -> None:
    result = grouped([0, 3, 5], [0, 1, 0], ["c", "b", "a"])

    assert (result.n, result.months.tolist(), result.sizes) == (3, [3.0, 5.0], [1, 1])
    assert result.label.tolist() == [1, 0]


def test_why_groups_cannot_be_compared() -> None:
    assert grouped([], [], []).refusal == "n_zero"
    assert grouped([3, 4], [1, 1], ["a", "a"]).refusal == "group_absent"
    assert grouped([3, 4], [0, 0], ["a", "b"]).refusal == "no_events"
    assert grouped([3, 4], [0, 1], ["a", "b"]).refusal == ""


def test_a_group_that_left_before_the_first_event_is_not_informative() -> None:
    labels = informative_labels(grouped([1, 4, 6, 5], [0, 1, 0, 0], ["a", "b", "b", "c"]))

    assert labels is not None
    assert labels.tolist() == [1, 2]
    assert informative_labels(grouped([4, 4], [1, 1], ["a", "b"])) is None
