"""Whose history of engagement each patient has in a permutation."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from analysis.engagement.reference import cohort_of_r, plan
from rtxoutcomes.analysis.engagement.exchange import exchange_of
from rtxoutcomes.analysis.engagement.people import People, people
from rtxoutcomes.arrays import Ints

EVERYBODY = people(cohort_of_r(), plan())
KNOWN = np.ones(90, dtype=bool)
PLAN = plan().engagement


def few(diagnosis: list[int], group: list[int] | None = None) -> People:
    """Patients with equal follow-up."""
    return replace(
        EVERYBODY,
        diagnosis=np.array(diagnosis, dtype=np.int64),
        follow_up=np.full(len(diagnosis), 7.0),
        group=None if group is None else np.array(group, dtype=np.int64),
    )


def drawn(of: People, number: int = 2000, seed: int = 1) -> Ints:
    known = np.ones(of.n, dtype=bool)
    return exchange_of(of, known, PLAN).draw(number, np.random.default_rng(seed))


def test_histories_are_exchanged_within_diagnosis_and_band_of_follow_up() -> None:
    exchange = exchange_of(EVERYBODY, KNOWN, PLAN)
    source = exchange.draw(50, np.random.default_rng(1))

    band = np.floor(EVERYBODY.follow_up / 6)
    assert source.shape == (90, 50)
    assert not exchange.by_group
    assert exchange.described.endswith("within diagnosis and 6 months of follow-up")
    for each in source.T:
        assert sorted(each) == list(range(90))
        np.testing.assert_array_equal(EVERYBODY.diagnosis[each], EVERYBODY.diagnosis)
        np.testing.assert_array_equal(band[each], band)


def test_every_exchange_is_as_likely_as_any_other() -> None:
    orders, count = np.unique(drawn(few([0, 0, 0]), 6000).T, axis=0, return_counts=True)

    assert len(orders) == 6
    # Six standard deviations of a binomial count of 1 in 6.
    assert np.abs(count - 1000).max() < 6 * np.sqrt(6000 * 5 / 36)


def test_patients_without_a_history_are_not_permuted() -> None:
    known = np.arange(90) != 7

    source = exchange_of(EVERYBODY, known, PLAN).draw(19, np.random.default_rng(1))

    assert (source[7] == 7).all()


def test_patients_who_are_all_different_cannot_exchange() -> None:
    alone = replace(EVERYBODY, follow_up=np.arange(90).astype(np.float64) * 6 + 1)

    assert exchange_of(alone, KNOWN, PLAN).exchangeable == 0
    assert exchange_of(few([0, 0, 1]), np.ones(3, dtype=bool), PLAN).exchangeable == 2


def test_whole_groups_exchange_their_histories() -> None:
    # Four groups of two patients with A and one with B each, in no particular order.
    diagnosis, group = [0, 0, 1] * 4, [0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3]
    order = np.random.default_rng(3).permutation(12)
    made = few(np.array(diagnosis)[order].tolist(), np.array(group)[order].tolist())

    exchange = exchange_of(made, np.ones(12, dtype=bool), PLAN)
    source = exchange.draw(2000, np.random.default_rng(1))

    assert exchange.by_group
    assert exchange.exchangeable == 12
    assert made.group is not None
    giving = set()
    for each in source.T:
        assert sorted(each) == list(range(12))
        np.testing.assert_array_equal(made.diagnosis[each], made.diagnosis)
        # Members of one group have the histories of members of one group.
        pairs = {(own, other) for own, other in zip(made.group, made.group[each], strict=True)}
        assert len(pairs) == 4
        giving.add(tuple(sorted(pairs)))
    assert len(giving) == 24


def test_members_exchange_their_histories_within_the_group_too() -> None:
    made = few([0] * 8, [0, 0, 1, 1, 2, 2, 3, 3])

    first_two = {tuple(each[:2]) for each in drawn(made).T}

    # Four groups in both orders.
    assert first_two == {p for a, b in pairwise(range(8)) if a % 2 == 0 for p in ((a, b), (b, a))}


@pytest.mark.parametrize(
    "group",
    [
        # Three groups have six exchanges: no permutation could reject at 5%.
        [0, 0, 1, 1, 2, 2, 2, 2],
        # Of different sizes.
        [0, 1, 1, 2, 2, 2, 2, 2],
        # Nobody took part in one.
        [-1] * 8,
    ],
)
def test_where_groups_do_not_correspond_patients_exchange(group: list[int]) -> None:
    exchange = exchange_of(few([0] * 8, group), np.ones(8, dtype=bool), PLAN)

    assert not exchange.by_group
    assert exchange.exchangeable == 8


def test_groups_of_different_composition_do_not_exchange() -> None:
    # Four groups of two patients with A, and one of a patient with each.
    made = few([0] * 8 + [0, 1], [0, 0, 1, 1, 2, 2, 3, 3, 4, 4])

    source = drawn(made)

    np.testing.assert_array_equal(source[8:].T, [[8, 9]] * 2000)
    assert exchange_of(made, np.ones(10, dtype=bool), PLAN).exchangeable == 8


def test_a_patient_outside_every_group_exchanges_with_others_outside() -> None:
    made = few([0] * 11, [0, 0, 1, 1, 2, 2, 3, 3, -1, -1, -1])

    source = drawn(made)

    assert {tuple(sorted(each[8:])) for each in source.T} == {(8, 9, 10)}
    assert len({tuple(each[8:]) for each in source.T}) == 6
