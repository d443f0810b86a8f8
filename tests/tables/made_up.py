"""Made-up results in the shape that `analysis` gives, for tests of what is shown.

None of these numbers was computed: a table must print what stands in the frame.
"""

import math

import pandas as pd

from rtxoutcomes.disclose import Released, internal
from rtxoutcomes.results import (
    ALL,
    CURVE_COLUMNS,
    DISTRIBUTION_COLUMNS,
    Estimate,
    Note,
    Results,
    Role,
    Row,
    Status,
    estimates_frame,
)

ABOUT = {
    "title": "A made-up study",
    "drug": "rituximab, low dose",
    "relapse": "Relapse",
    "family": "post hoc",
    "diagnosis.RRMS": "Relapsing-remitting MS",
    "diagnosis.SPMS": "Secondary progressive MS",
    "diagnosis.NMOSD": "NMOSD",
    "score.edss": "EDSS",
    "unit.edss": "points",
    "score.igg": "Serum IgG",
    "unit.igg": "g/L",
    "channel.skype": "Skype",
    "channel.whatsapp": "WhatsApp",
}
SIZES = {"RRMS": 42, "SPMS": 43, "NMOSD": 0}
NAN = math.nan


def row(
    key: str,
    *,
    n: int = 42,
    dropped: int = 0,
    events: int | None = None,
    years: float = NAN,
    estimate: float = NAN,
    ci: tuple[float, float] = (NAN, NAN),
    p: float = NAN,
    adjusted: float = NAN,
    method: str = "made up",
    role: Role = "reported",
    unit: str = "",
    status: Status = "ok",
    note: Note = "",
) -> Row:
    """A row from `analysis/endpoint/group/term`."""
    analysis, endpoint, group, term = key.split("/")
    value = Estimate(
        method=method,
        n=n,
        dropped=dropped,
        events=events,
        person_years=years,
        estimate=estimate,
        conf_low=ci[0],
        conf_high=ci[1],
        p_value=p,
        status=status,
        note=note,
    )
    return Row(
        analysis=analysis,
        endpoint=endpoint,
        group=group,
        term=term,
        value=value,
        role=role,
        unit=unit,
        p_adjusted=adjusted,
    )


def absent(key: str, method: str = "made up") -> Row:
    """A row of a diagnosis without patients."""
    return row(key, n=0, method=method, status="not_estimable", note="group_absent")


def released_of(*rows: Row, origin: str = "synthetic") -> Released:
    """The rows, as a report hands them to the tables."""
    results = Results(
        estimates=estimates_frame(rows),
        curves=pd.DataFrame(columns=list(CURVE_COLUMNS)),
        distributions=pd.DataFrame(columns=list(DISTRIBUTION_COLUMNS)),
        origin=origin,
        about=ABOUT,
    )
    return internal(results)


def flow_rows() -> list[Row]:
    terms = ("enrolled", "end_ongoing", "landmark_at_risk", "edss_pairs")
    groups = {**SIZES, ALL: 85}
    return [
        row(f"flow/flow/{group}/{term}", n=n, events=n, estimate=n, method="count of patients")
        for group, n in groups.items()
        for term in (*terms, "edss_fixed_time_no_follow_up")
    ]


def baseline_rows() -> list[Row]:
    rows = []
    for group, n in {**SIZES, ALL: 85}.items():
        for name in ("age_years", "edss_baseline"):
            for k, term in enumerate(("mean", "sd", "median", "q1", "q3")):
                key = f"baseline/{name}/{group}/{term}"
                told = row(key, n=n - 2, dropped=2, estimate=38.25 - k, method=term)
                rows.append(told if n else absent(key, term))
        key = f"baseline/sex/{group}/level:female"
        rows.append(row(key, n=n, events=30, estimate=0.7) if n else absent(key))
    return [*rows, row("baseline/sex/all/smd", n=85, estimate=0.125, method="largest")]


def relapse_rows() -> list[Row]:
    rows = []
    for group, n in {**SIZES, ALL: 85}.items():
        keys = [f"relapse/relapse/{group}/{t}" for t in ("proportion", "risk_12_months", "rate")]
        if n == 0:
            rows += [absent(key) for key in keys]
            continue
        proportion, risk, rate = keys
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
                role="beside",
            ),
            row(risk, n=n, events=6, estimate=0.145, ci=(0.06, 0.29), method="beta product"),
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
    for endpoint in ("edss", "edss_fixed_time", "igg"):
        for group, n in SIZES.items():
            rows += _change_group(endpoint, group, n)
        key = f"change/{endpoint}/all/between_groups"
        rows.append(row(key, n=85, p=0.0496, method="joint test, HC3"))
    return rows


def _change_group(endpoint: str, group: str, n: int) -> list[Row]:
    log = endpoint == "igg"
    key = f"change/{endpoint}/{group}/"
    effect = "ratio" if log else "mean_change"
    if n == 0:
        return [absent(key + effect, "paired t"), absent(key + "signed_rank")]
    told = [
        row(key + f"{visit}_{term}", n=n, estimate=3.405, method=f"{visit} {term}")
        for visit in ("baseline", "follow_up")
        for term in ("mean", "sd")
    ]
    told += [
        row(
            key + effect,
            n=n,
            dropped=2,
            estimate=0.91 if log else -0.325,
            ci=(-0.665, 0.015),
            p=0.0604,
            adjusted=0.1208 if endpoint == "edss" else NAN,
            method="paired t",
        ),
        row(key + "signed_rank", n=n, p=0.00004, method="exact signed rank, zeros dropped"),
        row(key + "signed_rank", n=n, p=0.08, method="exact signed rank, Pratt", role="beside"),
    ]
    if log:
        raw = row(key + "mean_change", n=n, estimate=-0.87, ci=(-1.2, -0.5), p=0.02, role="beside")
        limit = row(key + "below_7", n=n, events=3, estimate=3 / n, method="Clopper-Pearson")
        return [*told, raw, limit]
    shares = {"improved": 20, "unchanged": 10, "worsened": 12, "worsened_by_step": 4}
    told += [row(key + t, n=n, events=k, estimate=k / n) for t, k in shares.items()]
    net = row(key + "net_benefit", n=n, estimate=0.19, ci=(-0.002, 0.4), method="Newcombe paired")
    bound = row(
        key + "hodges_lehmann",
        n=n,
        estimate=-0.25,
        ci=(-0.5, NAN),
        method="Hodges-Lehmann, all Walsh averages",
        status="bound_only",
        note="lattice_degenerate",
    )
    return [*told, net, bound]


def time_rows() -> list[Row]:
    rows = []
    for group, n in SIZES.items():
        key = f"time_to_relapse/time_to_relapse/{group}/"
        rows.append(row(key + "events", n=n, events=8 if n else 0, estimate=8.0 if n else 0.0))
        if n == 0:
            rows += [absent(key + t) for t in ("median", "survival_12_months", "rmst_12_months")]
            continue
        rows += [
            row(key + "median", n=n, status="not_estimable", note="not_reached", method="median"),
            row(key + "follow_up_median", n=n, estimate=24.25, method="reverse Kaplan-Meier"),
            row(
                key + "survival_12_months",
                n=n,
                estimate=0.857,
                ci=(0.71, 0.93),
                method="Kaplan-Meier, log-log",
            ),
            row(
                key + "survival_12_months",
                n=n,
                estimate=0.857,
                ci=(0.70, 0.95),
                method="beta product",
                role="beside",
            ),
            row(
                key + "rmst_12_months",
                n=n,
                estimate=12.0,
                status="not_estimable",
                note="no_events",
                method="restricted mean",
            ),
            row(key + "at_risk_0_months", n=n, events=n, estimate=n),
            row(key + "at_risk_12_months", n=n, events=n - 6, estimate=n - 6),
        ]
    test = "time_to_relapse/time_to_relapse/all/log_rank"
    return [
        *rows,
        row(test, n=85, p=0.41, method="studentised permutation log-rank"),
        row(test, n=85, p=0.0004, method="asymptotic log-rank", role="beside"),
    ]


def engagement_rows() -> list[Row]:
    rows = []
    for outcome in ("relapse", "edss"):
        key = f"engagement/engagement_{outcome}/all/"
        unit = "per doubling of (1 + count)"
        rows += [
            row(
                key + "skype_session",
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
                key + "whatsapp_message",
                n=0,
                dropped=85,
                unit=unit,
                method="Firth Cox, landmark 3 months",
                status="not_attempted",
                note="window_not_landmark",
            ),
            row(
                key + "skype_session_landmark_1",
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
