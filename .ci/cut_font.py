"""Make the fonts of the figures: letters cut from fonts that anybody may change and pass on.

    python .ci/cut_font.py                      writes rtxoutcomes-sans.ttf
    python .ci/cut_font.py NotoSansDevanagari-Regular.ttf
                                                writes rtxoutcomes-devanagari.ttf

Both go to src/rtxoutcomes/figures/fonts/, with the notices of their licences. Every PDF figure
embeds the glyphs that it uses. Taking them from DejaVu Sans, with its shaping rules for Arabic and
African scripts, takes longer than drawing; so the first font has the Latin and Greek letters of the
DejaVu Sans that matplotlib ships, and the signs that numbers need. Figures take other letters from
DejaVu Sans, and those of Devanagari from the second font, which keeps its shaping rules: Noto Sans
Devanagari 2.001, as in the Debian package fonts-noto-core 20201225-1. The first licence requires
another name for a part; the second font has one too, so that figures never depend on the fonts of
a machine.
"""

import hashlib
import sys
from pathlib import Path

import matplotlib as mpl
from fontTools import subset
from fontTools.ttLib import TTFont

FOLDER = Path(__file__).parents[1] / "src/rtxoutcomes/figures/fonts"
RANGES = ((0x20, 0x7F), (0xA0, 0x180), (0x391, 0x3CA), (0x2010, 0x2015), (0x2018, 0x201F))
SINGLE = (
    "\u2020\u2021\u2022\u2026\u2030\u2032\u2033\u2190\u2191\u2192\u2193"
    + "\u2212\u221e\u2248\u2260\u2264\u2265"
)
# Its letters and signs, the Vedic ones, the joiners, the dotted circle, and the sign of the rupee.
DEVANAGARI = ((0x900, 0x980), (0xA8E0, 0xA900), (0x1CD0, 0x1D00), (0x200C, 0x200E))
DEVANAGARI_SINGLE = "\u25cc\u20b9"
DEVANAGARI_SHA256 = "79a470365ccb210fa3c7d8d8ff2e005ef9d983cfd067f735a0caf7e15070ca9f"
UNUSED = ["GSUB", "GPOS", "GDEF", "FFTM", "kern"]


def main() -> None:
    if sys.argv[1:]:
        cut_devanagari(Path(sys.argv[1]))
    else:
        cut_sans(Path(mpl.get_data_path()) / "fonts" / "ttf" / "DejaVuSans.ttf")


def cut_sans(source: Path) -> None:
    options = usual_options()
    options.drop_tables += UNUSED
    options.layout_features = []
    wanted = letters(RANGES, SINGLE)
    cut(source, options, wanted, "rtxoutcomes Sans", "rtxoutcomes-sans.ttf")


def cut_devanagari(source: Path) -> None:
    if hashlib.sha256(source.read_bytes()).hexdigest() != DEVANAGARI_SHA256:
        sys.exit(f"{source.name} is not the font that the notice names")
    options = usual_options()
    options.layout_features = ["*"]
    options.name_IDs = ["*"]
    wanted = letters(DEVANAGARI, DEVANAGARI_SINGLE)
    cut(source, options, wanted, "rtxoutcomes Devanagari", "rtxoutcomes-devanagari.ttf")


def usual_options() -> subset.Options:
    options = subset.Options()
    options.hinting = False  # figures do not use it, and a PDF would repeat it in every glyph
    options.glyph_names = options.recommended_glyphs = options.notdef_outline = True
    return options


def letters(ranges: tuple[tuple[int, int], ...], single: str) -> list[int]:
    return [*(c for low, high in ranges for c in range(low, high)), *map(ord, single)]


def cut(source: Path, options: subset.Options, wanted: list[int], name: str, file: str) -> None:
    font = TTFont(source, recalcTimestamp=False)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=wanted)
    cutter.subset(font)
    names = {1: name, 3: name, 4: name, 6: name.replace(" ", "")}
    for record in font["name"].names:
        if record.nameID in names:
            record.string = names[record.nameID]
    font.save(FOLDER / file)


if __name__ == "__main__":
    main()
