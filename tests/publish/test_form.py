"""How a report is written."""

from pathlib import Path

import pytest

from rtxoutcomes.errors import UsageFault
from rtxoutcomes.publish.form import form_of
from rtxoutcomes.style import DEFAULT


@pytest.mark.parametrize(("text", "pdf"), [("mine.md", False), (None, True)])
def test_a_brief_report_has_no_manuscript_to_fill_or_to_set(
    text: str | None, pdf: bool, tmp_path: Path
) -> None:
    named = None if text is None else tmp_path / text

    with pytest.raises(UsageFault, match="has no manuscript"):
        form_of(DEFAULT, named, pdf, every_format=False, brief=True)
