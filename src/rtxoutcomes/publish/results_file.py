"""results.json: the results frame for programs, with the words of its study."""

import json
import math

import pandas as pd

from rtxoutcomes.disclose import Released
from rtxoutcomes.study import Channel, Diagnosis, Score, Study

SCHEMA = "rtxoutcomes-results/2"


def results_json(released: Released) -> str:
    """The rows of the results frame as JSON; a missing number is null.

    `schema` names the form, which data/schema/results.schema.json describes.
    """
    content = {
        "schema": SCHEMA,
        "origin": released.origin,
        "mark": released.mark,
        "study": _study(released.study),
        "estimates": _records(released.estimates),
    }
    return json.dumps(content, indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def _study(study: Study) -> dict[str, object]:
    """The words for the keys of the rows."""
    return {
        "id": study.id,
        "title": study.study.title,
        "drug": study.study.drug,
        "design": study.study.design,
        "reference": study.study.reference,
        "event": study.relapse.label,
        "diagnoses": [_diagnosis(study, diagnosis) for diagnosis in study.diagnoses],
        "scores": [_score(score) for score in study.scores],
        "channels": [_channel(channel) for channel in study.channels],
    }


def _diagnosis(study: Study, diagnosis: Diagnosis) -> dict[str, object]:
    code = diagnosis.code
    return {"code": code, "label": diagnosis.label, "abbreviation": study.abbreviation(code)}


def _score(score: Score) -> dict[str, object]:
    return {
        "name": score.name,
        "label": score.label,
        "unit": score.unit,
        "scale": score.scale,
        "higher_is": score.higher_is,
    }


def _channel(channel: Channel) -> dict[str, object]:
    labels = ((name, channel.activity_label(name)) for name in channel.activities)
    return {
        "name": channel.name,
        "label": channel.label or channel.name,
        "activities": [{"name": name, "label": label} for name, label in labels],
    }


def _records(frame: pd.DataFrame) -> list[dict[str, object]]:
    return [
        {str(key): _plain(value) for key, value in record.items()}
        for record in frame.to_dict("records")
    ]


def _plain(value: object) -> object:
    if value is pd.NA or (isinstance(value, float) and math.isnan(value)):
        return None
    return value
