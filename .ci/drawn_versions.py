"""Check the numbers of the report with versions of the libraries drawn at random.

    python .ci/drawn_versions.py WORK SEED

Of each library of pyproject.toml a version is drawn from those that its bounds allow. A draw that
cannot be installed together is drawn again. The check compares numbers within a relative 1e-9.
"""

import random
import re
import subprocess
import sys
import tomllib
from pathlib import Path

from packaging.requirements import Requirement
from packaging.version import Version

ROOT = Path(__file__).resolve().parents[1]
MOST_DRAWS = 8
PIP = ("-m", "pip", "--disable-pip-version-check")


def allowed(requirement: Requirement) -> list[str]:
    """The released versions within the bounds, oldest first."""
    words = (sys.executable, *PIP, "index", "versions", requirement.name)
    done = subprocess.run(words, capture_output=True, text=True, check=True)
    listed = re.search(r"^Available versions: (.+)$", done.stdout, re.MULTILINE)
    every = listed[1].split(", ") if listed else []
    return sorted(requirement.specifier.filter(every), key=Version)


def installed(python: str, pins: list[str]) -> bool:
    """Whether the package could be installed with these versions."""
    words = (python, *PIP, "install", "--quiet", "--only-binary", ":all:")
    from_source = ("--no-binary", "autograd-gamma,rtxoutcomes")
    done = subprocess.run([*words, *from_source, str(ROOT), *pins], check=False)
    return done.returncode == 0


def main(work: str, seed: str) -> int:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    versions = {r.name: allowed(r) for r in map(Requirement, project["dependencies"])}
    draw = random.Random(seed)
    for attempt in range(MOST_DRAWS):
        place = Path(work) / f"{seed}-{attempt}"
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(place)], check=True)
        python = str(place / ("Scripts" if sys.platform == "win32" else "bin") / "python")
        pins = [f"{name}=={draw.choice(own)}" for name, own in versions.items()]
        print(f"draw {attempt} of seed {seed}: {' '.join(pins)}", flush=True)
        if installed(python, pins):
            check = (python, "-m", "rtxoutcomes", "report", "--out", "reports", "--check")
            return subprocess.run(check, cwd=ROOT, check=False).returncode
    print(f"no draw of {MOST_DRAWS} could be installed; try another seed")
    return 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
