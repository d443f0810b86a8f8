"""Groups of patients alike, by hand and against a slow count."""

import math
from collections import Counter
from itertools import product

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cohorts import cohort, patients, study, table
from rtxoutcomes.derive.anonymity import k_anonymity

PLAN = study()
PEOPLE = [("P1", "A", 12.0), ("P2", "A", 12.0), ("P3", "A", 12.0), ("P4", "B", 12.0)]


def test_the_smallest_group_and_those_alone_are_counted() -> None:
    people = patients(
        PEOPLE, sex=["female", "female", "male", "male"], age_years=[31, 38, 35, float("nan")]
    )

    anonymity = k_anonymity(cohort(people, relapses=table("patient_id month", ("P1", 3.0))), PLAN)

    assert (anonymity.patients, anonymity.groups, anonymity.k, anonymity.unique) == (4, 3, 1, 2)
    assert anonymity.diversity == {"relapsed": 1}
    assert "2 of 4 patients are unique (k = 1; l = 1 for relapsed)" in anonymity.sentence()
    assert "Rows of patients are never released." in anonymity.sentence()


def test_ages_are_known_in_bands() -> None:
    people = patients(PEOPLE[:3], sex=["female"] * 3, age_years=[30, 39.9, 40])

    assert k_anonymity(cohort(people), PLAN).groups == 2
    assert k_anonymity(cohort(people), study(privacy={"age_band_years": 50})).k == 3


def test_a_missing_value_is_one_of_its_own_and_may_be_any() -> None:
    people = patients(PEOPLE[:3], sex=["female", "female", None], age_years=[35.0] * 3)

    anonymity = k_anonymity(cohort(people), PLAN)

    assert (anonymity.k, anonymity.unique, anonymity.k_if_missing_is_any) == (1, 1, 3)
    assert "1 of 3 patients is unique (k = 1)" in anonymity.sentence()


def test_what_was_not_collected_has_no_diversity() -> None:
    people = patients(PEOPLE[:3], sex=["female"] * 3)

    anonymity = k_anonymity(cohort(people), PLAN)

    assert anonymity.diversity == {"relapsed": None}
    assert "l =" not in anonymity.sentence()


def test_a_secret_that_is_not_known_of_a_patient_hides_nothing() -> None:
    people = patients(
        [(f"P{k}", "A", 12.0) for k in range(4)],
        sex=["female"] * 4,
        adverse_event_count=pd.array([0, 1, None, None], dtype="Int64"),
        relapse_count=pd.array([0, 2, 1, None], dtype="Int64"),
    )
    events = table("patient_id event_id", ("P1", "1"))
    relapses = table("patient_id month", ("P3", 5.0))
    plan = study(privacy={"sensitive": ["relapsed", "adverse_event"]})

    anonymity = k_anonymity(
        cohort(people, form="one_table", relapses=relapses, adverse_events=events), plan
    )
    nothing = people.assign(adverse_event_count=pd.array([None] * 4, dtype="Int64"))
    empty = k_anonymity(cohort(nothing, adverse_events=events[:0]), plan)

    assert anonymity.diversity == {"relapsed": 2, "adverse_event": 2}
    assert empty.diversity == {"relapsed": None, "adverse_event": None}


def test_ids_that_look_like_telephones_are_counted() -> None:
    people = patients([("9125550143", "A", 12.0), ("9125550", "A", 12.0)], sex=["female"] * 2)

    anonymity = k_anonymity(cohort(people), PLAN)

    assert anonymity.mobiles == 1
    assert "1 ids look like telephone numbers" in anonymity.sentence()


SEX = st.sampled_from(["female", "male", None])
AGE = st.sampled_from([25.0, 35.0, float("nan")])


@given(st.lists(st.tuples(st.sampled_from(["A", "B"]), SEX, AGE), min_size=1, max_size=12))
def test_a_slow_count_gives_the_same(rows: list[tuple[str, str | None, float]]) -> None:
    people = patients(
        [(f"P{k}", row[0], 12.0) for k, row in enumerate(rows)],
        sex=[row[1] for row in rows],
        age_years=[row[2] for row in rows],
    )
    known = [(d, s, None if math.isnan(a) else a) for d, s, a in rows]

    anonymity = k_anonymity(cohort(people), PLAN)

    def fits(one: tuple[object, ...], other: tuple[object, ...]) -> bool:
        return all(a is None or b is None or a == b for a, b in zip(one, other, strict=True))

    groups = Counter(known)
    assert anonymity.k == min(groups.values())
    assert anonymity.unique == sum(count == 1 for count in groups.values())
    matching = Counter(one for one, other in product(known, known) if fits(one, other))
    assert anonymity.k_if_missing_is_any == min(matching[g] // groups[g] for g in groups)


def test_very_many_groups_are_not_compared_pair_by_pair(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rtxoutcomes.derive.anonymity._MOST_GROUPS", 1)
    people = patients(PEOPLE[:3], sex=["female", "female", None], age_years=[35.0] * 3)

    assert k_anonymity(cohort(people), PLAN).k_if_missing_is_any == 1
