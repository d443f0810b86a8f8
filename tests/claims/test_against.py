"""Claims beside the numbers of a run."""

import math

import pandas as pd

from rtxoutcomes.claims.against import BUILT, Outcome, compare
from rtxoutcomes.study import Claim

NAN = math.nan


def results(**changes: object) -> pd.DataFrame:
    row = {
        "key": "edss.A.mean_change[paired_t]",
        "role": "reported",
        "origin": "patient",
        "n": 14.0,
        "events": NAN,
        "estimate": -0.5714285714,
        "conf_low": -0.9269,
        "conf_high": -0.2159,
        "p_value": 0.004126,
        "p_adjusted": NAN,
    }
    other = {"key": "edss.A.mean_change:smallest[x]", "role": "sensitivity", "estimate": 9.0}
    return pd.DataFrame([row | other, row | changes])


def claim(**numbers: object) -> Claim:
    return Claim.model_validate(
        {"key": "edss.A.mean_change", "source": "abstract", "mean": "-0.57"} | numbers
    )


def words(claim_: Claim, frame: pd.DataFrame) -> dict[str, str]:
    return {c.number: c.words for c in compare([claim_], frame)}


def test_numbers_are_compared_as_printed() -> None:
    interval = {"low": "-0.93", "high": "-0.22"}

    result = words(claim(n=14, p_value="0.004", interval=interval, sd="0.6"), results())

    assert result.pop("SD") == "not computed"
    assert set(result) == {"n", "mean", "lower limit", "upper limit", "P"}
    assert set(result.values()) == {"equal as printed"}


def test_a_number_that_a_group_without_patients_lacks_is_not_computed() -> None:
    found = words(claim(n=14, events=2), results(n=0, events=pd.NA, estimate=NAN))

    assert found["events"] == found["mean"] == "not computed"


def test_synthetic_data_are_built_to_match() -> None:
    assert words(claim(), results(origin="synthetic")) == {"mean": f"equal as printed; {BUILT}"}


def test_a_difference_says_whether_the_sentence_would_change() -> None:
    assert words(claim(), results(estimate=-0.5)) == {"mean": "differs: in digits only"}
    changed = words(claim(p_value="0.04"), results(estimate=0.5, p_value=0.06))
    assert changed == {
        "mean": "differs: the sentence would change its direction",
        "P": "differs: P lies on the other side of 0.05",
    }


def test_a_percentage_is_that_of_the_counts() -> None:
    # As a double, 3/40 is below 7.5%.
    own = Claim(key="relapse.A.proportion", source="abstract", percent="8", events=3, n=40)
    row = {"key": "relapse.A.proportion[proportion_of_patients]", "n": 40.0, "events": 3.0}

    result = compare([own], results(**row, estimate=0.075))

    assert [(c.number, c.run, c.outcome) for c in result] == [
        ("n", "40", Outcome.EQUAL),
        ("events", "3", Outcome.EQUAL),
        ("percentage", "8", Outcome.EQUAL),
    ]


def test_a_limit_of_p_is_equal_where_the_run_lies_below_it() -> None:
    assert words(claim(p_value="<0.01"), results())["P"] == "equal as printed"
    assert words(claim(p_value="<0.001"), results())["P"] == "differs: in digits only"


def test_a_claim_without_a_row_is_not_computed() -> None:
    own = Claim(key="edss.A.mean", source="abstract", mean="2.0", p_value="NS")

    assert words(own, results()) == {"mean": "not computed", "P": "not computed"}
