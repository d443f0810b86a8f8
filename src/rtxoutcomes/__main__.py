"""Start the program: `rtxoutcomes`, or `python -m rtxoutcomes`."""

import sys
from typing import NoReturn

from rtxoutcomes.cli.interpreter import configure, leave
from rtxoutcomes.cli.program import run


def main() -> NoReturn:
    """Run the command line on the words of the call, and end the process with its exit code."""
    configure()
    leave(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
