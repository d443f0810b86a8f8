"""Compile the LaTeX of two reports, with the LaTeX that the first line of each source names.

    python .ci/tex.py FOLDER     writes the reports and their PDF files into FOLDER

The bundled study is compiled by pdfLaTeX; so is the same study with a Greek label, and with labels
of 75 letters in Latin, Greek, Persian and Devanagari by LuaLaTeX. An error, a letter that no font
has, or a line that runs into the margin fails. On Debian this needs texlive-latex-extra,
texlive-luatex, texlive-lang-greek, lmodern and fonts-noto-core.
"""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import rtxoutcomes as rtx
from rtxoutcomes.study import Study

NAMES = ("manuscript", "supplement")
LATIN = "Relapsing-remitting multiple sclerosis, first-line treatment without response"
GREEK = "Δευτεροπαθώς προϊούσα σκλήρυνση κατά πλάκας με υποτροπές, β-ιντερφερόνη 1β"
PERSIAN = "بیماری طیف نورومیلیت اپتیکا با آنتی‌بادی آکواپورین ۴ مثبت، درمان با دارو"
DEVANAGARI = "विस्तारित विकलांगता स्थिति मापदंड, न्यूरोलॉजिस्ट द्वारा मूल्यांकित अंक 1–10"
# A margin holds this many points of a line without being noticed.
NOTICED = 10.0
_OVERFULL = re.compile(r"Overfull \\hbox \(([0-9.]+)pt too wide\)")
_FAULT = re.compile(r"^!.*|^Missing character.*", re.MULTILINE)


def main() -> None:
    target = Path(sys.argv[1])
    bundled = rtx.read_study("nabiuni2023")
    studies = {
        "bundled": bundled,
        "greek": labelled(bundled, [LATIN, GREEK], "EDSS (β)"),
        "scripts": labelled(bundled, [LATIN, GREEK, PERSIAN], DEVANAGARI),
    }
    engines = {"bundled": "pdflatex", "greek": "pdflatex", "scripts": "lualatex"}
    shutil.rmtree(target, ignore_errors=True)
    for name, study in studies.items():
        folder = target / name
        rtx.write_report(rtx.bundled_cohort(), study, folder)
        for source in NAMES:
            if faults := compiled(folder, source, engines[name]):
                sys.exit("\n".join([f"{folder / source}.tex:", *faults[:20]]))
            print(f"{name}: {source}.tex compiles with {engines[name]}")


def labelled(study: Study, labels: list[str], score: str) -> Study:
    """The study with other labels of its diagnoses and of its first score."""
    named = [
        one.model_copy(update={"label": label})
        for one, label in zip(study.diagnoses, labels, strict=False)
    ]
    first, *others = study.scores
    scores = (first.model_copy(update={"label": score}), *others)
    diagnoses = (*named, *study.diagnoses[len(named) :])
    return study.model_copy(update={"diagnoses": diagnoses, "scores": scores})


def compiled(folder: Path, name: str, engine: str) -> list[str]:
    """What is wrong with a source: its first line, or what LaTeX wrote in its second run."""
    first = (folder / f"{name}.tex").read_text(encoding="utf-8").splitlines()[0]
    if engine not in first:
        return [f"is not for {engine}: {first}"]
    command = (engine, "-interaction=nonstopmode", "-halt-on-error", f"{name}.tex")
    log = ""
    for _ in range(2):
        run = subprocess.run(command, cwd=folder, capture_output=True, check=False)
        log = run.stdout.decode(errors="replace")
        if run.returncode:
            return _FAULT.findall(log) or [log[-2000:]]
    wide = [f"a line is {width} pt too wide" for width in _OVERFULL.findall(log)]
    return [*_FAULT.findall(log), *(w for w in wide if float(w.split()[3]) > NOTICED)]


if __name__ == "__main__":
    main()
