"""Asks pm4py what each walk costs under a plan; runs in an environment of its own, since pm4py is AGPL.

Usage: python pm4py_costs.py PLAN.json WALKS.json COSTS.json
PLAN.json is what ``PlannedJourney.to_json`` gives, WALKS.json a list of walks; COSTS.json is written, a cost a walk.
"""

import json
import sys
import time
from pathlib import Path
from typing import Any

from pm4py.algo.conformance.alignments.petri_net import algorithm, variants
from pm4py.objects.conversion.process_tree import converter
from pm4py.objects.log.obj import Event, Trace
from pm4py.objects.process_tree.obj import Operator, ProcessTree

UNIT = 10_000  # what pm4py charges for one visible move
OPERATORS = {"sequence": Operator.SEQUENCE, "any_order": Operator.PARALLEL, "choice": Operator.XOR}


def tree(part: dict[str, Any], parent: ProcessTree | None = None) -> ProcessTree:
    """The plan as a process tree."""
    if "touchpoint" in part:
        return ProcessTree(label=part["touchpoint"], parent=parent)
    ((kind, inner),) = part.items()
    if kind in OPERATORS:
        node = ProcessTree(operator=OPERATORS[kind], parent=parent)
        node.children = [tree(child, node) for child in inner]
    else:
        node = ProcessTree(operator=Operator.XOR if kind == "optional" else Operator.LOOP, parent=parent)
        node.children = [tree(inner, node), ProcessTree(parent=node)]
    return node


def main(plan: str, walks: str, costs: str) -> None:
    """Read, align, write."""
    net, start, end = converter.apply(tree(json.loads(Path(plan).read_text())["plan"]))
    found = []
    began = time.time()
    for walk in json.loads(Path(walks).read_text()):
        trace = Trace([Event({"concept:name": name}) for name in walk])
        result = algorithm.apply(trace, net, start, end, variant=variants.dijkstra_less_memory)
        found.append(result["cost"] // UNIT)
    Path(costs).write_text(json.dumps(found))
    sys.stdout.write(f"{len(found)} walks, {time.time() - began:.2f} s\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
