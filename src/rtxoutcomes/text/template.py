"""A sentence template: its words, and the condition on study and results under which it is true."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from rtxoutcomes.text.draft import Draft

# Of the draft, and of what the sentence is about: a row, rows of several groups, a score.
Condition = Callable[..., bool]
Writer = Callable[..., str]


@dataclass(frozen=True, slots=True)
class Template:
    """A sentence that is written only where it is true.

    `when` is the condition, in words its docstring; `text` is the sentence, or a function that
    writes it. Both functions take what the template is called with; `text` may rely on `when`.
    """

    key: str
    when: Condition
    text: str | Writer

    def __call__(self, known: Draft, *about: object) -> Iterator[str]:
        if self.when(known, *about):
            yield self.text if isinstance(self.text, str) else self.text(known, *about)

    @property
    def condition(self) -> str:
        """The condition in words."""
        return self.when.__doc__ or ""


def true_when(condition: Condition) -> Callable[[Writer], Template]:
    """Make a template of a function that writes its sentence; it is named after the function."""

    def template(write: Writer) -> Template:
        return Template(write.__name__, condition, write)

    return template


def always(because: str) -> Condition:
    """The condition of a sentence that is true of every study, and why."""

    def condition(*_: object) -> bool:
        return True

    condition.__doc__ = because
    return condition


def sentences(templates: Sequence[Template], known: Draft) -> Iterator[str]:
    """The sentences of a section that are true of this study, in their order."""
    for template in templates:
        yield from template(known)
