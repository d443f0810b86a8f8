"""results.json: the results frame for programs, with the words of its study."""

import json
import math

import pandas as pd

from rtxoutcomes.disclose import Released
from rtxoutcomes.presentation.plan import plan_record
from rtxoutcomes.results.row import DIAGNOSIS
from rtxoutcomes.study import Channel, Study

SCHEMA = "rtxoutcomes-results/2"
# What is given of a score.
SCORE_KEYS = ("name", "label", "unit", "scale", "higher_is")


def results_json(released: Released) -> str:
    """The rows of the results frame as JSON; a missing number is null.

    `schema` names the form, which data/schema/results.schema.json describes.
    """
    content: dict[str, object] = {
        "schema": SCHEMA,
        "origin": released.origin,
        "mark": released.mark,
        "study": _study(released.study),
        "plan": plan_record(released.study),
        "estimates": [],
    }
    records = released.estimates.to_dict("records")
    rows = [_row({str(key): _plain(value) for key, value in r.items()}) for r in records]
    text = json.dumps(content, indent=1, ensure_ascii=False, allow_nan=False) + "\n"
    head, none, tail = text.rpartition("[]")
    return head + ("[\n" + ",\n".join(rows) + "\n ]" if rows else none) + tail


def _row(record: dict[str, object]) -> str:
    """A row with a key in each line, as `indent=1` sets it; json does that ten times slower."""
    separators = (",\n   ", ": ")
    text = json.dumps(record, ensure_ascii=False, allow_nan=False, separators=separators)
    return f"  {{\n   {text[1:-1]}\n  }}"


def _study(study: Study) -> dict[str, object]:
    """The words for the keys of the rows."""
    return {
        "id": study.id,
        "title": study.study.title,
        "drug": study.study.drug,
        "design": study.study.design,
        "reference": study.study.reference,
        "event": study.relapse.label,
        "diagnoses": _levels(study, DIAGNOSIS),
        "grouping": study.grouping,
        "groups": _levels(study, study.grouping),
        "scores": [{key: getattr(score, key) for key in SCORE_KEYS} for score in study.scores],
        "channels": [_channel(channel) for channel in study.channels],
    }


def _levels(study: Study, variable: str) -> list[dict[str, str]]:
    codes = [level.code for level in study.levels(variable)]
    return [
        {
            "code": code,
            "label": study.label(code, variable),
            "abbreviation": study.abbreviation(code, variable),
        }
        for code in codes
    ]


def _channel(channel: Channel) -> dict[str, object]:
    labels = ((name, channel.activity_label(name)) for name in channel.activities)
    return {
        "name": channel.name,
        "label": channel.label or channel.name,
        "activities": [{"name": name, "label": label} for name, label in labels],
    }


def _plain(value: object) -> object:
    missing = value is pd.NA or (isinstance(value, float) and math.isnan(value))
    return None if missing else value
