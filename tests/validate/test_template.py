"""Empty tables to fill in."""

import csv
import io
from pathlib import Path

from clinic import BUNDLED, findings, sound
from rtxoutcomes.read.study_file import study_of
from rtxoutcomes.validate.template import template


def written(place: Path) -> Path:
    for name, text in template(BUNDLED).items():
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (place / name).write_text(text, encoding="utf-8")
    return place


def test_empty_tables_lack_nothing_but_a_patient(tmp_path: Path) -> None:
    violations = findings(written(tmp_path))

    assert [v.rule for v in violations] == ["table.no_patients"]


def test_a_template_that_was_filled_in_is_read(tmp_path: Path) -> None:
    place = written(tmp_path)
    with (place / "patients.csv").open("a", encoding="utf-8") as file:
        file.write("P01,RRMS,24,female,41,,,,,,\n")
    with (place / "one_table" / "one_table.csv").open("a", encoding="utf-8") as file:
        columns = (place / "one_table" / "one_table.csv").read_text(encoding="utf-8").count(",")
        file.write("P01,RRMS,24" + "," * (columns - 2) + "\n")

    table = place / "one_table" / "one_table.csv"
    assert len(sound(place, study_of(place)).patients) == 1
    assert len(sound(table, study_of(table)).patients) == 1


def test_the_dictionary_explains_every_column() -> None:
    rows = list(csv.DictReader(io.StringIO(template(BUNDLED)["data_dictionary.csv"])))
    schema = {(row["table"], row["column"]): row for row in rows}

    assert schema["visits", "edss"]["allowed"] == "0 to 10 in steps of 0.5, but not 0.5"
    assert schema["patients", "diagnosis"]["allowed"] == "RRMS, SPMS, NMOSD"
    assert schema["patients", "follow_up_months"]["allowed"] == "0 to 600"
    assert schema["relapses", "confirmed_by_examination"]["kind"] == "1/0, true/false or yes/no"
    assert all(row["what"] for row in rows)
