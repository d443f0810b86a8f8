"""Where a cohort has its study file."""

from pathlib import Path

FILE = "study.toml"


def study_path(cohort: Path) -> Path:
    """`study.toml` in the folder of tables, `NAME.study.toml` beside a file; it may not exist."""
    return cohort / FILE if cohort.is_dir() else cohort.with_name(f"{cohort.stem}.{FILE}")
