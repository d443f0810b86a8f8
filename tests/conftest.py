"""Which tests are not measured: those of the whole program.

Coverage is that of the tests of each module. What runs whole reports or compares thousands of
values besides would take three times as long measured, and could hide a module without tests.
"""

from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parent
WHOLE = {
    *("corpus", "realdata", "shared_reference", "snippets", "studies"),
    *("claims/test_deviations.py", "derive/confirmed/test_packages.py"),
    *("figures/test_journal_styles.py", "publish/test_one_patient.py"),
    *("test_calendar.py", "test_docs.py"),
    *("test_file_kinds.py", "test_intake_cases.py", "test_methods.py", "test_one_test_each.py"),
    *("test_pairs.py", "test_renamed_keys.py", "test_trial_study.py"),
}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        place = item.path.relative_to(TESTS)
        if {place.as_posix(), place.parts[0]} & WHOLE:
            item.add_marker(pytest.mark.no_cover)
