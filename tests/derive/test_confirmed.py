"""Confirmed changes: cases worked by hand, and properties that hold for every course."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from derive.confirmed.hand_worked import FILE, Answer, answers, course_of, score_named
from rtxoutcomes.calendar import DAYS_PER_MONTH
from rtxoutcomes.derive.confirmed.events import Course, confirmed_changes
from rtxoutcomes.derive.confirmed.relapses import Association, Definition, association
from rtxoutcomes.derive.confirmed.rules import Change, Reference, Rules
from rtxoutcomes.derive.confirmed.steps import improvement_of, worsening_of

DEFAULT: dict[str, Any] = FILE["default"]
CASES = FILE["events"]
EDSS = score_named("edss")
LATTICE = st.sampled_from(EDSS.lattice())


def expected(case: dict[str, Any]) -> list[tuple[Any, ...]] | None:
    return None if case["expected"] is None else [tuple(event) for event in case["expected"]]


def shortened(found: list[Answer] | None, with_class: bool) -> list[tuple[Any, ...]] | None:
    if found is None:
        return None
    return [
        (a.kind, a.onset, a.confirmed, a.association if with_class else None, a.pira_confirmed)
        for a in found
    ]


@pytest.mark.parametrize("unit", ["days", "months"])
@pytest.mark.parametrize("case", CASES, ids=lambda case: case["case"])
def test_cases_worked_by_hand(case: dict[str, Any], unit: str) -> None:
    settings = DEFAULT | case.get("args", {})
    course = course_of(case["visits"], case["relapses"])
    if unit == "months":
        # Two decimals of a month, as in a table, are still the same day.
        course = Course(
            tuple(round(day / DAYS_PER_MONTH, 2) * DAYS_PER_MONTH for day in course.days),
            course.values,
            tuple(round(day / DAYS_PER_MONTH, 2) * DAYS_PER_MONTH for day in course.relapses),
        )
    found = shortened(answers(course, settings), settings["pira"] is not None)

    wanted = expected(case)
    if found is not None and unit == "months":
        found = [(k, round(o), round(c), cls, p and round(p)) for k, o, c, cls, p in found]
    if wanted is not None and not any(event[4] for event in wanted):
        found = found and [(*event[:4], None) for event in found]
    assert found == wanted


def test_the_hand_has_enough_cases() -> None:
    assert len(CASES) == 62
    assert sum(case["expected"] is None for case in CASES) == 1


Courses = st.builds(
    lambda gaps, values, relapses: Course(
        tuple(float(sum(gaps[: k + 1])) for k in range(len(values))),
        tuple(values),
        tuple(map(float, relapses)),
    ),
    st.lists(st.integers(1, 200), min_size=10, max_size=10),
    st.lists(LATTICE, min_size=2, max_size=10),
    st.lists(st.integers(-100, 1500), max_size=4),
)
BOTH = (Change.WORSENING, Change.IMPROVEMENT)
RULES = Rules(worsening_of(EDSS), improvement_of(EDSS))


@given(Courses)
def test_longer_confirmation_never_adds_events_under_the_fixed_reference(course: Course) -> None:
    short, long = (confirmed_changes(course, replace(RULES, confirm_days=n)) for n in (84, 168))

    assert (short is None) == (long is None)
    if short is not None and long is not None:
        assert len(long.events) <= len(short.events)


@given(Courses, st.integers(-500, 500), st.sampled_from(list(Reference)))
def test_shifting_all_days_changes_nothing(course: Course, days: int, reference: Reference) -> None:
    rules = replace(RULES, reference=reference, kinds=BOTH)
    shifted = Course(
        tuple(day + days for day in course.days),
        course.values,
        tuple(onset + days for onset in course.relapses),
    )

    assert confirmed_changes(shifted, rules) == confirmed_changes(course, rules)


@given(LATTICE, LATTICE)
def test_an_improvement_is_the_way_back_of_a_worsening(reference: float, value: float) -> None:
    assert RULES.improves(reference, value) is RULES.worsens(value, reference)


@given(Courses)
def test_every_event_holds_from_onset_to_confirmation(course: Course) -> None:
    rules = replace(RULES, reference=Reference.ROVING, kinds=BOTH)
    found = confirmed_changes(course, rules)
    if found is None:
        return
    directions = dict(rules.directions())
    for event in found.events:
        value = course.values[event.reference]
        between = course.values[event.onset : event.confirmed + 1]
        assert all(directions[event.kind](value, after) for after in between)
        assert course.days[event.confirmed] - course.days[event.onset] >= rules.confirm_days
    assert [e.onset for e in found.events] == sorted(e.onset for e in found.events)


@given(Courses, st.integers(-100, 1500), st.sampled_from(list(Definition)))
def test_a_further_relapse_never_makes_a_worsening_independent(
    course: Course, onset: int, definition: Definition
) -> None:
    more = replace(course, relapses=(*course.relapses, float(onset)))
    for event in getattr(confirmed_changes(course, RULES), "events", ()):
        before, _ = association(course, event, RULES, definition)
        after, _ = association(more, event, RULES, definition)
        if after is Association.PIRA:
            assert before is Association.PIRA


def test_a_relapse_can_add_an_event_through_the_confirmation_rule() -> None:
    visits = [[0, 2], [120, 3], [210, 3], [300, 2], [500, 3], [600, 3], [700, 3]]
    settings = DEFAULT | {"pira": "mueller2023"}
    without = answers(course_of(visits, [100.0]), settings)
    with_one = answers(course_of(visits, [100.0, 200.0]), settings)

    # The relapse of day 200 takes the confirmation of the first worsening; the second is PIRA.
    assert without is not None
    assert with_one is not None
    assert [(a.onset, a.association) for a in without] == [(120, "RAW")]
    assert [(a.onset, a.association) for a in with_one] == [(500, "PIRA")]


@pytest.mark.parametrize(
    ("values", "unconfirmed"),
    [([2, 2, 3], 2), ([2, 3, 3], None), ([2, 3, 2], None), ([2, 2, 2], None), ([3, 2, 2], None)],
)
def test_a_worsening_at_the_last_visit_is_open(
    values: list[float], unconfirmed: int | None
) -> None:
    course = course_of([[90.0 * k, value] for k, value in enumerate(values)], [])
    found = confirmed_changes(course, RULES)

    assert found is not None
    assert found.unconfirmed == unconfirmed


def test_a_worsening_that_holds_for_83_days_is_open_from_its_onset() -> None:
    course = course_of([[0, 2], [100, 3], [150, 3], [183, 3]], [])
    found = confirmed_changes(course, RULES)

    assert found is not None
    assert (found.events, found.unconfirmed) == ((), 1)


def test_an_open_worsening_needs_worsenings_among_the_kinds() -> None:
    course = course_of([[0, 2], [90, 3]], [])
    found = confirmed_changes(course, replace(RULES, kinds=(Change.IMPROVEMENT,)))

    assert found is not None
    assert found.unconfirmed is None


def test_after_a_roving_event_the_last_rise_is_judged_by_the_new_reference() -> None:
    course = course_of([[0, 2], [90, 3], [180, 3], [270, 3.5], [360, 4]], [])
    rules = replace(RULES, reference=Reference.ROVING)
    found = confirmed_changes(course, rules)

    assert found is not None
    assert [(e.onset, e.confirmed) for e in found.events] == [(1, 2)]
    assert found.unconfirmed == 4


@pytest.mark.parametrize("baseline", [0, 1])
def test_the_search_begins_at_the_baseline_of_the_study(baseline: int) -> None:
    course = course_of([[-60, 1], [0, 2], [90, 2], [180, 2.5], [270, 2]], [])
    found = confirmed_changes(course, RULES, baseline)

    assert found is not None
    assert len(found.events) == (1 if baseline == 0 else 0)


@pytest.mark.parametrize(
    ("name", "reference", "value", "worse"),
    [
        ("t25fw", 4.0, 4.8, True),
        ("t25fw", 4.0, 4.79, False),
        ("t25fw", 9.3, 11.16, True),
        ("t25fw", 29.5, 35.4, True),
        ("sdmt", 50.0, 46.0, True),
        ("sdmt", 50.0, 47.0, False),
        ("edss", 5.5, 6.0, True),
        ("edss", 5.0, 5.5, False),
    ],
)
def test_steps_are_exact(name: str, reference: float, value: float, worse: bool) -> None:
    score = score_named(name)

    assert worsening_of(score)(reference, value) is worse
    assert improvement_of(score)(value, reference) is worse


@pytest.mark.parametrize(("value", "better"), [(5.0, True), (5.5, False), (6.0, False)])
def test_the_step_at_the_reference(value: float, better: bool) -> None:
    assert improvement_of(EDSS, "at_reference")(5.5, value) is better
    assert improvement_of(EDSS)(5.5, value) is False
    assert improvement_of(score_named("sdmt"), "at_reference")(40.0, 40.0 + 2 * (6 - value)) is (
        value <= 4
    )


def test_a_score_without_steps_never_changes() -> None:
    score = score_named("edss").model_copy(update={"worsening": {}})

    assert not worsening_of(score)(0.0, 10.0)
    assert not improvement_of(score, "at_reference")(10.0, 0.0)


def test_improvements_near_a_relapse_count_on_request() -> None:
    course = course_of([[0, 4], [90, 2], [180, 2]], [175.0])
    rules = replace(RULES, kinds=(Change.IMPROVEMENT,))

    near = confirmed_changes(course, replace(rules, improvement_near_relapse=True))
    outside = confirmed_changes(course, rules)
    assert near is not None
    assert outside is not None
    assert (len(near.events), len(outside.events)) == (1, 0)


@pytest.mark.parametrize(
    ("relapse", "definition", "named"),
    [
        (0, Definition.KAPPOS_2020, Association.UNCLASSIFIED),
        (131, Definition.KAPPOS_2020, Association.PIRA),
        (130, Definition.KAPPOS_2020, Association.UNCLASSIFIED),
        (330, Definition.KAPPOS_2020, Association.UNCLASSIFIED),
        (331, Definition.KAPPOS_2020, Association.PIRA),
        (270, Definition.KAPPOS_2020, Association.UNCLASSIFIED),
        (9, Definition.CAGOL_2022, Association.PIRA),
        (300, Definition.CAGOL_2022, Association.UNCLASSIFIED),
        (301, Definition.CAGOL_2022, Association.PIRA),
        (0, Definition.MUELLER_2023_STRICT, Association.UNCLASSIFIED),
        (301, Definition.MUELLER_2023_STRICT, Association.PIRA),
        (10, Definition.MUELLER_2023, Association.RAW),
        (9, Definition.MUELLER_2023, Association.PIRA),
    ],
)
def test_windows_are_closed(relapse: int, definition: Definition, named: Association) -> None:
    course = course_of([[0, 2], [100, 3], [300, 3]], [float(relapse)])
    # Without the rule on visits soon after a relapse, the windows alone decide.
    rules = replace(RULES, exclude_days_after_relapse=0)
    found = confirmed_changes(course, rules)

    assert found is not None
    assert association(course, found.events[0], rules, definition)[0] is named


@pytest.mark.parametrize(("collected_from", "undetermined"), [(10.0, False), (11.0, True)])
def test_relapses_must_be_recorded_for_the_windows(
    collected_from: float, undetermined: bool
) -> None:
    course = course_of([[0, 2], [100, 3], [300, 3]], [])
    found = confirmed_changes(course, RULES)

    assert found is not None
    named, _ = association(course, found.events[0], RULES, Definition.MUELLER_2023, collected_from)
    assert (named is Association.UNDETERMINED) is undetermined
