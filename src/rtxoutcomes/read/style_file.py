"""A journal style, bundled or given by its path, as a checked Style."""

from pathlib import Path

from rtxoutcomes.errors import StyleError, UsageFault
from rtxoutcomes.read.blocks import parse_block
from rtxoutcomes.style import Style

BUNDLED = Path(__file__).parents[1] / "styles"
SUFFIX = ".toml"


def bundled_styles() -> tuple[str, ...]:
    """Names of the styles that come with the package."""
    return tuple(sorted(path.stem for path in BUNDLED.glob(f"*{SUFFIX}")))


def read_style(source: str | Path = "default") -> Style:
    """Read a journal style by its bundled name or from a TOML file.

    Raises
    ------
    StyleError
        Every fault of the file at once, each with the path of its key.
    UsageFault
        There is no such name or file.
    """
    name = str(source)
    path = BUNDLED / f"{name}{SUFFIX}" if name in bundled_styles() else Path(source)
    try:
        content = path.read_bytes()
    except IsADirectoryError:
        raise UsageFault(f"{name}: is a folder; a style is a .toml file") from None
    except (OSError, ValueError) as fault:
        known = ", ".join(bundled_styles())
        why = getattr(fault, "strerror", None) or "cannot be read"
        raise UsageFault(
            f"{name}: {why}; a style is a bundled name ({known}) or the path of a TOML file"
        ) from None
    return parse_style(content, path.name)


def parse_style(content: bytes, source: str) -> Style:
    """A style from the bytes of its file; raises StyleError with every fault."""
    return parse_block(content, source, Style, StyleError)
