"""What is counted becomes what the study declares."""

import pytest

from chats import BUNDLED
from rtxoutcomes.errors import UsageFault
from rtxoutcomes.ingest.measures import activities

BOTH = ("message", "question")


def test_names_that_agree_need_no_word() -> None:
    assert activities(BUNDLED, "whatsapp", BOTH, {}) == {
        "message": "message",
        "question": "question",
    }


def test_what_the_study_does_not_collect_is_left_out() -> None:
    assert activities(BUNDLED, "skype", (*BOTH, "session"), {}) == {"session": "session"}


def test_other_names_are_given_by_the_caller() -> None:
    assert activities(BUNDLED, "skype", ("message",), {"message": "session"}) == {
        "message": "session"
    }


@pytest.mark.parametrize(
    ("channel", "measures", "named", "words"),
    [
        ("teams", BOTH, {}, "no such channel; it has skype, whatsapp"),
        ("whatsapp", BOTH, {"session": "message"}, "counted here is message, question"),
        ("whatsapp", BOTH, {"message": "post"}, "activities of whatsapp are message, question"),
        ("skype", BOTH, {}, "--count message=session"),
        ("whatsapp", BOTH, {"question": "message"}, "never summed"),
    ],
)
def test_what_does_not_fit_lists_what_would(
    channel: str, measures: tuple[str, ...], named: dict[str, str], words: str
) -> None:
    with pytest.raises(UsageFault, match=words):
        activities(BUNDLED, channel, measures, named)
