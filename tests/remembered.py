"""Equal reports made once in a process, for tests of what happens to their files.

What a report holds is a function of cohort, study and form alone, which
`publish.test_build.test_a_second_run_changes_no_byte` shows by making one twice.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import fields
from typing import Any

import pandas as pd
import pytest

from rtxoutcomes.cohort import Cohort
from rtxoutcomes.disclose import Released
from rtxoutcomes.publish import build
from rtxoutcomes.publish.outputs import outputs
from rtxoutcomes.study import Study
from rtxoutcomes.style import Style

_RELEASED: dict[str, Released] = {}
_OUTPUTS: dict[str, dict[str, bytes]] = {}


@contextmanager
def reports_made_once() -> Iterator[None]:
    """Within it `publish.build` takes results and outputs of equal input from memory."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(build, "released", _released(build.released))
        patch.setattr(build, "outputs", _outputs(outputs))
        yield


def _released(make: Callable[..., Released]) -> Callable[..., Released]:
    def remembered(cohort: Cohort, study: Study, style: Style, tell: Any) -> Released:
        parts = [_written(getattr(cohort, field.name)) for field in fields(cohort)]
        key = "\n".join([*parts, study.model_dump_json(), style.model_dump_json()])
        if key not in _RELEASED:
            _RELEASED[key] = make(cohort, study, style, tell)
        return _RELEASED[key]

    return remembered


def _written(part: object) -> str:
    return part.to_csv() if isinstance(part, pd.DataFrame) else repr(part)


def _outputs(make: Callable[..., dict[str, bytes]]) -> Callable[..., dict[str, bytes]]:
    def remembered(released: Released, tell: Any, *more: Any, **form: Any) -> dict[str, bytes]:
        # Results live as long as `_RELEASED`, so that no other object has the place of one.
        key = repr((id(released), more, form))
        if key not in _OUTPUTS:
            _OUTPUTS[key] = make(released, tell, *more, **form)
        return dict(_OUTPUTS[key])

    return remembered
