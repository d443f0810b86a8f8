"""Wrong calls of a notebook user, as they are typed, each answered in one sentence of our own.

The sentence names what to write instead. A call that reads as if it should work does.
"""

import dataclasses
import json
import traceback
from functools import cache
from typing import Any

import pandas as pd
import pytest

import rtxoutcomes as rtx

# Where a message would have come from if nobody had thought of the call.
FOREIGN = ("pandas", "numpy", "pydantic", "scipy", "lifelines", "matplotlib")


@cache
def names() -> dict[str, Any]:
    """What a notebook holds by then."""
    study, cohort = rtx.read_study("nabiuni2023"), rtx.bundled_cohort()
    return {
        "rtx": rtx,
        "E": rtx.estimate,
        "pd": pd,
        "json": json,
        "dataclasses": dataclasses,
        "study": study,
        "cohort": cohort,
        "results": rtx.analyse(cohort, study),
        "df": pd.DataFrame({"age": [41, 52]}),
        "frame": pd.DataFrame({"estimate": [0.5]}),
        "counts": pd.Series([8, 42]),
        "times": [1.0, 5.0, 8.0, 3.0],
        "events": [1, 0, 1, 1],
    }


@pytest.mark.parametrize(
    ("call", "answer"),
    [
        ("rtx.tables.score_change(frame)", "pass what rtx.analyse(cohort, study) gives"),
        ("rtx.internal(frame)", "pass what rtx.analyse(cohort, study) gives"),
        ("rtx.tables.score_change(cohort)", "pass what rtx.analyse(cohort, study) gives"),
        ("rtx.brief(results)", "pass a frame such as results.estimates"),
        ('rtx.score_change(study, cohort, "edss")', "first the cohort, then the study"),
        ('rtx.write_report(study, cohort, "out")', "first the cohort, then the study"),
        ('rtx.check_report(results, study, "out")', "takes the cohort they came from"),
        ("rtx.relapse_proportions(df, study)", "rtx.cohort_from_frames(study, patients=..."),
        ("rtx.read_cohort(df, study)", "rtx.cohort_from_frames(study, patients=..."),
        ('rtx.read_cohort(study, "cohort/")', "first the path, then the study"),
        ('rtx.score_change(cohort, study, "EDSS")', "no score 'EDSS'; the study has edss, igg"),
        ('rtx.score_change(cohort, study, "ig")', "no score 'ig'; the study has igg, edss"),
        (
            'rtx.engagement_effects(cohort, study, outcome="relapses")',
            "no outcome 'relapses'; there are relapse, edss, igg",
        ),
        (
            'rtx.engagement_effects(cohort, study, outcome="EDSS")',
            "no outcome 'EDSS'; there are edss, relapse, igg",
        ),
        ('rtx.analyse(cohort, study, group_by="Sex")', "there are sex, diagnosis"),
        ('rtx.tables.further(results, "basline")', "no endpoint 'basline'; there are baseline,"),
        ("E.restricted_mean(times, 12)", "as in restricted_mean(months, event, tau)"),
        ("E.median(times)", "as in median(months, event)"),
        ('E.log_rank(times, events, ["a", "b"])', "group must be as long as months"),
        (
            'study.model_copy(update={"diagnoses": study.diagnoses[:1]})',
            "engagement.subset: 'SPMS' is not a diagnosis of this study",
        ),
        ('study.model_copy(update={"diagnoses": ()})', "diagnoses: must have at least 1 item"),
        ('study.model_copy(update={"scores": "edss"})', "scores: must be a list"),
        ('study.model_copy(update={"score": ()})', "score: is not a key of this block"),
        ('study.study.model_copy(update={"id": "A B"})', "id: must match pattern"),
    ],
)
def test_a_wrong_call_is_answered_by_the_right_one(call: str, answer: str) -> None:
    with pytest.raises((TypeError, ValueError, KeyError)) as caught:
        eval(call, names())

    message = str(caught.value.args[0])
    assert answer in message
    assert len(message.splitlines()) == 1
    assert "Error" not in message
    last = traceback.extract_tb(caught.value.__traceback__)[-1]
    assert "rtxoutcomes" in last.filename
    assert not any(f"/{name}/" in last.filename for name in FOREIGN)
    assert not any(name in message for name in FOREIGN)


@pytest.mark.parametrize(
    "call",
    [
        "rtx.figures.time_to_relapse(results)",
        "rtx.tables.score_change(results)",
        'rtx.score_change(cohort, "nabiuni2023", "edss")',
        "E.kaplan_meier(times, events)",
        "E.restricted_mean(times, events, 12)",
        "E.median(times, events)",
        'E.log_rank(times, events, ["a", "b", "a", "b"])',
        "E.proportion(counts[0], counts[1]).wilson",
        "study.model_copy(update={'scores': study.scores[:1], 'multiplicity': {}, 'one_table': {},"
        " 'sensitivity': {}, 'synthesis': None})",
    ],
)
def test_a_call_that_reads_as_if_it_should_work_does(call: str) -> None:
    assert eval(call, names()) is not None


def test_an_estimate_of_counts_from_a_frame_is_written_as_json() -> None:
    # int64 of numpy is not JSON; Wilson's interval of 8 of 42 is that of R's prop.test, 0.100 to
    # 0.333 without continuity correction.
    text = eval("json.dumps(dataclasses.asdict(E.proportion(*counts).wilson))", names())

    value = json.loads(text)
    assert (value["events"], value["n"]) == (8, 42)
    assert [round(value[end], 3) for end in ("conf_low", "conf_high")] == [0.1, 0.333]
