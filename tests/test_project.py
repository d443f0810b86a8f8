"""The repository: versions agree, locks hold anywhere, no file names a machine or a registry."""

import re
import subprocess
import tomllib
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
LOCKS = sorted((ROOT / "requirements").glob("*.txt"))
# Joined from parts, so that this file does not contain them.
REGISTRIES = [
    ".".join(parts)
    for parts in (
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("anaconda", "org"),
        ("npmjs", "org"),
        ("cran", "r-project", "org"),
    )
]
FOLDERS = "|".join(("work", "root", "home", "Users"))
MACHINE_PATH = re.compile(rf"(?<![\w.~-])/(?:{FOLDERS})/|\b[A-Z]:\\Users\\")


def committed() -> list[Path]:
    """Files that git tracks or would track; none where this is not a checkout."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return []
    names = listed.stdout.decode().split("\0")
    return [ROOT / name for name in names if name and (ROOT / name).is_file()]


def pins(lock: Path) -> dict[str, list[str]]:
    """The pinned versions of each distribution of a lock file."""
    versions: dict[str, list[str]] = {}
    for name, version in re.findall(r"^(\S+?)==(\S+)", lock.read_text(encoding="utf-8"), re.M):
        versions.setdefault(canonicalize_name(name), []).append(version)
    return versions


def test_the_citation_has_the_version_of_the_package() -> None:
    cited = re.search(r"^version: (.+)$", (ROOT / "CITATION.cff").read_text("utf-8"), re.M)

    assert cited is not None
    assert cited[1] == PROJECT["version"] == metadata.version("rtxoutcomes")


def test_the_changelog_has_the_version_of_the_package() -> None:
    assert f"## [{PROJECT['version']}]" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.stem)
def test_no_lock_file_holds_an_address(lock: Path) -> None:
    assert "://" not in lock.read_text(encoding="utf-8")


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.stem)
def test_every_distribution_of_a_lock_file_has_its_hash(lock: Path) -> None:
    blocks = re.split(r"\n(?=\S)", lock.read_text(encoding="utf-8").strip())

    assert blocks
    assert not [block.split()[0] for block in blocks if "--hash=sha256:" not in block]


@pytest.mark.parametrize("name", ["lock", "lock-lint", "lock-lowest", "lock-notebook"])
@pytest.mark.parametrize("dependency", PROJECT["dependencies"])
def test_a_lock_file_meets_every_bound_of_the_project(name: str, dependency: str) -> None:
    requirement = Requirement(dependency)

    versions = pins(ROOT / "requirements" / f"{name}.txt")[canonicalize_name(requirement.name)]

    assert all(requirement.specifier.contains(version) for version in versions)


@pytest.mark.parametrize("dependency", PROJECT["dependencies"])
def test_the_lowest_versions_are_the_lower_bounds(dependency: str) -> None:
    requirement = Requirement(dependency)
    (bound,) = requirement.specifier

    (version,) = pins(ROOT / "requirements" / "lock-lowest.txt")[
        canonicalize_name(requirement.name)
    ]

    assert bound.operator == ">="
    # A bound may have fewer parts than the version: 1.15 for 1.15.0.
    assert f"{version}.".startswith(f"{bound.version}.")


def test_no_file_names_a_folder_of_a_machine_or_a_registry() -> None:
    files = committed()
    if not files:
        pytest.skip("this is not a git checkout")

    offenders = []
    for file in files:
        text = file.read_bytes().decode("utf-8", errors="ignore")
        if MACHINE_PATH.search(text) or any(host in text for host in REGISTRIES):
            offenders.append(file.relative_to(ROOT).as_posix())

    assert not offenders
