"""Exit codes of the command line."""

from rtxoutcomes.errors import (
    DisclosureError,
    EnvironmentFault,
    OutputsDiffer,
    RtxError,
    TableError,
    UsageFault,
)

UNFORESEEN = RtxError.exit_code
ENVIRONMENT = EnvironmentFault.exit_code
MEANINGS = {
    0: "done",
    UNFORESEEN: "unforeseen",
    UsageFault.exit_code: "usage",
    DisclosureError.exit_code: "withheld by the disclosure policy",
    TableError.exit_code: "data or study file refused",
    OutputsDiffer.exit_code: "outputs or claims differ",
    ENVIRONMENT: "environment",
}
EXIT_CODES_HELP = f"Exit codes: {', '.join(f'{code} {what}' for code, what in MEANINGS.items())}."
