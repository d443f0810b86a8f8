"""Orders of magnitude of errors that do not change from machine to machine.

The last digits of an error depend on the processor and on the build of the linear algebra. So the
page on validation gives a bound, a power of ten with a margin, and keeps the bound that it gave
before as long as the error is below it.
"""

ERRORS = (1e-12, 1e-9, 1e-6, 1e-3, 1.0)
# Of the error over the error allowed; 1 is the limit itself.
RATIOS = (1e-6, 1e-3, 0.1, 1.0)
# A bound is chosen so far above the error that another machine stays below it.
MARGIN = 10
# A bound is replaced once the error is so much smaller that it says too little.
SLACK = 1000


def bound(error: float, grid: tuple[float, ...], before: str = "") -> str:
    """The smallest number of the grid that is `MARGIN` times the error, as text.

    Where the margin leads beyond the grid, its last number, or what lies above it if the error
    does. `before` is the text of the page as it stands, kept where it holds and says enough.
    """
    new = next((b for b in grid if error * MARGIN <= b), grid[-1])
    if error > new:
        return f"above {new:g}"
    if before in {f"{b:g}" for b in grid} and error <= float(before) <= SLACK * new:
        return before
    return f"{new:g}"


def bounds_before(page: str, column: str) -> dict[tuple[str, str], str]:
    """The bounds that a page gives now, by the first column of its tables and the row's text there.

    Only tables that have a column of this name.
    """
    found: dict[tuple[str, str], str] = {}
    head: list[str] = []
    for line in page.splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split(" | ")]
        if not line.startswith("|"):
            head = []
        elif not head:
            head = cells
        elif column in head and len(cells) == len(head):
            found[head[0], cells[0]] = cells[head.index(column)]
    return found
