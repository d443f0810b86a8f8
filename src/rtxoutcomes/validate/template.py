"""Empty tables to fill in, with a data dictionary and a study file."""

import csv
import io
from collections.abc import Iterable, Sequence

from rtxoutcomes.cohort import DECLARATION, DICTIONARY, LOG, ONE_TABLE
from rtxoutcomes.study import Study
from rtxoutcomes.study.template import study_template
from rtxoutcomes.study_place import FILE
from rtxoutcomes.validate.dictionary import COLUMNS, entries
from rtxoutcomes.validate.naming import named_fields
from rtxoutcomes.validate.schema import Field, Fields

_DECLARATION = """\
# Origin of the data: "patient" for patients of a clinic, "public", or "synthetic", where ids start
# with SYN-. Without this file: "patient".
origin = "patient"
declared_by = ""
declared_on = ""
"""


def template(study: Study) -> dict[str, str]:
    """File name -> content: the seven tables, the one-table form, origin, study and dictionary.

    Unused tables are to be deleted: a header without rows means that none occurred.

    Raises
    ------
    StudyError
        The study's own names of columns cannot be used.
    """
    tables = named_fields(study)
    one_table = tables.pop(ONE_TABLE)
    # A program writes it; a person has nothing to fill in.
    del tables[LOG]
    files = {f"{name}.csv": _header(fields) for name, fields in tables.items()}
    files[f"{ONE_TABLE}/{ONE_TABLE}.csv"] = _header(one_table)
    files[f"{ONE_TABLE}/{ONE_TABLE}.{DECLARATION}"] = _DECLARATION
    files[DECLARATION] = _DECLARATION
    files[FILE] = files[f"{ONE_TABLE}/{ONE_TABLE}.{FILE}"] = study_template(study)
    files[f"{ONE_TABLE}/{DICTIONARY}.csv"] = _dictionary({ONE_TABLE: one_table})
    files[f"{DICTIONARY}.csv"] = _dictionary(tables)
    return files


def _dictionary(tables: Fields) -> str:
    return csv_text([COLUMNS, *entries(tables)])


def _header(fields: tuple[Field, ...]) -> str:
    return csv_text([[field.header for field in fields]])


def csv_text(rows: Iterable[Sequence[str]]) -> str:
    """Rows as CSV with plain line ends."""
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n").writerows(rows)
    return buffer.getvalue()
