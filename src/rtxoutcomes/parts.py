"""One part of a TOML file as a frozen model that refuses unknown keys."""

from typing import Self

from pydantic import (
    BaseModel,
    ConfigDict,
    SerializerFunctionWrapHandler,
    model_serializer,
    model_validator,
)

# Optional keys that a file may lack without changing the dump of its study: manifests hold its
# hash, which must be the same before and after a key was introduced.
_LATER_KEYS = frozenset(
    ("abbreviation", "reference_group", "activity_labels", "activity_plurals", "allocation")
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

    @model_serializer(mode="wrap")
    def _without_unused_later_keys(self, dump: SerializerFunctionWrapHandler) -> dict[str, object]:
        return {key: value for key, value in dump(self).items() if value or key not in _LATER_KEYS}
