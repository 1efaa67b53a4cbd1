"""The layers contract for every feature there is, so that none can be left off a list."""

from typing import Any

from grimp import ImportGraph
from importlinter import ContractCheck, fields
from importlinter.contracts.layers import LayersContract
from importlinter.domain.imports import ModuleExpression
from typing_extensions import override


class FeatureShape(LayersContract):
    """Import contract: each package under `root` that is no part of the ground has these layers."""

    root: Any = fields.StringField()
    ground: Any = fields.SetField(subfield=fields.StringField())

    @override
    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        packages = {
            module for module in graph.find_children(self.root) if _is_package(graph, module)
        }
        features = packages - {f"{self.root}.{name}" for name in self.ground}
        self.containers: Any = [ModuleExpression(name) for name in sorted(features)]
        if not features:
            return ContractCheck(kept=True)
        return super().check(graph, verbose)


def _is_package(graph: ImportGraph, module: str) -> bool:
    return bool(graph.find_children(module))
