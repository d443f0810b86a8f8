"""The synthetic patients."""

import numpy as np

from rtxoutcomes.synthetic.people import patients_table
from synthetic.blocks import block, group


def test_the_number_of_patients_of_the_block_has_the_margins_exactly() -> None:
    stated = block(groups=[group(women=3, relapses_prior_year={"0": 2, "2": 3})])

    patients = patients_table(stated, None, np.random.default_rng(1))

    assert patients["patient_id"].tolist() == [f"SYN-000{k}" for k in range(1, 6)]
    assert patients["sex"].value_counts().to_dict() == {"female": 3, "male": 2}
    assert sorted(patients["follow_up_months"]) == [7, 7, 30, 30, 30]
    assert sorted(patients["relapses_prior_year"]) == [0, 0, 2, 2, 2]
    assert patients["engagement_start_month"].tolist() == [0.0] * 5


def test_groups_are_in_the_order_of_the_block_with_their_own_treatments() -> None:
    stated = block(
        groups=[group(diagnosis="B", prior_treatment={"one": 5}), group()],
        follow_up_months={"12": 10},
        age_years={"40": 10},
        end_reason={"lost": 10},
    )

    patients = patients_table(stated, None, np.random.default_rng(1))

    assert patients["diagnosis"].tolist() == ["B"] * 5 + ["A"] * 5
    assert patients["prior_treatment"].tolist() == ["one"] * 5 + ["other"] * 5


def test_nobody_fell_ill_before_the_age_of_12_or_less_than_half_a_year_ago() -> None:
    stated = block(age_years={"14": 4, "12": 1}, groups=[group(disease_duration_years=[5, 3])])

    patients = patients_table(stated, None, np.random.default_rng(1))

    assert patients["disease_duration_years"].max() == 2.0
    assert patients.set_index("age_years")["disease_duration_years"][12.0] == 0.5


def test_ids_of_many_patients_are_of_one_length() -> None:
    patients = patients_table(block(), 10_000, np.random.default_rng(1))

    assert [patients["patient_id"].iloc[k] for k in (0, -1)] == ["SYN-00001", "SYN-10000"]
