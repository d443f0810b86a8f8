"""Make the font of the figures, a subset of the DejaVu Sans that matplotlib ships.

    python .ci/cut_font.py     writes src/rtxoutcomes/figures/fonts/rtxoutcomes-sans.ttf

Every PDF figure embeds the glyphs that it uses. Taking them from DejaVu Sans, with its shaping
rules for Arabic and African scripts, takes longer than drawing. The subset has Latin and Greek
letters and the signs that numbers need; figures take other letters from DejaVu Sans. Its licence
requires another name for the subset, and its notice, which is in the same folder.
"""

from pathlib import Path

import matplotlib as mpl
from fontTools import subset
from fontTools.ttLib import TTFont

NAME = "rtxoutcomes Sans"
TARGET = Path(__file__).parents[1] / "src/rtxoutcomes/figures/fonts/rtxoutcomes-sans.ttf"
RANGES = ((0x20, 0x7F), (0xA0, 0x180), (0x391, 0x3CA), (0x2010, 0x2015), (0x2018, 0x201F))
SINGLE = (
    "\u2020\u2021\u2022\u2026\u2030\u2032\u2033\u2190\u2191\u2192\u2193"
    + "\u2212\u221e\u2248\u2260\u2264\u2265"
)
UNUSED = ["GSUB", "GPOS", "GDEF", "FFTM", "kern"]
NAMES = {1: NAME, 3: NAME, 4: NAME, 6: NAME.replace(" ", "")}


def main() -> None:
    source = Path(mpl.get_data_path()) / "fonts" / "ttf" / "DejaVuSans.ttf"
    font = TTFont(source, recalcTimestamp=False)
    options = subset.Options()
    options.drop_tables += UNUSED
    options.layout_features = []
    options.hinting = False  # figures do not use it, and a PDF would repeat it in every glyph
    options.glyph_names = options.recommended_glyphs = options.notdef_outline = True
    cutter = subset.Subsetter(options)
    cutter.populate(
        unicodes=[*(c for low, high in RANGES for c in range(low, high)), *map(ord, SINGLE)]
    )
    cutter.subset(font)
    for record in font["name"].names:
        if record.nameID in NAMES:
            record.string = NAMES[record.nameID]
    font.save(TARGET)


if __name__ == "__main__":
    main()
