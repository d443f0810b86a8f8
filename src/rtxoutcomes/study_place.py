"""Where a cohort has its study file."""

from pathlib import Path

FILE = "study.toml"


def study_path(cohort: Path) -> Path:
    """`study.toml` in the folder of tables, `NAME.study.toml` next to a file; it may not exist.

    A folder with a single file `NAME.csv` has `NAME.study.toml` where it has no `study.toml`.
    """
    if not cohort.is_dir():
        return cohort.with_name(f"{cohort.stem}.{FILE}")
    usual = cohort / FILE
    named = [] if usual.exists() or usual.is_symlink() else sorted(cohort.glob(f"?*.{FILE}"))
    return named[0] if len(named) == 1 else usual
