from released import bundled
from rtxoutcomes.results.endpoints import KEYS
from rtxoutcomes.tables.by_endpoint import BY_ENDPOINT


def test_every_endpoint_of_the_registry_has_its_tables_in_its_order() -> None:
    assert tuple(BY_ENDPOINT) == KEYS


def test_no_table_reports_two_endpoints() -> None:
    makers = [m for tables in BY_ENDPOINT.values() for m in (*tables.main, *tables.supplement)]

    assert len(set(makers)) == len(makers)


def test_each_table_shows_rows_of_its_endpoint() -> None:
    analyses = bundled().estimates["analysis"].tolist()

    for key, tables in BY_ENDPOINT.items():
        for make in (*tables.main, *tables.supplement):
            places = {p for line in make(bundled()).sources for cell in line for p in cell}
            # Counts of values, not rows of the results, fill the table of single values.
            assert not places or key in {analyses[place] for place in places}
