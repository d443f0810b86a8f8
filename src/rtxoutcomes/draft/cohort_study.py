"""A study file for tables that are a cohort already: months and pseudonyms, in the usual names."""

import re
from collections.abc import Sequence

from rtxoutcomes.cohort import TABLES
from rtxoutcomes.draft.columns import Column, Sheet
from rtxoutcomes.draft.model import Draft, Question
from rtxoutcomes.draft.study_facts import USUAL, Codes, head_of_study
from rtxoutcomes.draft.values import numbers_of
from rtxoutcomes.identity import text_mark
from rtxoutcomes.vocabulary.headers import SCORE
from rtxoutcomes.vocabulary.words import vocabulary

_ID = "patient_id"
_CODE = re.compile(r"[A-Za-z][A-Za-z0-9_+-]{0,31}")
_NAME = re.compile(r"[a-z][a-z0-9_]{0,31}")
_SOME = 2


def is_cohort(sheets: Sequence[Sheet]) -> bool:
    """Whether these are tables of a cohort by their names and the column of pseudonyms."""
    named = [sheet for sheet in sheets if _table(sheet) in TABLES]
    has_people = any(_table(sheet) == "patients" for sheet in named)
    with_id = all(any(c.header == _ID for c in sheet.columns) for sheet in named)
    return has_people and with_id and len(named) == len(sheets)


def cohort_draft(sheets: Sequence[Sheet]) -> Draft:
    """The study of these tables: diagnoses, scores and channels as the tables have them."""
    by_table = {_table(sheet): sheet for sheet in sheets}
    codes = _values(by_table["patients"], "diagnosis", _CODE)
    labels = {d.code: d.label for d in vocabulary().diagnoses}
    order = {d.code: k for k, d in enumerate(vocabulary().diagnoses)}
    codes = sorted(codes, key=lambda code: (order.get(code, len(order)), code))
    document, notes, questions = head_of_study(_codes(codes), labels, "")
    scores, asked = _scores(by_table.get("visits"))
    document["scores"] = scores
    document["channels"] = _channels(by_table.get("engagement"))
    return Draft(document, notes, questions=(*questions, *asked))


def _codes(found: Sequence[str]) -> Codes:
    return Codes(tuple(found)) if found else USUAL


def _table(sheet: Sheet) -> str:
    file, title = sheet.place
    return title if title in TABLES else file.rpartition(".")[0]


def _values(sheet: Sheet, header: str, shape: re.Pattern[str]) -> list[str]:
    """The values of a column that have the shape of a code and occur more than once."""
    cells = [cell for c in sheet.columns if c.header == header for cell in c.cells if cell]
    return [
        value
        for value in dict.fromkeys(cells)
        if cells.count(value) >= _SOME and shape.fullmatch(value) and text_mark(value) is None
    ]


def _scores(sheet: Sheet | None) -> tuple[list[dict[str, object]], list[Question]]:
    """Known scores under the column of the table; other columns are asked about."""
    if sheet is None:
        return [], []
    scores: list[dict[str, object]] = []
    questions = []
    for column in sheet.columns:
        if column.header in (_ID, "month"):
            continue
        if column.meaning is not None and column.concept == SCORE:
            known = vocabulary().known_scores[column.meaning.score]
            scores.append(
                {**known.study, "column": column.header, **_decimals(column, known.study)}
            )
        else:
            ask = (
                f"{column.shown} of visits: which score is it? Add a block [[scores]], or delete it"
            )
            questions.append(Question("study.toml, scores", ask))
    return scores, questions


def _decimals(column: Column, study: object) -> dict[str, object]:
    """As many decimals as the values have, for a score that is counted in decimals."""
    if not isinstance(study, dict) or "decimals" not in study:
        return {}
    texts = [f"{value:.6f}".rstrip("0").partition(".")[2] for value in numbers_of(column)]
    return {"decimals": max([int(study["decimals"]), *map(len, texts)])}


def _channels(sheet: Sheet | None) -> list[dict[str, object]]:
    """The channels and activities of the table of engagement."""
    if sheet is None:
        return []
    cells = {c.header: c.cells for c in sheet.columns if c.header in ("channel", "activity")}
    if len(cells) != _SOME:
        return []
    pairs = dict.fromkeys(zip(cells["channel"], cells["activity"], strict=True))
    found: dict[str, list[str]] = {}
    for channel, activity in sorted(pairs):
        if _NAME.fullmatch(channel) and _NAME.fullmatch(activity):
            found.setdefault(channel, []).append(activity)
    return [
        {"name": name, "label": name.replace("_", " ").capitalize(), "activities": activities}
        for name, activities in found.items()
    ]
