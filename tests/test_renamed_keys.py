"""Names of a study file are opaque: with other keys and the same labels a report is the same.

The keys of one small study are renamed, to words that begin, end or are those of the results. What
a person reads stays byte for byte the same. The exceptions are all named here.
"""

import json
import re
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from renamed import NASTY, PLAIN, Keys, people, plan, renamed
from rtxoutcomes.analysis.pipeline import analyse
from rtxoutcomes.disclose import internal
from rtxoutcomes.publish.build import render_report
from rtxoutcomes.publish.contents import content_digest
from rtxoutcomes.publish.report_id import without_id
from rtxoutcomes.publish.writing import text_files, written
from rtxoutcomes.results.frame import estimates_frame
from rtxoutcomes.tables.manuscript import all_tables

# What a person reads: the same under any keys.
READ = {".docx", ".html", ".svg", ".png", ".md", ".tex"}
# References are written with keys, for authors to type: the same after the renaming.
TEMPLATES = {"manuscript.template.md"}
# Files for machines hold keys: the same after the renaming.
MACHINE = {".csv", ".json"}
# The one file for people with places that print a reference.
PAGE = "report.html"
REFERENCE = re.compile(r' data-reference="[^"]*"')
# Manifest and crate hold digests of everything; the names in the manifest are compared.
MANIFEST, CRATE = "manifest.json", "ro-crate-metadata.json"


@cache
def report(keys: Keys) -> dict[str, bytes]:
    return render_report(people(keys), plan(keys)).files


def named(keys: Keys) -> dict[str, bytes]:
    """The report under `PLAIN`, each file by its name under other keys."""
    return {renamed(name, keys): content for name, content in report(PLAIN).items()}


def content(name: str, data: bytes) -> object:
    """What is compared of a file: the content of a Word file or a picture, else its bytes."""
    return content_digest(name, data) or without_id(data)


def test_the_report_has_the_same_files() -> None:
    assert named(NASTY).keys() == report(NASTY).keys()


def test_what_a_person_reads_is_the_same() -> None:
    before, after = named(NASTY), report(NASTY)
    read = [n for n in after if Path(n).suffix in READ and n not in {*TEMPLATES, PAGE}]

    assert len(read) > 50
    assert not [n for n in read if content(n, before[n]) != content(n, after[n])]


def test_the_page_is_the_same_but_where_it_prints_references() -> None:
    before, after = (REFERENCE.sub("", r[PAGE].decode()) for r in (report(PLAIN), report(NASTY)))

    assert before == after
    assert not [key for key in PLAIN.every() if key in before]


@pytest.mark.parametrize("name", [PAGE, *sorted(TEMPLATES)])
def test_a_reference_is_the_same_after_the_renaming(name: str) -> None:
    assert renamed(report(PLAIN)[name].decode(), NASTY) == report(NASTY)[name].decode()


def test_files_for_machines_are_the_same_after_the_renaming() -> None:
    before, after = named(NASTY), report(NASTY)
    machine = [n for n in after if Path(n).suffix in MACHINE and n not in {MANIFEST, CRATE}]

    assert len(machine) > 30
    for name in machine:
        # The id of a report changes with the study.
        same = [without_id(data[name]).decode() for data in (before, after)]
        assert renamed(same[0], NASTY) == same[1], name


def test_the_manifest_names_the_same_files() -> None:
    before, after = (json.loads(r[MANIFEST]) for r in (report(PLAIN), report(NASTY)))

    assert {renamed(name, NASTY) for name in before["outputs"]} == set(after["outputs"])


names = st.from_regex(r"[a-z][a-z0-9_]{2,20}", fullmatch=True)
# Words that other parts of a report use, to be begun, ended or met by a name.
words = st.sampled_from(
    ["relapse", "risk", "all", "vs", "end", "baseline", "fixed_time", "landmark", "sign", "level"]
)
hostile = st.one_of(
    names, st.tuples(words, names).map("_".join), st.tuples(names, words).map("_".join)
)
codes = st.from_regex(r"[A-Z][A-Za-z0-9_+-]{1,12}", fullmatch=True)


@st.composite
def keys(draw: st.DrawFn) -> Keys:
    scores = draw(st.lists(hostile, min_size=6, max_size=6, unique=True))
    channels = draw(st.lists(hostile, min_size=2, max_size=2, unique=True))
    activities = draw(st.lists(hostile, min_size=3, max_size=3, unique=True))
    return Keys(
        study=draw(names),
        diagnoses=tuple(draw(st.lists(codes, min_size=3, max_size=3, unique=True))),
        scores=tuple(scores),
        channels=tuple(channels),
        activities=tuple(activities),
    )


@cache
def texts(chosen: Keys) -> tuple[str, str]:
    """The results as csv, and the filled manuscript."""
    released = internal(analyse(people(chosen), plan(chosen)))
    files = text_files(written(released, all_tables(released), {}), released)
    return released.estimates.to_csv(index=False), files["manuscript.md"].decode()


@settings(max_examples=2, deadline=None, derandomize=True)
@given(keys())
def test_any_names_give_the_same_results_and_the_same_text(chosen: Keys) -> None:
    (rows, text), (own_rows, own_text) = texts(PLAIN), texts(chosen)

    assert own_text == text
    assert own_rows == renamed(rows, chosen)


def test_the_names_are_those_of_the_study() -> None:
    results = analyse(people(NASTY), plan(NASTY)).estimates

    assert set(NASTY.scores) <= set(results["endpoint"])
    assert set(NASTY.channels) <= set(results["channel"])
    assert set(NASTY.diagnoses) <= set(results["group"])
    assert list(estimates_frame([]).columns) == list(results.columns)
