"""What the peer makes, by this package: four PNG at 300 dpi, a Word file, a JSON."""

import gc
import sys
from pathlib import Path

import rtxoutcomes as rtx
from rtxoutcomes.figures import gallery
from rtxoutcomes.figures.style import render
from rtxoutcomes.tables.word import Picture, manuscript

gc.set_threshold(50_000, 20, 20)  # as the command line does
out = Path(sys.argv[1])
out.mkdir(parents=True, exist_ok=True)
study = rtx.read_study("nabiuni2023")
inside = rtx.internal(rtx.analyse(rtx.bundled_cohort(), study))
pictures = []
for drawn in gallery.all_figures(inside):
    if drawn.key == "participant_flow":
        continue
    content = render(drawn.figure, ("png",))["png"]
    (out / f"{drawn.key}.png").write_bytes(content)
    pictures.append(Picture(content, drawn.width_mm, drawn.caption, drawn.alt))
tables = [
    rtx.tables.baseline_characteristics(inside),
    rtx.tables.relapse_outcomes(inside),
    rtx.tables.score_change(inside),
    rtx.tables.engagement(inside),
]
word = manuscript(tables, pictures, study.study.title, inside.mark, [])
(out / "manuscript.docx").write_bytes(word)
inside.estimates.to_json(out / "results.json", orient="records", indent=1)
