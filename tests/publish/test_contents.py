"""What a compressed output holds."""

import io
import zipfile

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from publish.test_compare import docx, png
from rtxoutcomes.publish.contents import content_digest


def test_the_digest_depends_on_the_content_and_not_on_its_compression() -> None:
    assert content_digest("a.png", png(7, 0)) == content_digest("a.png", png(7, 9))
    assert content_digest("a.png", png(7, 0)) != content_digest("a.png", png(8, 0))
    stored, deflated = docx("x", zipfile.ZIP_STORED), docx("x", zipfile.ZIP_DEFLATED)
    assert content_digest("a.docx", stored) == content_digest("a.docx", deflated)
    assert content_digest("a.docx", stored) != content_digest("a.docx", docx("y", 0))


def test_words_in_a_picture_are_part_of_its_content() -> None:
    plain, buffer, words = png(7, 0), io.BytesIO(), PngInfo()
    words.add_text("Comment", "written by another program")
    with Image.open(io.BytesIO(plain)) as image:
        image.save(buffer, "png", pnginfo=words)

    assert content_digest("a.png", buffer.getvalue()) != content_digest("a.png", plain)


@pytest.mark.parametrize("name", ["a.csv", "a.svg", "a.pdf", "a.docx", "a.png"])
def test_other_files_and_broken_ones_have_none(name: str) -> None:
    assert content_digest(name, b"text") is None
