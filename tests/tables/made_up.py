"""Made-up results in the shape that `analysis` gives, for tests of what is shown.

None of these numbers was computed: a table must print what stands in the frame.
"""

import math
from typing import Any

import pandas as pd

from cohorts import STUDY
from rtxoutcomes.disclose import Released, internal
from rtxoutcomes.results.collection import CURVE_COLUMNS, DISTRIBUTION_COLUMNS, Results
from rtxoutcomes.results.estimate import Ends, Estimate, Note, Status
from rtxoutcomes.results.frame import estimates_frame
from rtxoutcomes.results.measure import Measure
from rtxoutcomes.results.method import MethodKey
from rtxoutcomes.results.quantity import Choice, Model, Quantity
from rtxoutcomes.results.row import ALL, Role, Row
from rtxoutcomes.study import Study

PATTERN: dict[str, Any] = STUDY
EDSS, IGG = PATTERN["scores"]
PLAN = Study.model_validate(
    PATTERN
    | {
        "study": {
            "id": "made_up",
            "title": "A made-up study",
            "drug": "rituximab, low dose",
            "design": "single-arm",
        },
        "diagnoses": [
            {"code": "RRMS", "label": "Relapsing-remitting MS", "abbreviation": "RRMS"},
            {"code": "SPMS", "label": "Secondary progressive MS", "abbreviation": "SPMS"},
            {"code": "NMOSD", "label": "NMOSD"},
        ],
        "scores": [EDSS, IGG | {"label": "Serum IgG"}],
        "channels": [
            {"name": "skype", "label": "Skype", "activities": ["session"]},
            {"name": "whatsapp", "label": "WhatsApp", "activities": ["message", "question"]},
        ],
        "multiplicity": {
            "family": ["edss.RRMS.t"],
            "chosen": "post hoc",
            "p_values": "all",
        },
    }
)
SIZES = {"RRMS": 42, "SPMS": 43, "NMOSD": 0}
NAN = math.nan
# What the estimators set; a quantity that is not named here is a value in some unit.
_MEASURES: dict[Measure, tuple[str, ...]] = {
    Measure.COUNT: (
        *("enrolled", "follow_up_ended", "relapsed", "onsets_merged", "at_risk_at_landmark"),
        *("complete_pairs", "no_baseline_value", "no_follow_up_value", "events", "at_risk"),
        *("transition", "engagement_groups", "permutations", "missing"),
    ),
    Measure.PROPORTION: (
        *("proportion", "serious", "risk", "survival", "lower", "unchanged", "higher"),
        *("improved_by_step", "worsened_by_step", "below_limit", "took_part", "never_took_part"),
        *("contributed_by_most_active", "permutation_rejections", "sign_test"),
    ),
    Measure.PROPORTION_DIFFERENCE: ("proportion_difference", "net_proportion"),
    Measure.RATE: ("rate",),
    Measure.DESCRIPTION: ("mean", "sd", "median", "lower_quartile", "upper_quartile"),
    Measure.DIFFERENCE: ("mean_change", "hodges_lehmann", "change_difference"),
    Measure.RATIO: ("geometric_mean_ratio", "change_ratio", "adjusted_ratio"),
    Measure.DURATION: ("median_follow_up", "restricted_mean"),
    Measure.HAZARD_RATIO: ("hazard_ratio", "planning_value"),
    Measure.ODDS_RATIO: ("odds_ratio",),
    Measure.RATE_RATIO: ("rate_ratio",),
    Measure.STANDARDISED_DIFFERENCE: (
        *("standardised_difference", "largest_standardised_difference"),
    ),
    Measure.EVENTS_PER_PARAMETER: ("events_per_parameter",),
    Measure.P_VALUE: ("smallest_attainable_p",),
    Measure.TEST: (
        *("between_groups", "log_rank", "signed_rank", "permutation_test", "model_test"),
    ),
}
_MEASURE_OF = {name: measure for measure, names in _MEASURES.items() for name in names}


def row(
    key: str,
    *,
    month: float = NAN,
    against: str = "",
    level: str = "",
    channel: str = "",
    activity: str = "",
    model: Model = Model.NONE,
    choice: Choice = Choice.NONE,
    measure: Measure | None = None,
    n: int = 42,
    dropped: int = 0,
    events: int | None = None,
    years: float = NAN,
    estimate: float = NAN,
    ci: tuple[float, float] = (NAN, NAN),
    ends: Ends = "[]",
    p: float = NAN,
    adjusted: float = NAN,
    method: str = "made up",
    method_key: MethodKey = MethodKey.COUNT,
    role: Role = "reported",
    unit: str = "",
    status: Status = "ok",
    note: Note = "",
) -> Row:
    """A row from `analysis/endpoint/group/quantity`."""
    analysis, endpoint, group, quantity = key.split("/")
    value = Estimate(
        measure=measure or _MEASURE_OF.get(quantity, Measure.VALUE),
        method_key=method_key,
        method=method,
        n=n,
        dropped=dropped,
        events=events,
        person_years=years,
        estimate=estimate,
        conf_low=ci[0],
        conf_high=ci[1],
        conf_ends=ends,
        p_value=p,
        status=status,
        note=note,
    )
    return Row(
        analysis=analysis,
        endpoint=endpoint,
        group=group,
        against=against,
        quantity=Quantity(quantity),
        month=month,
        level=level,
        channel=channel,
        activity=activity,
        model=model,
        choice=choice,
        value=value,
        role=role,
        unit=unit,
        p_adjusted=adjusted,
    )


def absent(key: str, method: str = "made up", *, month: float = NAN, level: str = "") -> Row:
    """A row of a diagnosis without patients."""
    return row(
        key,
        n=0,
        method=method,
        month=month,
        level=level,
        status="not_estimable",
        note="group_absent",
    )


def released_of(*rows: Row, origin: str = "synthetic", study: Study = PLAN) -> Released:
    """The rows, as a report hands them to the tables."""
    results = Results(
        estimates=estimates_frame(rows),
        curves=pd.DataFrame(columns=list(CURVE_COLUMNS)),
        distributions=pd.DataFrame(columns=list(DISTRIBUTION_COLUMNS)),
        origin=origin,
        study=study,
    )
    return internal(results)


def flow_rows() -> list[Row]:
    rows = []
    for group, n in {**SIZES, ALL: 85}.items():
        steps = [
            (f"flow/flow/{group}/enrolled", NAN, ""),
            (f"flow/flow/{group}/follow_up_ended", NAN, "ongoing"),
            (f"flow/flow/{group}/at_risk_at_landmark", 3.0, ""),
            (f"flow/edss/{group}/complete_pairs", NAN, ""),
            (f"flow/edss/{group}/no_follow_up_value", 12.0, ""),
        ]
        rows += [
            row(key, month=month, level=level, n=n, events=n, estimate=n, method="count")
            for key, month, level in steps
        ]
    return rows


def baseline_rows() -> list[Row]:
    rows = []
    for group, n in {**SIZES, ALL: 85}.items():
        for name in ("age_years", "edss"):
            quantities = ("mean", "sd", "median", "lower_quartile", "upper_quartile")
            for k, quantity in enumerate(quantities):
                key = f"baseline/{name}/{group}/{quantity}"
                given = row(key, n=n - 2, dropped=2, estimate=38.25 - k, method=quantity)
                rows.append(given if n else absent(key, quantity))
        key = f"baseline/sex/{group}/proportion"
        female = row(key, level="female", n=n, events=30, estimate=0.7)
        rows.append(female if n else absent(key, level="female"))
    largest = "baseline/sex/all/largest_standardised_difference"
    return [*rows, row(largest, n=85, estimate=0.125, method="largest")]


def relapse_rows() -> list[Row]:
    rows = []
    for group, n in {**SIZES, ALL: 85}.items():
        proportion, risk, rate = (
            f"relapse/relapse/{group}/{quantity}" for quantity in ("proportion", "risk", "rate")
        )
        if n == 0:
            rows += [absent(proportion), absent(risk, month=12.0), absent(rate)]
            continue
        share = 8 / n
        rows += [
            row(proportion, n=n, events=8, estimate=share, ci=(0.0998, 0.333), method="Wilson"),
            row(
                proportion,
                n=n,
                events=8,
                estimate=share,
                ci=(0.0018, 0.341),
                method="Clopper-Pearson",
                method_key=MethodKey.CLOPPER_PEARSON,
                role="alternative",
            ),
            row(
                risk,
                month=12.0,
                n=n,
                events=6,
                estimate=0.145,
                ci=(0.06, 0.29),
                method="beta product",
            ),
            row(
                rate,
                n=n,
                events=11,
                years=85.25,
                estimate=0.129,
                ci=(0.06, 0.24),
                method="Garwood, scaled",
            ),
        ]
    between = row(
        "relapse/relapse/all/between_groups", n=85, p=0.47637, method="Freeman-Halton exact"
    )
    return [*rows, between]


def change_rows() -> list[Row]:
    rows = []
    for endpoint, month in (("edss", NAN), ("edss", 12.0), ("igg", NAN)):
        for group, n in SIZES.items():
            rows += _change_group(endpoint, month, group, n)
        key = f"change/{endpoint}/all/between_groups"
        rows.append(row(key, month=month, n=85, p=0.0496, method="joint test, HC3"))
    return rows


def _change_group(endpoint: str, month: float, group: str, n: int) -> list[Row]:
    log = endpoint == "igg"
    key = f"change/{endpoint}/{group}/"
    effect = "geometric_mean_ratio" if log else "mean_change"
    if n == 0:
        return [
            absent(key + effect, "paired t", month=month),
            absent(key + "signed_rank", month=month),
        ]
    rows = [
        row(f"{key}{visit}_{name}", month=month, n=n, estimate=3.405, method=f"{visit} {name}")
        for visit in ("baseline", "follow_up")
        for name in ("mean", "sd")
    ]
    rows += [
        row(
            key + effect,
            month=month,
            n=n,
            dropped=2,
            estimate=0.91 if log else -0.325,
            ci=(-0.665, 0.015),
            p=0.0604,
            adjusted=0.1208 if endpoint == "edss" and math.isnan(month) else NAN,
            method="paired t",
        ),
        row(
            key + "signed_rank",
            month=month,
            n=n,
            p=0.00004,
            method="exact signed rank, zeros dropped",
        ),
        row(
            key + "signed_rank",
            month=month,
            n=n,
            p=0.08,
            method="exact signed rank, Pratt",
            method_key=MethodKey.SIGNED_RANK_PRATT,
            role="alternative",
        ),
    ]
    return [*rows, *(_log_rows(key, n) if log else _ordinal_rows(key, month, n))]


def _log_rows(key: str, n: int) -> list[Row]:
    raw = row(key + "mean_change", n=n, estimate=-0.87, ci=(-1.2, -0.5), p=0.02, role="alternative")
    limit = row(
        key + "below_limit", level="7", n=n, events=3, estimate=3 / n, method="Clopper-Pearson"
    )
    return [raw, limit]


def _ordinal_rows(key: str, month: float, n: int) -> list[Row]:
    counts = {"lower": 20, "unchanged": 10, "higher": 12, "worsened_by_step": 4}
    return [
        *(row(key + q, month=month, n=n, events=k, estimate=k / n) for q, k in counts.items()),
        row(
            key + "net_proportion",
            month=month,
            n=n,
            estimate=0.19,
            ci=(-0.002, 0.4),
            method="Newcombe paired",
        ),
        row(
            key + "hodges_lehmann",
            month=month,
            n=n,
            estimate=-0.25,
            ci=(-0.5, NAN),
            method="Hodges-Lehmann, all Walsh averages",
            status="bound_only",
            note="lattice_degenerate",
        ),
    ]


def time_rows() -> list[Row]:
    rows = []
    for group, n in SIZES.items():
        key = f"time_to_relapse/time_to_relapse/{group}/"
        rows.append(row(key + "events", n=n, events=8 if n else 0, estimate=8.0 if n else 0.0))
        rows += _time_group(key, n) if n else _no_time(key)
    test = "time_to_relapse/time_to_relapse/all/log_rank"
    return [
        *rows,
        row(test, n=85, p=0.41, method="studentised permutation log-rank"),
        row(
            test,
            n=85,
            p=0.0004,
            method="asymptotic log-rank",
            method_key=MethodKey.LOG_RANK,
            role="alternative",
        ),
    ]


def _no_time(key: str) -> list[Row]:
    by_month = (absent(key + quantity, month=12.0) for quantity in ("survival", "restricted_mean"))
    return [absent(key + "median"), *by_month]


def _time_group(key: str, n: int) -> list[Row]:
    return [
        row(
            key + "median",
            measure=Measure.DURATION,
            n=n,
            status="not_estimable",
            note="not_reached",
            method="median",
        ),
        row(key + "median_follow_up", n=n, estimate=24.25, method="reverse Kaplan-Meier"),
        row(
            key + "survival",
            month=12.0,
            n=n,
            estimate=0.857,
            ci=(0.71, 0.93),
            method="Kaplan-Meier, log-log",
        ),
        row(
            key + "survival",
            month=12.0,
            n=n,
            estimate=0.857,
            ci=(0.70, 0.95),
            method="beta product",
            method_key=MethodKey.KAPLAN_MEIER_BETA_PRODUCT,
            role="alternative",
        ),
        row(
            key + "restricted_mean",
            month=12.0,
            n=n,
            estimate=12.0,
            status="not_estimable",
            note="no_events",
            method="restricted mean",
        ),
        row(key + "at_risk", month=0.0, n=n, events=n, estimate=n),
        row(key + "at_risk", month=12.0, n=n, events=n - 6, estimate=n - 6),
    ]


def session(
    key: str,
    *,
    month: float = 3.0,
    model: Model = Model.LANDMARK,
    **values: Any,
) -> Row:
    """A row of a model of Skype sessions."""
    return row(key, channel="skype", activity="session", month=month, model=model, **values)


def engagement_rows() -> list[Row]:
    rows = []
    for outcome, quantity in (("relapse", "hazard_ratio"), ("edss", "change_difference")):
        key = f"engagement/{outcome}/all/{quantity}"
        unit = "per doubling of (1 + count)"
        rows += [
            session(
                key,
                n=80,
                dropped=5,
                events=17,
                estimate=0.84,
                ci=(0.5, 1.4),
                p=0.49,
                unit=unit,
                method="Firth Cox, landmark 3 months",
                note="not_identifiable",
            ),
            row(
                key,
                channel="whatsapp",
                activity="message",
                month=3.0,
                model=Model.LANDMARK,
                n=0,
                dropped=85,
                unit=unit,
                method="Firth Cox, landmark 3 months",
                status="not_attempted",
                note="window_not_landmark",
            ),
            session(
                key,
                month=1.0,
                n=82,
                dropped=3,
                estimate=0.9,
                ci=(0.6, 1.3),
                p=0.6,
                unit=unit,
                method="Firth Cox, landmark 1 month",
                role="sensitivity",
            ),
        ]
    return rows


def safety_rows() -> list[Row]:
    rows = []
    for group, n in {**SIZES, ALL: 85}.items():
        key = f"safety/adverse_events/{group}/"
        if n == 0:
            rows += [absent(key + term) for term in ("proportion", "serious", "rate")]
            continue
        rows += [
            row(
                key + "proportion",
                n=n,
                events=2,
                estimate=2 / n,
                ci=(0.0025, 0.07),
                method="Clopper-Pearson",
            ),
            row(key + "serious", n=n, events=0, estimate=0.0, ci=(0.0, 0.08)),
            row(
                key + "rate",
                n=n,
                events=3,
                years=85.25,
                estimate=0.0352,
                ci=(0.01, 0.1),
                method="Garwood, scaled",
                unit="per person-year",
            ),
        ]
    return rows


def released() -> Released:
    """Every analysis at once; the third diagnosis has no patients."""
    return released_of(
        *flow_rows(),
        *baseline_rows(),
        *relapse_rows(),
        *change_rows(),
        *time_rows(),
        *engagement_rows(),
        *safety_rows(),
    )
