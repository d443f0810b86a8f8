"""Names that are not in the roster."""

import pytest

from chats import read
from rtxoutcomes.errors import IngestError
from rtxoutcomes.ingest.log import Log, Stay
from rtxoutcomes.ingest.unknown import printable_name, refuse_unknown

CHAT = (
    "13/02/2022, 09:05 - P-017: a\n13/02/2022, 09:06 - Canary: b\n13/02/2022, 09:07 - Canary: c\n"
)


def test_names_of_the_roster_pass() -> None:
    refuse_unknown([read(CHAT)], (), {"P-017", "Canary"}, None)


def test_an_unknown_name_is_shown_on_the_terminal_and_its_line_in_the_error() -> None:
    lines: list[str] = []

    with pytest.raises(IngestError, match="export, line 2: is the first") as caught:
        refuse_unknown([read(CHAT)], (), {"P-017"}, lines.append)

    assert lines == ["not in the roster: 1", "  export, line 2: Canary (2 lines)"]
    assert "Canary" not in str(caught.value)
    assert "terminal" not in str(caught.value)


def test_without_a_terminal_no_name_is_shown_and_the_error_explains_why() -> None:
    with pytest.raises(IngestError, match="names are shown on a terminal only"):
        refuse_unknown([read(CHAT)], (), {"P-017"}, None)


def test_a_participant_who_wrote_nothing_is_listed_by_the_message_of_the_call() -> None:
    log = Log("export, conversation 1", unit="message")
    stays = [Stay("Canary", "c", 1, 9.0, 5), Stay("Canary", "d", 1, 9.0, 7)]
    lines: list[str] = []

    with pytest.raises(IngestError, match="conversation 1, message 5: is the first"):
        refuse_unknown([log], stays, {"P-017"}, lines.append)

    assert lines[1] == "  export, conversation 1, message 5: Canary (in a session)"


def test_a_name_with_system_lines_only_is_the_group() -> None:
    log = read("[13/02/2022, 09:05:07] Group: \u200eMessages are encrypted.\n")

    refuse_unknown([log], (), set(), None)


def test_a_name_cannot_move_the_cursor() -> None:
    assert printable_name("a\x1b[2Jb\n") == "a\ufffd[2Jb\ufffd"
    assert printable_name("x" * 100) == "x" * 80 + " ..."
    assert printable_name("👩\u200d⚕️") == "👩\u200d⚕️"
