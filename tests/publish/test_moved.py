"""Tables, figures and sentences of two reports."""

from rtxoutcomes.publish.moved import (
    Moved,
    Sentence,
    differing_sentences,
    moved_figures,
    moved_sentences,
    moved_tables,
    rows_in_text,
)

OLD = {
    "tables/a.csv": b"x,y\n1,2\n",
    "tables/b.csv": b"x\n1\n",
    "figures/c.csv": b"x\n1\n",
    "manuscript.md": b"Nine relapsed. It was 5 (Table 1).\n\nThe end.",
    "tables/none.csv": b"",
}
NEW = {
    "tables/a.csv": b"x,y\n1,3\n",
    "tables/a.md": b"**Table 2. Relapses** (Synthetic data)\n",
    "tables/b.csv": b"x\n1\n",
    "tables/b.md": b"no caption",
    "tables/new.csv": b"x\n",
    "figures/c.csv": b"x\n2\n",
    "report.html": b'<figure id="figure-c"><figcaption>Figure 1. Course: of all. More.',
    "manuscript.md": b"Ten relapsed. It was 5 (Table 1).\n\nThe end. One more.",
}


def test_what_differs_has_its_caption_and_the_number_of_cells() -> None:
    assert moved_tables(OLD, NEW) == (Moved("a", "Table 2. Relapses", 1),)
    assert moved_figures(OLD, NEW) == (Moved("c", "Figure 1. Course: of all", 1),)


def test_a_figure_without_a_caption_goes_by_its_key() -> None:
    assert moved_figures(OLD, {"figures/c.csv": b"x\n2\n"}) == (Moved("c", "c", 1),)


def test_a_sentence_has_its_successor() -> None:
    assert moved_sentences(OLD, NEW) == (
        Sentence("manuscript.md", "Nine relapsed.", "Ten relapsed."),
        Sentence("manuscript.md", "", "One more."),
    )
    assert moved_sentences({}, NEW) == ()


def test_a_sentence_that_went_has_none() -> None:
    assert differing_sentences("a.md", "One. Two.", "One.") == [Sentence("a.md", "Two.", "")]


def test_the_trace_leads_from_a_row_to_the_places_that_print_it() -> None:
    trace = b"kind,place,key\nrow,Abstract,a; b\nrow,Results,a\nstructure,Results,\nunused,,c\n"

    assert rows_in_text(trace) == {"a": ("Abstract", "Results"), "b": ("Abstract",)}
