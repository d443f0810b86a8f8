"""A made-up clinic's raw tables, with the truth that they were made from.

Every cell that could identify somebody is a word or number that stands nowhere else, so that a
test can look for it.
"""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from persiantools.jdatetime import JalaliDate

Rows = list[list[object]]
NAMES = {
    "10-4471": "Qazvinpur Zarrintaj",
    "10-0932": "Xalkhorani Bijhan",
    "K7-118": "Wustenfeld Olof",
}
PHONES = {"10-4471": "09125550143", "10-0932": "+98 912 555 0177", "K7-118": "021-77889911"}
CANARIES = (
    *NAMES,
    *PHONES.values(),
    "Qazvinpur",
    "Zarrintaj",
    "Xalkhorani",
    "Wustenfeld",
    "Olof",
    "Mashhadizade",
)
BORN = {
    "10-4471": dt.date(1981, 9, 2),
    "10-0932": dt.date(1928, 2, 29),
    "K7-118": dt.date(1990, 1, 1),
}
DIAGNOSES = {"10-4471": "RR", "10-0932": "SP", "K7-118": "NMO"}
SEXES = {"10-4471": "F", "10-0932": "M", "K7-118": "F"}
STARTS = {
    "10-4471": dt.date(2019, 3, 21),
    "10-0932": dt.date(2020, 12, 30),
    "K7-118": dt.date(2021, 6, 1),
}
# Days since the first infusion.
VISITS: dict[str, list[tuple[int, float | None]]] = {
    "10-4471": [(-20, 3.0), (0, 3.5), (371, 2.5)],
    "10-0932": [(1, 6.0), (400, 6.5)],
    "K7-118": [(0, 2.0), (200, None), (731, 1.5)],
}
RELAPSES: dict[str, list[int]] = {"10-4471": [-90, 0, 45], "10-0932": [], "K7-118": [365]}
INFUSIONS = {"10-4471": [0, 14, 180], "10-0932": [0], "K7-118": [0, 15]}
FOLLOW_UP = {"10-4471": 730, "10-0932": 401, "K7-118": 900}
EVENTS: dict[str, list[tuple[int, str, str]]] = {"K7-118": [(16, "infusion reaction", "2")]}


@dataclass(frozen=True, slots=True)
class Style:
    """How this clinic writes dates."""

    calendar: str = "gregorian"
    order: str = "dmy"

    def date(self, day: dt.date) -> str:
        year, month, of_month = day.year, day.month, day.day
        if self.calendar == "jalali":
            result = JalaliDate(day)  # type: ignore[no-untyped-call]
            year, month, of_month = result.year, result.month, result.day
        parts = {"y": f"{year:04d}", "m": f"{month:02d}", "d": f"{of_month:02d}"}
        return "/".join(parts[letter] for letter in self.order)


def tables(style: Style) -> dict[str, Rows]:
    """The raw tables by name, headers first."""
    found: dict[str, Rows] = {
        "people": [["File No", "Full name", "Mobile", "Dx", "Sex", "DOB", "Last seen"]],
        "clinic": [["File No", "Date", "EDSS", "Remarks"]],
        "attacks": [["File No", "Onset"]],
        "drug": [["File No", "Given", "mg"]],
        "harm": [["File No", "Day", "What", "Grade"]],
    }
    for name, full_name in NAMES.items():
        start = STARTS[name]
        on = {days: style.date(start + dt.timedelta(days)) for days in range(-100, 1000)}
        known: list[object] = [name, full_name, PHONES[name], DIAGNOSES[name], SEXES[name]]
        found["people"].append([*known, style.date(BORN[name]), on[FOLLOW_UP[name]]])
        for days, edss in VISITS[name]:
            found["clinic"].append([name, on[days], edss, f"seen with {full_name}"])
        found["attacks"] += [[name, on[days]] for days in RELAPSES[name]]
        found["drug"] += [[name, on[days], 500] for days in INFUSIONS[name]]
        found["harm"] += [[name, on[d], term, grade] for d, term, grade in EVENTS.get(name, [])]
    return found


def map_text(style: Style, where: str) -> str:
    """The map; `where` is how a table is named, with {} for its name."""

    def block(table: str, raw: str, columns: str) -> str:
        place = where.format(raw)
        return (
            f'[[tables]]\ntable = "{table}"\n{place}\nid = "File No"\n[tables.columns]\n{columns}\n'
        )

    return "\n".join(
        [
            f'calendar = "{style.calendar}"\norder = "{style.order}"\n',
            f'[first_infusion]\n{where.format("drug")}\nid = "File No"\ndate = "Given"\n',
            block(
                "patients",
                "people",
                'diagnosis = { column = "Dx", recode = { RR = "RRMS", SP = "SPMS", '
                'NMO = "NMOSD" } }\n'
                'sex = { column = "Sex", recode = { F = "female", M = "male" } }\n'
                'age_years = { born = "DOB" }\nfollow_up_months = { months = "Last seen" }',
            ),
            block("visits", "clinic", 'month = { months = "Date" }\nedss = "EDSS"'),
            block("relapses", "attacks", 'month = { months = "Onset" }'),
            block("infusions", "drug", 'month = { months = "Given" }\ndose_mg = "mg"'),
            block(
                "adverse_events",
                "harm",
                'event_id = { number = true }\nmonth = { months = "Day" }\nterm = "What"\n'
                'grade = "Grade"',
            ),
        ]
    )


def csv_folder(place: Path, style: Style) -> tuple[Path, Path]:
    """The raw folder with a CSV a table, and its map."""
    raw = place / "raw"
    raw.mkdir(parents=True, exist_ok=True)
    for name, rows in tables(style).items():
        text = "".join(",".join(map(_typed, row)) + "\n" for row in rows)
        (raw / f"{name}.csv").write_text(text, encoding="utf-8")
    path = place / "map.toml"
    path.write_text(map_text(style, 'file = "{}.csv"'), encoding="utf-8")
    return raw, path


def _typed(cell: object) -> str:
    """A cell as somebody types it into a text file."""
    return f"{cell:g}" if isinstance(cell, float) else "" if cell is None else str(cell)


def key_file(place: Path) -> Path:
    path = place / "key.txt"
    path.write_text("an invented key of more than thirty-two characters\n", encoding="utf-8")
    return path
