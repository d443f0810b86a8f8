"""Scripts of `benchmarks/` as modules: they import one another by name, as they do when run."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).resolve().parents[1]
BENCHMARKS = ROOT / "benchmarks"


def script(name: str) -> ModuleType:
    """One script, loaded under a name that no library has."""
    if str(BENCHMARKS) not in sys.path:
        sys.path.append(str(BENCHMARKS))
    module_name = f"benchmark_{name}"
    if module_name in sys.modules:
        return sys.modules[module_name]
    spec = importlib.util.spec_from_file_location(module_name, BENCHMARKS / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    # Dataclasses look their module up by name.
    sys.modules[module_name] = module
    spec.loader.exec_module(module)
    return module


def given(name: str) -> str:
    """What a script wrote when it was last run."""
    return (BENCHMARKS / f"{name}.md").read_text(encoding="utf-8")
