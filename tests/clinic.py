"""Folders of CSV files for tests of reading and validation."""

from collections.abc import Callable, Sequence
from pathlib import Path

from rtxoutcomes.cohort import Cohort
from rtxoutcomes.errors import TableError, Violation
from rtxoutcomes.intake import read_cohort
from rtxoutcomes.read.study_file import read_study
from rtxoutcomes.study import Study

BUNDLED = read_study("nabiuni2023")
ASTHMA = read_study(Path(__file__).parent / "studies" / "asthma.toml")

TABLES = {
    "patients": [
        "patient_id,diagnosis,follow_up_months,sex,age_years,engagement_start_month",
        "P01,RRMS,24,female,41,0",
        "P02,SPMS,18.5,male,52,0",
        "P03,NMOSD,12,,,0",
    ],
    "visits": [
        "patient_id,month,edss,igg_g_per_l",
        "P01,0,3.0,10.13",
        "P01,12,2.5,",
        "P02,-1,4.0,9.5",
        "P02,18.5,4.5,9.01",
    ],
    "relapses": ["patient_id,month,confirmed_by_examination,detected_via", "P02,7.4,yes,clinic"],
    "infusions": ["patient_id,month,dose_mg", "P01,0,500", "P01,0.46,500"],
    "engagement": [
        "patient_id,month,channel,activity,count",
        "P01,0,skype,session,2",
        "P01,1,whatsapp,message,14",
    ],
    "adverse_events": [
        "patient_id,event_id,month,term,grade,serious,related",
        "P02,1,3,infusion reaction,2,no,yes",
    ],
}
ONE_TABLE = [
    "patient_id,diagnosis,follow_up_months,sex,relapsed,relapse_month,relapse_count,edss_baseline,"
    "edss_follow_up,whatsapp_messages,engagement_window_months,adverse_events",
    "P01,RRMS,24,female,1,7.5,2,3.0,2.5,10,3,0",
    "P02,SPMS,18,male,0,,0,4.0,4.5,0,3,2",
    "P03,SPMS,12,male,yes,5,,4.0,,7,3,",
]


def folder(place: Path, change: Callable[[dict[str, list[str]]], None] = lambda _: None) -> Path:
    """A sound cohort after `change` had its way with it."""
    tables = {name: list(lines) for name, lines in TABLES.items()}
    change(tables)
    place.mkdir(parents=True, exist_ok=True)
    for name, lines in tables.items():
        (place / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return place


def one_table(place: Path, lines: Sequence[str] = ONE_TABLE) -> Path:
    place.mkdir(parents=True, exist_ok=True)
    path = place / "clinic.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def sound(path: Path, study: Study = BUNDLED) -> Cohort:
    return read_cohort(path, study)


def findings(path: Path, study: Study = BUNDLED) -> tuple[Violation, ...]:
    """Every finding; none where the cohort is sound."""
    try:
        read_cohort(path, study)
    except TableError as fault:
        return fault.violations
    return ()


def put(table: str, line: int, cell: int, text: str) -> Callable[[dict[str, list[str]]], None]:
    """Replace one cell; `line` as an editor counts it, `cell` from 0."""

    def change(tables: dict[str, list[str]]) -> None:
        cells = tables[table][line - 1].split(",")
        cells[cell] = text
        tables[table][line - 1] = ",".join(cells)

    return change


def add(table: str, *rows: str) -> Callable[[dict[str, list[str]]], None]:
    def change(tables: dict[str, list[str]]) -> None:
        tables[table] += rows

    return change
