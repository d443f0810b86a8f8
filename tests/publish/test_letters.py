"""Labels that no font at hand can write."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fontTools.ttLib import TTFont

from cohorts import study
from rtxoutcomes.errors import StudyError
from rtxoutcomes.figures.typefaces import FOLDER, families, family_of, files_of, write_for
from rtxoutcomes.publish.letters import font_hash, refuse_unwritable
from rtxoutcomes.read.study_file import read_study
from rtxoutcomes.study import Study
from rtxoutcomes.study.report import Font

HAN = "\u6f22"
SCRIPTS = "MS \u03b2 \u0431 \u0627\u0633\u06a9\u200c\u0644 \u05d0 \u092e\u0932\u094d\u091f\u0940"


def labelled(label: str, **changes: Any) -> Study:
    return study(diagnoses=[{"code": "A", "label": label}], **changes)


@pytest.fixture(scope="module")
def font(tmp_path_factory: pytest.TempPathFactory) -> Font:
    """A font of a study: that of Devanagari, in which one letter stands for another."""
    path = tmp_path_factory.mktemp("fonts") / "own.ttf"
    with TTFont(FOLDER / "rtxoutcomes-devanagari.ttf") as made:
        for table in made["cmap"].tables:
            table.cmap[ord(HAN)] = table.cmap[ord("\u092e")]
        made.save(path)
    return Font("own.ttf", "ab" * 32, str(path))


def test_labels_in_the_scripts_of_the_package_are_written() -> None:
    refuse_unwritable(read_study("nabiuni2023"), pdf=True)
    refuse_unwritable(labelled(SCRIPTS), pdf=False)


def test_another_label_is_refused_by_its_key_with_its_letters_and_the_remedy() -> None:
    fault = r"diagnoses\.A\.label: has \u6f22 \(U\+6F22\), .*\[report\] font = "

    with pytest.raises(StudyError, match=fault):
        refuse_unwritable(labelled(f"{HAN} {HAN}"), pdf=False)
    many = "".join(map(chr, range(0x4E00, 0x4E0A)))
    with pytest.raises(StudyError, match=r"U\+4E07\) and 2 more"):
        refuse_unwritable(labelled(many), pdf=False)
    with pytest.raises(StudyError, match=r"has U\+0E31, "):
        refuse_unwritable(labelled("A\u0e31"), pdf=False)


def test_a_title_is_printed_by_the_pdf_only() -> None:
    titled = study(study={"id": "trial", "title": HAN, "drug": "a drug"})

    refuse_unwritable(titled, pdf=False)
    with pytest.raises(StudyError, match="study\\.title"):
        refuse_unwritable(titled, pdf=True)


def test_the_font_of_the_study_writes_them(font: Font) -> None:
    own = labelled(HAN, report={"font": font})

    refuse_unwritable(own, pdf=True)
    write_for(own)
    try:
        assert files_of(families())[-1] == font.place
    finally:
        write_for(study())
    assert font.place not in files_of(families())
    assert family_of(font) == "rtxoutcomes Devanagari"
    assert family_of(Font("own.ttf")) == ""
    assert font_hash(own) == {"font/own.ttf": font.sha256}
    assert font_hash(study()) == {}


def test_a_file_that_is_no_font_is_refused(tmp_path: Path, font: Font) -> None:
    other = tmp_path / "own.ttf"
    other.write_bytes(b"no font")

    with pytest.raises(StudyError, match=r"report\.font: must be a TrueType or OpenType font"):
        refuse_unwritable(
            labelled(HAN, report={"font": replace(font, place=str(other))}), pdf=False
        )
