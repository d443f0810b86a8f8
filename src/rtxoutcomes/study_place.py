"""Where a cohort has its study file, and a study file its recorded plan."""

from pathlib import Path

FILE = "study.toml"
PLAN = "plan.lock.toml"


def study_path(cohort: Path) -> Path:
    """`study.toml` in the folder of tables, `NAME.study.toml` next to a file; it may not exist.

    A folder with a single file `NAME.csv` has `NAME.study.toml` where it has no `study.toml`. Where
    the folder has neither, a `study.toml` in the folder around it is meant, as `init` writes it.
    """
    if not cohort.is_dir():
        return cohort.with_name(f"{cohort.stem}.{FILE}")
    usual = cohort / FILE
    named = [] if usual.exists() or usual.is_symlink() else sorted(cohort.glob(f"?*.{FILE}"))
    if len(named) == 1:
        return named[0]
    around = cohort.resolve().parent / FILE
    missing = not usual.exists() and not usual.is_symlink()
    return around if missing and not named and around.is_file() else usual


def plan_path(study: Path) -> Path:
    """Where the plan of a study file is recorded: `plan.lock.toml`, `NAME.plan.lock.toml`."""
    name = study.name.removesuffix(FILE) if study.name.endswith(FILE) else f"{study.stem}."
    return study.with_name(f"{name}{PLAN}")
