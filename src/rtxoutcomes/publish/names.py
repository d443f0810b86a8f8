"""The names that the files of a report can have, known before anything is computed."""

from collections.abc import Collection, Iterator
from typing import get_args

from rtxoutcomes.presentation.words import figure_key
from rtxoutcomes.publish.manifest import CRATE, ENVIRONMENT, NAME
from rtxoutcomes.publish.writing import MANUSCRIPT, SUPPLEMENT, TEMPLATE, TRACE
from rtxoutcomes.results.endpoints import KEYS
from rtxoutcomes.study import Study
from rtxoutcomes.study.report import FIGURES, FigureKind
from rtxoutcomes.study_place import FILE as STUDY
from rtxoutcomes.study_place import PLAN as RECORDED
from rtxoutcomes.tables.by_endpoint import BY_ENDPOINT

FRAMES = ("results", "curves", "distributions", "participation")
PAGE, WORD, LATEX, PDF = "report.html", "manuscript.docx", "manuscript.tex", "manuscript.pdf"
RESULTS, RESULTS_JSON = f"{FRAMES[0]}.csv", "results.json"
SUPPLEMENT_MD, SUPPLEMENT_WORD = f"{SUPPLEMENT}.md", f"{SUPPLEMENT}.docx"
SUPPLEMENT_LATEX, CHECKLIST_WORD = f"{SUPPLEMENT}.tex", "checklist.docx"
_FIXED = (
    *(MANUSCRIPT, TEMPLATE, TRACE, PAGE, WORD, LATEX, RESULTS_JSON, NAME, ENVIRONMENT, CRATE),
    *(SUPPLEMENT_MD, SUPPLEMENT_WORD, SUPPLEMENT_LATEX, CHECKLIST_WORD, STUDY, RECORDED),
)


def possible_names(
    study: Study, figures: Collection[str], tables: Collection[str], *, pdf: bool = False
) -> frozenset[str]:
    """Every path that a report of this study may write, whatever its cohort.

    `figures` and `tables` are the suffixes of their files.
    """
    names = {*_FIXED, *(f"{frame}.csv" for frame in FRAMES), *((PDF,) if pdf else ())}
    names |= {f"figures/{key}.{form}" for key in _figures(study) for form in (*figures, "csv")}
    return frozenset(names | {f"tables/{key}.{suffix}" for key in _tables() for suffix in tables})


def _figures(study: Study) -> Iterator[str]:
    yield from FIGURES
    for score in study.scores:
        yield from (figure_key(study, score.name, kind) for kind in get_args(FigureKind))


def _tables() -> Iterator[str]:
    for own in BY_ENDPOINT.values():
        yield from (make.__name__ for make in (*own.main, *own.supplement))
    yield from (f"further_{key}" for key in KEYS)
    yield "strobe"
