"""What a caller may choose of a figure: its groups, colours and size, and what it is drawn on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.colors import is_color_like, to_hex, to_rgb
from matplotlib.figure import Figure, SubFigure

from rtxoutcomes.figures.style import DASHES, MARKERS, PALETTE, Dash
from rtxoutcomes.study import Study

Palette = Mapping[str, str] | Sequence[str]
Size = tuple[float, float]
Groups = Sequence[str]
Sheet = Figure | SubFigure
# Words in the colour of a curve are darker than the curve, to be read on white.
DARKER = 0.75
# Labels of more letters than this give way to the abbreviations, which the caption explains.
MOST_LETTERS = 24


@dataclass(frozen=True, slots=True, eq=False)
class Look:
    """The choices of a caller; by default all groups, in house colours, on a figure of its own.

    `size` is the width and height in millimetres. `palette` gives colours in the order of the
    study's groups, or by their codes.

    Raises
    ------
    ValueError
        A size is not positive, a colour is none, or more than one thing to draw on is given.
    """

    groups: Groups = ()
    palette: Palette = PALETTE
    size: Size | None = None
    figure: Sheet | None = None
    ax: Axes | None = None

    def __post_init__(self) -> None:
        colours = self.palette.values() if isinstance(self.palette, Mapping) else self.palette
        unknown = [colour for colour in colours if not is_color_like(colour)]
        if unknown or not colours:
            raise ValueError(f"palette: {f'{unknown[0]!r} is ' if unknown else ''}no colour")
        if self.size is not None and not all(side > 0 for side in self.size):
            raise ValueError(f"size must be a width and a height in millimetres, not {self.size}")
        given = [n for n in ("size", "figure", "ax") if getattr(self, n) is not None]
        if len(given) > 1:
            raise ValueError(f"give only one of {', '.join(given)}")

    def codes(self, study: Study) -> tuple[str, ...]:
        """The groups to draw; raises ValueError for one that the study does not have."""
        unknown = [code for code in self.groups if code not in study.codes]
        if unknown:
            known = ", ".join(study.codes)
            raise ValueError(f"groups: no group {unknown[0]!r}; the study has {known}")
        return tuple(self.groups) or study.codes

    def colour(self, study: Study, group: str) -> str:
        """The colour of a group: the same in every figure, whichever groups are drawn."""
        place = study.codes.index(group)
        if isinstance(self.palette, Mapping):
            return to_hex(self.palette.get(group, PALETTE[place % len(PALETTE)]))
        return to_hex(self.palette[place % len(self.palette)])

    def ink(self, study: Study, group: str) -> str:
        """The colour of a group for words."""
        return darker(self.colour(study, group))


def darker(colour: str) -> str:
    """A colour for words, which need more contrast than a line."""
    red, green, blue = to_rgb(colour)
    return to_hex((DARKER * red, DARKER * green, DARKER * blue))


def dash_of(study: Study, group: str) -> Dash:
    return DASHES[study.codes.index(group) % len(DASHES)]


def marker_of(study: Study, group: str) -> str:
    return MARKERS[study.codes.index(group) % len(MARKERS)]


def group_name(study: Study, group: str) -> str:
    """The label of a group; its abbreviation where the label of any group is long."""
    is_short = all(len(study.label(code)) <= MOST_LETTERS for code in study.codes)
    return study.label(group) if is_short else study.abbreviation(group)
