"""Small raw tables under a map, for tests of the stages of pseudonymising."""

from collections.abc import Mapping, Sequence

import pandas as pd

from rtxoutcomes.cohort import RawTable
from rtxoutcomes.pseudonymise.people import PatientIndex, patient_index
from rtxoutcomes.pseudonymise.plan import Plan, parse_plan
from rtxoutcomes.pseudonymise.raw import Raw
from rtxoutcomes.pseudonymise.rows import Made, make_rows
from rtxoutcomes.read.clinic import Place
from rtxoutcomes.read.study_file import read_study
from rtxoutcomes.validate.naming import named_fields

KEY = b"an invented key of more than thirty-two characters"
STUDY = read_study("nabiuni2023")
FIELDS = named_fields(STUDY)
HEAD = """
calendar = "gregorian"
order = "ymd"
missing = ["NA"]
[first_infusion]
file = "drug.csv"
id = "no"
date = "given"
[leave_out]
without_first_infusion = {}
without_follow_up = {}
"""
PATIENTS = """
[[tables]]
table = "patients"
file = "people.csv"
id = "no"
[tables.columns]
diagnosis = "dx"
follow_up_months = { months = "seen" }
"""
VISITS = """
[[tables]]
table = "visits"
file = "clinic.csv"
id = "no"
[tables.columns]
month = { months = "day" }
edss = "edss"
"""
RELAPSES = """
[[tables]]
table = "relapses"
file = "attacks.csv"
id = "no"
[tables.columns]
month = { months = "onset" }
"""
DRUG = ["no,given", "1,2020-01-01", "1,2019-12-20", "2,2020-06-01"]
PEOPLE = ["no,name,dx,seen", "1,Xan Doe,RRMS,2021-01-01", "2,Yul Roe,SPMS,2021-06-01"]
CLINIC = ["no,day,edss", "1,2020-01-01,3.5", "1,2020-12-31,NA", "2,2020-06-01,4"]
ATTACKS = ["no,onset", "1,2019-12-20", "1,2020-03-01"]
FILES = {"drug.csv": DRUG, "people.csv": PEOPLE, "clinic.csv": CLINIC, "attacks.csv": ATTACKS}


def plan_of(*blocks: str, without_start: bool = False, without_follow_up: bool = False) -> Plan:
    head = HEAD.format(str(without_start).lower(), str(without_follow_up).lower())
    return parse_plan((head + "".join(blocks)).encode(), "map.toml")


def table(
    name: str, lines: Sequence[str], dates: Mapping[str, frozenset[int]] | None = None
) -> RawTable:
    header, *rows = [line.split(",") for line in lines]
    frame = pd.DataFrame(rows, columns=header, dtype=object)
    numbers = tuple(range(2, len(lines) + 1))
    return RawTable("one_table", name, frame, numbers, "", dates=dates or {})


def raw_of(plan: Plan, **changed: Sequence[str]) -> Raw:
    """The raw tables of a map; `clinic=[...]` replaces the lines of clinic.csv."""
    files = {**FILES, **{f"{name}.csv": lines for name, lines in changed.items()}}
    tables: dict[Place, RawTable] = {
        (file, sheet): table(file, files[file]) for file, sheet in plan.sources()
    }
    return Raw(tables, plan)


def people(raw: Raw) -> PatientIndex:
    return patient_index(raw, KEY)


def made(raw: Raw) -> Made:
    return make_rows(raw, people(raw), FIELDS)
