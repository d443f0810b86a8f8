"""What the peer makes, by this package: four PNG at 300 dpi, a Word file, a JSON."""

import gc
import os
import sys
from pathlib import Path

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # as the command line does, before numpy is loaded

import rtxoutcomes as rtx
from rtxoutcomes.figures import forest, gallery, survival
from rtxoutcomes.figures.style import house_style, render
from rtxoutcomes.tables.word import Picture, add_figure, add_table, blank, same_bytes

gc.set_threshold(200_000, 20, 20)  # as the command line does
out = Path(sys.argv[1])
out.mkdir(parents=True, exist_ok=True)
study = rtx.read_study("nabiuni2023")
inside = rtx.internal(rtx.analyse(rtx.bundled_cohort(), study))
word = blank(study.study.title, inside.mark, inside.style.fonts)
for table in (
    rtx.tables.baseline_characteristics(inside),
    rtx.tables.relapse_outcomes(inside),
    rtx.tables.score_change(inside),
    rtx.tables.engagement(inside),
):
    add_table(word, table)
with house_style():
    drawn = [
        survival.draw(inside),
        gallery.change_of_score(inside, "edss"),
        gallery.change_of_score(inside, "igg"),
        forest.draw(inside),
    ]
    for number, figure in enumerate(filter(None, drawn), start=1):
        content = render(figure.figure, ("png",))["png"]
        (out / f"{figure.key}.png").write_bytes(content)
        add_figure(word, Picture(content, figure.width_mm, figure.caption, figure.alt), str(number))
(out / "manuscript.docx").write_bytes(same_bytes(word))
inside.estimates.to_json(out / "results.json", orient="records", indent=1)
gc.freeze()  # as the command line does
