"""The forbidden contract, for packages that need not be there yet."""

from typing import Any

from grimp import ImportGraph
from importlinter import ContractCheck
from importlinter.contracts.forbidden import ForbiddenContract
from importlinter.domain.imports import ModuleExpression
from typing_extensions import override


class ForbiddenHere(ForbiddenContract):
    """Import contract: as `forbidden`, and our own modules that do not exist are left out."""

    source_modules: Any = ForbiddenContract.source_modules
    forbidden_modules: Any = ForbiddenContract.forbidden_modules

    @override
    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        def is_missing(module: ModuleExpression) -> bool:
            name = module.expression
            ours = name.split(".")[0] == self.session_options["root_packages"][0]
            return ours and not module.has_wildcard_expression() and name not in graph.modules

        self.source_modules = {m for m in self.source_modules if not is_missing(m)}
        self.forbidden_modules = {m for m in self.forbidden_modules if not is_missing(m)}
        return super().check(graph, verbose)
