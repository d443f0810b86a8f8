"""results.json."""

import io
import json

import pandas as pd

from released import bundled
from rtxoutcomes.publish.results_file import SCHEMA, results_json
from rtxoutcomes.results.frame import COLUMNS
from rtxoutcomes.tables.write import frame_csv

TEXT = results_json(bundled())
CONTENT = json.loads(TEXT)


def test_it_names_its_form_and_whose_data_it_holds() -> None:
    assert CONTENT["schema"] == SCHEMA == "rtxoutcomes-results/2"
    assert (CONTENT["origin"], CONTENT["mark"]) == ("synthetic", "Synthetic data")


def test_records_are_the_rows_of_the_csv() -> None:
    frame = pd.read_csv(io.StringIO(frame_csv(bundled().estimates, "synthetic")))
    records = CONTENT["estimates"]

    assert len(frame) == len(records)
    assert all(tuple(record) == COLUMNS for record in records)
    for place in range(0, len(records), 100):
        estimate = records[place]["estimate"]
        assert frame.loc[place, "method"] == records[place]["method"]
        assert pd.isna(frame.loc[place, "estimate"]) == (estimate is None)
        if estimate is not None:
            assert frame.loc[place, "estimate"] == estimate


def test_every_key_of_a_row_has_its_words_in_the_study() -> None:
    study = CONTENT["study"]
    codes = {diagnosis["code"] for diagnosis in study["diagnoses"]}
    exposures = {
        (channel["name"], activity["name"])
        for channel in study["channels"]
        for activity in channel["activities"]
    }

    for record in CONTENT["estimates"]:
        assert record["group"] in codes | {"all"}
        assert not record["channel"] or (record["channel"], record["activity"]) in exposures
    assert {score["name"]: score["scale"] for score in study["scores"]} == {
        "edss": "linear",
        "igg": "log",
    }
    assert study["diagnoses"][0] == {
        "code": "RRMS",
        "label": "Relapsing-remitting MS",
        "abbreviation": "RRMS",
    }


def test_it_is_indented_and_ends_with_a_line_break() -> None:
    assert json.dumps(CONTENT, indent=1, ensure_ascii=False) + "\n" == TEXT
