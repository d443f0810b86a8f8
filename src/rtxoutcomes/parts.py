"""One part of a TOML file as a frozen model that refuses unknown keys."""

from collections.abc import Mapping
from typing import Any, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    SerializerFunctionWrapHandler,
    ValidationError,
    model_serializer,
    model_validator,
)

# Optional keys that a file may lack without changing the dump of its study: manifests hold its
# hash, which must be the same before and after a key was introduced.
_LATER_KEYS = frozenset(
    (
        *("abbreviation", "reference_group", "activity_labels", "activity_plurals", "allocation"),
        *("variables", "grouping", "group_noun", "group_nouns"),
        *("times_are_months", "visits"),
    )
)


class Part(BaseModel):
    """A block of a TOML file. A misspelt key is a fault: an option must not be ignored."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)

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
            faults = (fault["msg"].removeprefix("Value error, ") for fault in wrong.errors())
            raise ValueError("; ".join(faults)) from None

    @model_serializer(mode="wrap")
    def _without_unused_later_keys(self, dump: SerializerFunctionWrapHandler) -> dict[str, object]:
        return {key: value for key, value in dump(self).items() if value or key not in _LATER_KEYS}
