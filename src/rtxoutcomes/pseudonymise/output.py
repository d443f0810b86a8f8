"""The files of the de-identified cohort as bytes, and the tables read back from them."""

import csv
import hashlib
import io
import json
from collections.abc import Mapping, Sequence

import pandas as pd

from rtxoutcomes.cohort import DECLARATION, ONE_TABLE, CohortForm, RawCohort, RawTable
from rtxoutcomes.pseudonymise.plan import Plan
from rtxoutcomes.pseudonymise.rows import Made
from rtxoutcomes.validate.schema import Field, Fields
from rtxoutcomes.validate.template import csv_text

_ONE_FILE = "cohort.csv"


def files_of(made: Made, plan: Plan, fields: Fields) -> dict[str, bytes]:
    """File name -> bytes: a CSV a table, and the declaration of the origin of the data."""
    files = {}
    for table, rows in made.rows.items():
        columns = _columns(plan, table, fields[table])
        lines = [[field.header for field in columns]]
        lines += [[row.cells.get(field.name, "") for field in columns] for row in rows]
        files[_file(table)] = csv_text(lines).encode()
    known = {"declared_by": plan.declared_by, "declared_on": plan.declared_on}
    declared = {"origin": "patient", **known}
    # A string of JSON is one of TOML.
    text = "".join(f"{key} = {json.dumps(value)}\n" for key, value in declared.items() if value)
    name = f"cohort.{DECLARATION}" if ONE_TABLE in made.rows else DECLARATION
    return {**files, name: text.encode()}


def read_back(files: Mapping[str, bytes]) -> RawCohort:
    """The cohort in these bytes, as if it were read from a folder."""
    tables = {}
    for file, content in files.items():
        if file.endswith(".csv"):
            lines = list(csv.reader(io.StringIO(content.decode(), newline="")))
            name = ONE_TABLE if file == _ONE_FILE else file.removesuffix(".csv")
            tables[name] = _table(name, file, lines, content)
    form: CohortForm = "one_table" if ONE_TABLE in tables else "tables"
    sources = {file: hashlib.sha256(content).hexdigest() for file, content in files.items()}
    return RawCohort(form, tables, {"origin": "patient"}, sources)


def _table(name: str, file: str, lines: Sequence[Sequence[str]], content: bytes) -> RawTable:
    frame = pd.DataFrame(lines[1:], columns=list(lines[0]), dtype=object)
    digest = hashlib.sha256(content).hexdigest()
    return RawTable(name, file, frame, tuple(range(2, len(lines) + 1)), digest)


def _file(table: str) -> str:
    return _ONE_FILE if table == ONE_TABLE else f"{table}.csv"


def _columns(plan: Plan, table: str, fields: Sequence[Field]) -> list[Field]:
    """The columns that the map fills, in the order of the data model."""
    given = {name for block in plan.tables if block.table == table for name in block.columns}
    return [field for field in fields if field.name in given or field.name == "patient_id"]
