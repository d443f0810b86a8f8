"""What files print."""

import io
import zipfile

import pytest

from rtxoutcomes.publish.printed import numerals, printed_text, same_in_print, sentences


def docx(name: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(name, "<w:p><w:t>n &lt; 5</w:t></w:p><w:p>b</w:p>")
    return buffer.getvalue()


def test_words_are_taken_out_of_each_kind_of_file() -> None:
    assert printed_text("a.md", b"x 1") == "x 1"
    page = b"<style>p {}</style><p>a <b>1</b></p><svg><text>2</text></svg><script>3</script>"
    assert sentences(printed_text("a.html", page) or "") == ["a 1"]
    assert sentences(printed_text("a.docx", docx("word/document.xml")) or "") == ["n < 5", "b"]


@pytest.mark.parametrize(("name", "text"), [("a.png", None), ("a.docx", "")])
def test_a_picture_and_a_broken_file_print_nothing(name: str, text: str | None) -> None:
    assert printed_text(name, b"none") == text
    assert printed_text("a.docx", docx("another.xml")) == ""


@pytest.mark.parametrize(
    ("one", "other", "exactly", "rounded"),
    [
        ("n = 5", "n = 5", True, True),
        ("0.12 (P)", "0.13 (P)", False, True),
        ("0.12", "0.14", False, False),
        ("0.12", "0.125", False, False),
        ("0.12 a", "0.12 b", False, False),
        ("9.95", "9.96", False, True),
    ],
)
def test_texts_are_compared_by_words_and_numerals(
    one: str, other: str, exactly: bool, rounded: bool
) -> None:
    assert same_in_print(one, other) is exactly
    assert same_in_print(one, other, rounded=rounded) is rounded


def test_a_text_is_split_into_its_sentences() -> None:
    text = "It was 0.5. It fell!\n\n- an item\n"

    assert sentences(text) == ["It was 0.5.", "It fell!", "- an item"]
    assert numerals(text) == ["0.5"]
