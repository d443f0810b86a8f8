"""One part of a TOML file as a frozen model that refuses unknown keys."""

import re
from collections.abc import Mapping
from typing import Any, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    PrivateAttr,
    SerializerFunctionWrapHandler,
    ValidationError,
    model_serializer,
    model_validator,
)
from pydantic_core import ErrorDetails

# Optional keys that a file may lack without changing the dump of its study: manifests hold its
# hash, which must be the same before and after a key was introduced.
_LATER_KEYS = frozenset(
    (
        *("abbreviation", "reference_group", "activity_labels", "activity_plurals", "allocation"),
        *("variables", "grouping", "group_noun", "group_nouns", "schema_version"),
        *(
            "times_are_months",
            "visits",
            "confirmed",
            "label_in_text",
            "plural",
            "time_origin",
            "font",
        ),
    )
)


# How pydantic begins the message of a validator of ours.
_PREFIX = "Value error, "
_WORDS = {"extra_forbidden": "is not a key of this block", "missing": "is missing"}
# `Input should be a valid string`, `Tuple should have at least 1 item after validation, not 0`.
_SUBJECT = re.compile(r"^[A-Z][a-z]+ should ")


def fault_sentence(error: ErrorDetails) -> str:
    """`diagnoses: must have at least 1 item, not 0`: one error of pydantic, in our words."""
    place = ".".join(map(str, error["loc"]))
    said = _WORDS.get(error["type"], error["msg"].removeprefix(_PREFIX))
    said = _SUBJECT.sub("must ", said)
    said = said.replace(" after validation", "").replace("a valid tuple", "a list")
    return f"{place}: {said}" if place else said


class Part(BaseModel):
    """A block of a TOML file. A misspelt key is a fault: an option must not be ignored."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)
    # A changed copy is made anew, without it.
    _file_content: bytes = PrivateAttr(b"")

    @property
    def file_content(self) -> bytes:
        """The file that it was read from, as it was; empty for one made or changed in memory."""
        return self._file_content

    def read_from(self, content: bytes) -> Self:
        """The same block, which knows the file that it was read from."""
        same = super().model_copy()
        same._file_content = content
        return same

    def __eq__(self, other: object) -> bool:
        # Comments of the file do not matter.
        return type(self) is type(other) and self.__dict__ == other.__dict__

    def __hash__(self) -> int:
        return hash(tuple(self.__dict__.values()))

    def consistency_faults(self) -> list[str]:
        """Keys that contradict one another, in words; together they are one fault of the block."""
        return []

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if faults := self.consistency_faults():
            raise ValueError("; ".join(faults))
        return self

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """A copy with some keys replaced, checked as a file would be.

        Raises
        ------
        ValueError
            The keys contradict one another.
        """
        copied = super().model_copy(update=update, deep=deep)
        given = {name: getattr(copied, name) for name in copied.model_fields_set}
        try:
            return type(self).model_validate(given)
        except ValidationError as wrong:
            faults = wrong.errors(include_url=False, include_context=False, include_input=False)
            message = "; ".join(map(fault_sentence, faults))
        # Raised outside the except block, where the error would keep the values as its context.
        raise ValueError(message)

    @model_serializer(mode="wrap")
    def _without_unused_later_keys(self, dump: SerializerFunctionWrapHandler) -> dict[str, object]:
        return {key: value for key, value in dump(self).items() if value or key not in _LATER_KEYS}
