"""The results frame: one row is one number with everything that makes it readable."""

from collections.abc import Iterable, Sequence

import pandas as pd

from rtxoutcomes.results.estimate import COUNT_COLUMNS
from rtxoutcomes.results.pairs import pair_of
from rtxoutcomes.results.row import Row
from rtxoutcomes.results.term import row_key, term

# Which question a row answers: these columns together are unique.
KEY = (
    *("analysis", "endpoint", "grouping", "group", "against", "channel", "activity", "month"),
    *("subgroup", "level", "model", "choice", "quantity", "method_key"),
)
_LIMITS = ("estimate", "std_error", "conf_low", "conf_high")
_TEST = ("conf_level", "statistic", "df", "p_value", "p_adjusted")
NUMBER_COLUMNS = ("month", "person_years", *_LIMITS, *_TEST)
# One unique text for each row; the trace of a report has it too.
ROW_KEY = "key"
COLUMNS = (
    *(*KEY[:-1], "measure", "role", "unit", *COUNT_COLUMNS, "person_years"),
    *(*_LIMITS, "conf_ends", *_TEST, "p_pair", "method_key", "method"),
    *("planned", "status", "note", "term", ROW_KEY),
)
_OF_ROW = (*KEY[:-1], "role", "unit", "p_adjusted", "planned")
_OF_VALUE = tuple(name for name in COLUMNS if name not in (*_OF_ROW, "term", ROW_KEY))
SIGNIFICANT_DIGITS = 10


def estimates_frame(rows: Iterable[Row]) -> pd.DataFrame:
    """Rows as the results frame, in the order given.

    Raises
    ------
    ValueError
        Two rows answer the same question by the same method: they share every column of `KEY`.
    """
    frame = pd.DataFrame([_record(row) for row in rows], columns=list(COLUMNS))
    twice = frame[frame.duplicated(list(KEY), keep=False)]
    if not twice.empty:
        keys = twice[list(KEY)].drop_duplicates().values.tolist()
        raise ValueError(f"rows that are not unique: {keys}")
    frame[ROW_KEY] = _numbered(frame[ROW_KEY].tolist())
    types = dict.fromkeys(COUNT_COLUMNS, "Int64") | dict.fromkeys(NUMBER_COLUMNS, "float64")
    return frame.astype(types)


def _numbered(keys: Sequence[str]) -> list[str]:
    """The keys with `#2` after the second of a kind: two analyses may use one name and method."""
    counts: dict[str, int] = {}
    unique = []
    for key in keys:
        counts[key] = counts.get(key, 0) + 1
        unique.append(key if counts[key] == 1 else f"{key}#{counts[key]}")
    return unique


def _record(row: Row) -> dict[str, object]:
    own = {name: _plain(getattr(row, name)) for name in _OF_ROW}
    values = {name: _plain(getattr(row.value, name)) for name in _OF_VALUE}
    values["p_pair"] = str(pair_of(row.value))
    name = term(
        quantity=row.quantity.value,
        month=row.month,
        channel=row.channel,
        activity=row.activity,
        model=row.model.value,
        subgroup=row.subgroup,
        level=row.level,
        choice=row.choice.value,
        against=row.against,
    )
    key = row_key(row.endpoint, row.group, name, row.value.method_key)
    return own | values | {"term": name, ROW_KEY: key}


def _plain(value: object) -> object:
    # Members of the enumerations are stored as ordinary strings.
    return str(value) if isinstance(value, str) else value


def significant(value: float, digits: int = SIGNIFICANT_DIGITS) -> float:
    """The double nearest to `value` written with that many significant digits.

    Beyond 10 digits, numbers differ between processors and library builds: rounded to 12, one in a
    thousand of those from linear algebra falls to the other side. Everything that is written or
    drawn passes through here first.
    """
    return float(f"{value:.{digits - 1}e}")


def rounded(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with every float column at 10 significant digits."""
    floats = frame.select_dtypes("float64").columns
    return frame.assign(**{c: [significant(v) for v in frame[c]] for c in floats})
