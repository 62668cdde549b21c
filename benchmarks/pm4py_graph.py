"""Times pm4py's directly-follows graph and variants; runs in an environment of its own, since pm4py is AGPL.

Usage: python pm4py_graph.py LOG.parquet, with the columns case, touchpoint and time. Prints a JSON object of seconds.
"""

import json
import sys
import time
from collections.abc import Callable

import pandas as pd
from pm4py import discover_dfg, format_dataframe, get_variants


def took(run: Callable[[], object]) -> float:
    """Seconds of one call."""
    began = time.perf_counter()
    run()
    return time.perf_counter() - began


def main(place: str) -> None:
    """Read, format, count."""
    began = time.perf_counter()
    table = format_dataframe(pd.read_parquet(place), case_id="case", activity_key="touchpoint", timestamp_key="time")
    formatted = time.perf_counter() - began
    graph, variants = took(lambda: discover_dfg(table)), took(lambda: get_variants(table))
    sys.stdout.write(json.dumps({"formatted": formatted, "graph": graph, "variants": variants}) + "\n")


if __name__ == "__main__":
    main(sys.argv[1])
