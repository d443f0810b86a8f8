import re

from rtxoutcomes.text.citations import citation_words, cited, papers, reference_list


def test_papers_are_numbered_as_they_are_first_named() -> None:
    keys = cited(["{{ cite.wilson1927 }} {{ cite.fay2013+kaplan1958 }}", "{{ cite.fay2013 }}"])

    words = citation_words(keys)
    assert keys == ("wilson1927", "fay2013", "kaplan1958")
    assert [words[f"cite.{key}"] for key in keys] == ["[1]", "[2]", "[3]"]
    assert words["reference.fay2013"].startswith("[2] Fay MP, Brittain EH, Proschan MA.")


def test_an_unknown_paper_takes_no_number() -> None:
    assert cited(["{{ cite.nobody1900 }}"]) == ()


def test_every_paper_may_be_cited() -> None:
    words = citation_words([])

    assert len({words[f"cite.{key}"] for key in papers()}) == len(papers())


def test_the_list_is_a_paragraph_a_paper() -> None:
    assert reference_list(["a", "b"]) == "{{ reference.a }}\n\n{{ reference.b }}"


def test_every_paper_names_its_year_as_its_key_does() -> None:
    for key, paper in papers().items():
        year = re.search(r"\d{4}", key)
        assert year is not None
        assert re.search(rf" {year[0]}[;.]", paper), key
        assert paper.endswith(".")
