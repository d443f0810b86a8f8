"""Every number of the results of 0.1 is found among those of 0.2, to twelve digits.

`terms.csv` names for each row of the old frame the columns of the new one. The old frame is read
from the history of the repository. Contrasts that had the earlier group first change their sign, or
are inverted, and their limits change places.
"""

import io
import math
import subprocess
from pathlib import Path

import pandas as pd

from rtxoutcomes.results.frame import KEY

HERE = Path(__file__).parent
OLD = "7c63eec:reports/results.csv"
NUMBERS = (
    *("n", "dropped", "events", "person_years", "estimate", "std_error", "conf_low", "conf_high"),
    *("conf_level", "statistic", "df", "p_value", "p_adjusted"),
)
TURNED = {"estimate": "estimate", "conf_low": "conf_high", "conf_high": "conf_low"}


def close(one: float, other: float) -> bool:
    if math.isnan(one) or math.isnan(other):
        return math.isnan(one) and math.isnan(other)
    # Twelve significant digits, the last of which may be rounded otherwise.
    return math.isclose(one, other, rel_tol=5e-12, abs_tol=1e-300)


def turned(value: float, measure: str) -> float:
    """A number of a contrast whose groups change places."""
    return 1 / value if measure.endswith("ratio") and value else -value


def test_every_number_is_found() -> None:
    words = ["git", "show", OLD]
    shown = subprocess.run(words, cwd=HERE, capture_output=True, check=True, text=True).stdout
    old = pd.read_csv(io.StringIO(shown), keep_default_na=False, na_values=[""])
    new = pd.read_csv(HERE.parents[1] / "reports" / "results.csv", keep_default_na=False)
    terms = pd.read_csv(HERE / "terms.csv", keep_default_na=False, dtype=str)
    assert len(old) == len(terms) == len(new)
    places = {tuple(map(_plain, row)): k for k, row in enumerate(new[list(KEY)].values.tolist())}
    inverted = 0
    for k, keys in enumerate(terms[list(KEY)].values.tolist()):
        before, after = old.iloc[k], new.iloc[places[tuple(map(_plain, keys))]]
        same = all(close(_number(before[c]), _number(after[c])) for c in NUMBERS)
        if not same:
            inverted += 1
            assert after["against"]
            for column in NUMBERS:
                expected = _number(before[TURNED.get(column, column)])
                if column in TURNED:
                    expected = turned(expected, after["measure"])
                if column == "statistic":
                    assert close(abs(expected), abs(_number(after[column])))
                else:
                    assert close(expected, _number(after[column])), (keys, column)
    assert inverted == 60


def _number(value: object) -> float:
    return math.nan if value == "" else float(str(value))


def _plain(value: object) -> str:
    text = str(value)
    return text.removesuffix(".0")
