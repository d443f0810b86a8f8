"""A journal style, bundled or given by its path, as a checked Style."""

from pathlib import Path

from rtxoutcomes.errors import StyleError, UsageFault
from rtxoutcomes.read.blocks import named_content, parse_block
from rtxoutcomes.style import Style

BUNDLED = Path(__file__).parents[1] / "styles"


def bundled_styles() -> tuple[str, ...]:
    """Names of the styles that come with the package."""
    return tuple(sorted(path.stem for path in BUNDLED.glob("*.toml")))


def read_style(source: str | Path = "default") -> Style:
    """Read a journal style by its bundled name or from a TOML file.

    Raises
    ------
    StyleError, UsageFault
        The file is invalid (every fault at once, by key), or there is no such name or file.
    """
    bundled = {name: BUNDLED / f"{name}.toml" for name in bundled_styles()}
    return parse_style(*named_content(source, bundled, "style"))


def style_text(name: str) -> str:
    """The file of a bundled style, to start one's own from.

    Raises
    ------
    UsageFault
        There is no bundled style of that name.
    """
    if name not in bundled_styles():
        raise UsageFault(f"{name!r} is no bundled style; there are {', '.join(bundled_styles())}")
    return (BUNDLED / f"{name}.toml").read_text(encoding="utf-8")


def parse_style(content: bytes, source: str) -> Style:
    """A style from the bytes of its file; raises StyleError with every fault."""
    return parse_block(content, source, Style, StyleError)
