"""What a compressed output holds."""

import zipfile

import pytest

from publish.test_compare import docx, png
from rtxoutcomes.publish.contents import content_digest


def test_the_digest_depends_on_the_content_and_not_on_its_compression() -> None:
    assert content_digest("a.png", png(7, 0)) == content_digest("a.png", png(7, 9))
    assert content_digest("a.png", png(7, 0)) != content_digest("a.png", png(8, 0))
    stored, deflated = docx("x", zipfile.ZIP_STORED), docx("x", zipfile.ZIP_DEFLATED)
    assert content_digest("a.docx", stored) == content_digest("a.docx", deflated)
    assert content_digest("a.docx", stored) != content_digest("a.docx", docx("y", 0))


@pytest.mark.parametrize("name", ["a.csv", "a.svg", "a.pdf", "a.docx", "a.png"])
def test_other_files_and_broken_ones_have_none(name: str) -> None:
    assert content_digest(name, b"text") is None
