"""What commands need of rooms that load tables: imported when it is first used.

`rtxoutcomes --help` and the commands that read no table must not pay for pandas and pydantic. The
stub of this module has the types.
"""

import lazy_loader as lazy

__getattr__, __dir__, __all__ = lazy.attach(
    "rtxoutcomes",
    submod_attrs={
        "publish.deidentified": ["looked_up"],
        "publish.drafted": ["MAP", "draft_texts", "empty_study", "write_draft"],
        "publish.raw_look": ["raw_tables"],
        "read.style_file": ["style_text"],
    },
)
