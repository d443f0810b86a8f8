from . import cohort, errors, estimate, figures, results, study, tables
from .analysis import (
    adverse_events,
    analyse,
    analyse_counts,
    baseline_characteristics,
    confirmed_events,
    count,
    engagement_description,
    engagement_effects,
    missing_data,
    relapse_proportions,
    relapse_rates,
    score_change,
    score_over_time,
    sensitivity_grid,
    subgroups,
    time_to_relapse,
)
from .claims.report import Audit
from .cohort import Cohort
from .count_tables import Counts
from .derive.anonymity import Anonymity, k_anonymity
from .disclose import Released, internal
from .errors import (
    ClaimsError,
    DisclosureError,
    EnvironmentFault,
    ImmortalTimeError,
    IngestError,
    LookupFault,
    MapError,
    OutputsDiffer,
    RtxError,
    StudyError,
    StyleError,
    TableError,
    TextError,
    UsageFault,
    Violation,
)
from .ingest.outcome import Ingested
from .ingest.run import (
    ingest_attendance,
    ingest_messages,
    ingest_skype,
    ingest_telegram,
    ingest_whatsapp,
)
from .ingest.setting import IngestSetting
from .intake import bundled_cohort, cohort_from_frames, read_cohort, read_counts
from .publish.audit import audit, write_audit
from .publish.build import write_report
from .publish.check import Checked, check_report
from .publish.ci_files import write_ci
from .publish.deidentified import deidentify
from .publish.finding_files import write_findings
from .publish.folders import check_schemas, write_schemas, write_synthetic, write_template
from .publish.plan_lock import lock_plan, plan_document
from .publish.selftest import Certificate, selftest, write_certificate
from .publish.tracing import count_trace, read_trace, trace_lines
from .publish.verification import Verification
from .publish.verify import verify_report, write_verification
from .publish.version import __version__
from .read.claims_file import read_claims
from .read.study_file import bundled_studies, read_study, study_of
from .read.style_file import bundled_styles, read_style
from .results.brief import brief
from .results.collection import Results
from .study.claim import ClaimsFile
from .study.declare import with_variable
from .study.model import Study
from .style import Style
from .synthetic import synthesise
from .text.inline import Inline, inline

__all__ = [
    "Anonymity",
    "Audit",
    "Certificate",
    "Checked",
    "ClaimsError",
    "ClaimsFile",
    "Cohort",
    "Counts",
    "DisclosureError",
    "EnvironmentFault",
    "ImmortalTimeError",
    "IngestError",
    "IngestSetting",
    "Ingested",
    "Inline",
    "LookupFault",
    "MapError",
    "OutputsDiffer",
    "Released",
    "Results",
    "RtxError",
    "Study",
    "StudyError",
    "Style",
    "StyleError",
    "TableError",
    "TextError",
    "UsageFault",
    "Verification",
    "Violation",
    "__version__",
    "adverse_events",
    "analyse",
    "analyse_counts",
    "audit",
    "baseline_characteristics",
    "brief",
    "bundled_cohort",
    "bundled_studies",
    "bundled_styles",
    "check_report",
    "check_schemas",
    "cohort",
    "cohort_from_frames",
    "confirmed_events",
    "count",
    "count_trace",
    "deidentify",
    "engagement_description",
    "engagement_effects",
    "errors",
    "estimate",
    "figures",
    "ingest_attendance",
    "ingest_messages",
    "ingest_skype",
    "ingest_telegram",
    "ingest_whatsapp",
    "inline",
    "internal",
    "k_anonymity",
    "lock_plan",
    "missing_data",
    "plan_document",
    "read_claims",
    "read_cohort",
    "read_counts",
    "read_study",
    "read_style",
    "read_trace",
    "relapse_proportions",
    "relapse_rates",
    "results",
    "score_change",
    "score_over_time",
    "selftest",
    "sensitivity_grid",
    "study",
    "study_of",
    "subgroups",
    "synthesise",
    "tables",
    "time_to_relapse",
    "trace_lines",
    "verify_report",
    "with_variable",
    "write_audit",
    "write_certificate",
    "write_ci",
    "write_findings",
    "write_report",
    "write_schemas",
    "write_synthetic",
    "write_template",
    "write_verification",
]
