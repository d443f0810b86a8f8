"""The library versions of this run, and whether they are those of the lock."""

import json
import platform
import re
from importlib import metadata, resources

LIBRARIES = (
    "lifelines",
    "matplotlib",
    "numpy",
    "pandas",
    "pandera",
    "pillow",
    "pydantic",
    "python-docx",
    "scipy",
    "seaborn",
    "statsmodels",
)
_PIN = re.compile(r"^([A-Za-z0-9_.-]+)==([^\s;\\]+)\s*(?:;\s*([^\\]*))?", re.MULTILINE)


def versions() -> dict[str, str]:
    """Version of each library that can change a byte of the outputs."""
    return {name: metadata.version(name) for name in LIBRARIES}


def lock_text() -> str:
    """The lock that this package was built with; empty where it is run from its sources."""
    try:
        return resources.files("rtxoutcomes").joinpath("lock.txt").read_text(encoding="utf-8")
    except FileNotFoundError:
        return ""


def locked(text: str) -> dict[str, set[str]]:
    """Each library of the lock with the versions it may have (one for each Python version)."""
    pins: dict[str, set[str]] = {}
    for name, version, _ in _PIN.findall(text):
        pins.setdefault(name.lower().replace("_", "-"), set()).add(version)
    return pins


def differences_from_lock() -> list[str]:
    """What differs from the lock, in words; empty where every library is as locked."""
    pins = locked(lock_text())
    if not pins:
        return ["this installation carries no lock"]
    return [
        f"{name} {version}, locked {' or '.join(sorted(pins.get(name, {'nothing'})))}"
        for name, version in versions().items()
        if version not in pins.get(name, set())
    ]


def environment(mark: str) -> bytes:
    """Python and library versions as JSON, with the mark of the report."""
    content = {"python": platform.python_version(), "libraries": versions(), "mark": mark}
    return (json.dumps(content, indent=1, sort_keys=True) + "\n").encode()
