"""The docs site: `python3 noxfile.py -s docs` builds it into docs/_build/html."""

import re
from importlib.metadata import version as installed_version

from pygments.lexers.special import TextLexer
from sphinx.application import Sphinx
from sphinx.highlighting import lexers

project = "rtxoutcomes"
author = "The rtxoutcomes developers"
version = release = installed_version("rtxoutcomes")
# Tables as text need no colour, and Pygments knows no such language.
lexers["csv"] = TextLexer()
extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon", "sphinx.ext.viewcode"]
exclude_patterns = ["_build", "README.md"]
html_theme = "furo"
html_title = f"rtxoutcomes {release}"
html_show_sourcelink = False
html_last_updated_fmt = None
myst_heading_anchors = 3
# Pages point at files of the repository beside the docs, which the site does not hold.
# A page that no contents name yet is found by its links and by search.
suppress_warnings = ["myst.xref_missing", "myst.header", "toc.not_included"]
autodoc_member_order = "bysource"
autodoc_typehints = "signature"
autodoc_preserve_defaults = True
napoleon_google_docstring = False
napoleon_numpy_docstring = True
napoleon_use_rtype = False
napoleon_custom_sections = ["Equivalent to"]
nitpicky = False
# Types of arrays as signatures spell them out, and their names in the source.
ARRAYS = {
    r"_Buffer \| .*?_NestedSequence\[complex \| bytes \| str\]": "ArrayLike",
    r"ndarray\[tuple\[Any, \.\.\.\], dtype\[float64\]\]": "Floats",
    r"ndarray\[tuple\[Any, \.\.\.\], dtype\[int64\]\]": "Ints",
    r"ndarray\[tuple\[Any, \.\.\.\], dtype\[bool\]\]": "Bools",
}


def named_arrays(text: str | None) -> str | None:
    for pattern, name in ARRAYS.items():
        text = text and re.sub(pattern, name, text)
    return text


def with_named_arrays(*arguments: str | None) -> tuple[str | None, str | None]:
    """Signature and return type of an object, the last two arguments, with names of array types."""
    signature, returned = arguments[-2:]
    return named_arrays(signature), named_arrays(returned)


def setup(app: Sphinx) -> None:
    app.connect("autodoc-process-signature", with_named_arrays)
