"""`init`: a study file and a map drafted from raw files, written so that no edit is lost."""

import difflib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from rtxoutcomes.draft.cohort_study import cohort_draft, is_cohort
from rtxoutcomes.draft.columns import Sheet, sheet_of
from rtxoutcomes.draft.dictionary import Dictionary, apply, is_dictionary
from rtxoutcomes.draft.drafting import draft_of
from rtxoutcomes.draft.map_text import map_text
from rtxoutcomes.draft.model import COLUMN_KEYS, Draft, Question
from rtxoutcomes.draft.study_text import study_text
from rtxoutcomes.errors import Violation
from rtxoutcomes.identity import safe_name
from rtxoutcomes.owned.lock import locked
from rtxoutcomes.owned.look import EDITED, FOREIGN, Allowed, obstacles
from rtxoutcomes.pseudonymise.plan import OPEN
from rtxoutcomes.read.clinic import Place
from rtxoutcomes.read.look import Looked, look_at, raw_files
from rtxoutcomes.study import Study
from rtxoutcomes.study.every_key import every_key
from rtxoutcomes.study.template import study_template
from rtxoutcomes.study_place import FILE
from rtxoutcomes.vocabulary.words import tokens, vocabulary

MAP = "map.toml"
_COMMAND = "init"


@dataclass(frozen=True, slots=True)
class DraftTexts:
    """Drafted files by name, what is asked, and the raw columns that are dropped and used."""

    files: Mapping[str, str]
    questions: tuple[str, ...]
    dropped: tuple[str, ...] = ()
    used: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Initialised:
    """What `init` wrote. `differences` shows, by file, what a new draft changes."""

    files: tuple[str, ...]
    differences: Mapping[str, str]
    questions: tuple[str, ...]
    dropped: tuple[str, ...]


def draft_texts(sources: Sequence[str | Path]) -> DraftTexts:
    """A study file and a map for raw files; neither a patient's value nor a name is in them.

    Parameters
    ----------
    sources
        Files of one folder, or the folder: a clinic's tables, an export of REDCap with its data
        dictionary, or the tables of a cohort, which need no map.

    Raises
    ------
    UsageFault
        There is no such file, or it is of a kind that is not read.
    """
    looked = [table for path in raw_files([Path(s) for s in sources]) for table in look_at(path)]
    sheets = [sheet for table in looked if (sheet := sheet_of(table)) is not None]
    dictionaries = [sheet for sheet in sheets if is_dictionary(sheet)]
    known = Dictionary.of(dictionaries)
    raw = _labelled([apply(known, sheet) for sheet in sheets if sheet not in dictionaries], looked)
    draft = cohort_draft(raw) if is_cohort(raw) else draft_of(raw, known.choices)
    files = {FILE: study_text(draft)}
    places, unnamed = _places(raw, _used_places(draft))
    if draft.blocks:
        files[MAP] = map_text(draft, places)
    faults = [question for table in looked for question in _faults(table)]
    questions = [q.sentence() for q in (*unnamed, *faults, *draft.questions)]
    return DraftTexts(
        files, tuple(dict.fromkeys(questions)), _dropped(draft, raw), tuple(_used(draft))
    )


def empty_study(study: Study) -> DraftTexts:
    """A study file to fill in, with every key that there is."""
    return DraftTexts({FILE: f"{study_template(study)}\n{every_key()}"}, ())


def _used(draft: Draft) -> Iterator[str]:
    """Which raw column becomes which column of the cohort."""
    for block in draft.blocks:
        for entry in block.entries:
            named = [str(entry.source[key]) for key in COLUMN_KEYS if key in entry.source]
            yield from (f"{name!r} as {entry.name}" for name in named if name != OPEN)


def _dropped(draft: Draft, sheets: Sequence[Sheet]) -> tuple[str, ...]:
    labels = {sheet.place: sheet.label or safe_name(sheet.place[0]) for sheet in sheets}
    return tuple(
        f"{labels[block.place]}: {words}" for block in draft.blocks for words in block.dropped
    )


def _labelled(sheets: Sequence[Sheet], looked: Sequence[Looked]) -> list[Sheet]:
    """The tables, of several each with what messages call it; a sheet may have a person's name."""
    if len(sheets) < 2:
        return list(sheets)
    files = [sheet.place[0] for sheet in sheets]
    titles = {each.place: each.table.sheet for each in looked if each.table is not None}
    return [
        replace(
            sheet,
            label=safe_name(sheet.place[0])
            + (f", sheet {titles[sheet.place]}" if files.count(sheet.place[0]) > 1 else ""),
        )
        for sheet in sheets
    ]


def _used_places(draft: Draft) -> frozenset[Place]:
    start = () if draft.start is None else (draft.start.place,)
    return frozenset((*start, *(block.place for block in draft.blocks)))


def _places(
    sheets: Sequence[Sheet], used: Collection[Place]
) -> tuple[dict[Place, dict[str, str]], list[Question]]:
    """The keys `file` and `sheet` of each raw table; a name that may be somebody's is asked for."""
    files = [file for file, _ in (sheet.place for sheet in sheets)]
    places: dict[Place, dict[str, str]] = {}
    questions = []
    for file, title, label in ((*sheet.place, sheet.label) for sheet in sheets):
        keys = {}
        if (file, title) not in used:
            continue
        if _may_be_written(file):
            keys["file"] = file
        elif len(set(files)) > 1:
            keys["file"] = OPEN
            must = "the name of a file may be that of a person: rename it, and run init again"
            questions.append(Question(f"{MAP}, file", must))
        if files.count(file) > 1:
            keys["sheet"] = title if vocabulary().is_plain(title) else OPEN
            if keys["sheet"] == OPEN:
                ask = f"{label}: its name may be that of a person; write it there yourself"
                questions.append(Question(f"{MAP}, sheet", ask))
        places[file, title] = keys
    return places, questions


def _may_be_written(file: str) -> bool:
    return safe_name(file) == file or vocabulary().is_plain(file.rpartition(".")[0])


def _faults(looked: Looked) -> list[Question]:
    """What must be corrected in a file before any map can read it."""
    seen: dict[str, list[Violation]] = {}
    for fault in looked.faults:
        # Ids and codes may be text in some cells and numbers in others.
        if fault.rule != "cell.number_as_text":
            seen.setdefault(fault.rule, []).append(fault)
    return [
        Question(safe_name(looked.place[0]), _fault_words(found[0], len(found)))
        for found in seen.values()
    ]


def _fault_words(fault: Violation, count: int) -> str:
    line = "" if fault.line is None else f"line {fault.line}"
    place = fault.address or line
    more = f" and {count - 1} more" if count > 1 else ""
    where = f"{place}{more} " if place else ""
    return f"{where}{fault.must}: {fault.remedy}"


def write_draft(folder: str | Path, texts: DraftTexts) -> Initialised:
    """Write drafted files into a folder.

    A draft that nobody edited is replaced. Next to a file that somebody edited or wrote, the new
    draft is written under another name: `study.draft.toml` next to `study.toml`.

    Raises
    ------
    UsageFault
        A link or a folder has the name of one of these, or a draft under the other name was edited.
    EnvironmentFault
        The folder cannot be written.
    """
    with locked(Path(folder), _COMMAND) as own:
        content = {name: text.encode() for name, text in texts.files.items()}
        taken = obstacles(own.root, content, own.hashes(), content)
        before = {name: _text(own.root / name) for name in content}
        placed = {
            _beside(name) if taken.get(name) in {EDITED, FOREIGN} else name: bytes_
            for name, bytes_ in content.items()
        }
        remedy = "move it, or delete it"
        allowed = Allowed(remedy=remedy, foreign_remedy=remedy)
        own.write(placed, allowed, spared=own.hashes())
    differences = {
        name: _difference(old, texts.files[name], edited=name in taken)
        for name, old in before.items()
        if old is not None and old != texts.files[name]
    }
    return Initialised(tuple(sorted(placed)), differences, texts.questions, texts.dropped)


def _beside(name: str) -> str:
    stem, _, suffix = name.rpartition(".")
    return f"{stem}.draft.{suffix}"


def _text(path: Path) -> str | None:
    try:
        return path.read_text(encoding="utf-8") if path.is_file() else None
    except (OSError, UnicodeDecodeError):
        return None


def _difference(old: str, new: str, *, edited: bool) -> str:
    """The lines that differ; of a person's own words only those that the new draft has too."""
    lines = list(difflib.unified_diff(old.splitlines(), new.splitlines(), lineterm="", n=0))[2:]
    kept = [line for line in lines if not line.startswith("@@")]
    known = frozenset(tokens(new))
    return "\n".join(_shown_line(line, known) if edited else line for line in kept)


def _shown_line(line: str, known: Collection[str]) -> str:
    if not line.startswith("-") or _is_known(line, known):
        return line
    key = line.partition("=")[0]
    return f"{key}= (your own words)" if _is_known(key, known) else "- (a line that is not shown)"


def _is_known(text: str, known: Collection[str]) -> bool:
    """Whether every word is one of the draft or of the vocabulary; any other may be a name."""
    words = tokens(text)
    return all(word in known or vocabulary().is_plain(word) for word in words)
