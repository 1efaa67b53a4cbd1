"""A feature's private modules are imported only from inside that feature."""

from typing import Any

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output
from typing_extensions import override


class OwnTables(Contract):
    """Import contract: `onqueue.cases.models` is for `onqueue.cases` and the `allowed` alone.

    `ground` names packages that are no features: what they have is for everybody. Tests may
    set up what they like.
    """

    root: Any = fields.StringField()
    private: Any = fields.SetField(subfield=fields.StringField())
    allowed: Any = fields.SetField(subfield=fields.StringField(), required=False)
    ground: Any = fields.SetField(subfield=fields.StringField(), required=False)

    @override
    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        breaches = []
        for module in sorted(graph.modules):
            home, _, tail = module.removeprefix(f"{self.root}.").partition(".")
            if tail.split(".")[0] not in self.private or home in (self.ground or ()):
                continue
            breaches += [
                f"{importer} -> {module}"
                for importer in sorted(graph.find_modules_that_directly_import(module))
                if not self._may_import(importer, home)
            ]
        return ContractCheck(kept=not breaches, metadata={"breaches": breaches})

    def _may_import(self, importer: str, home: str) -> bool:
        place = importer.removeprefix(f"{self.root}.").split(".")[0]
        return ".tests." in importer or place == home or place in (self.allowed or ())

    @override
    def render_broken_contract(self, check: ContractCheck) -> None:
        for breach in check.metadata["breaches"]:
            output.print_error(f"{breach}: reach this feature through its service or queries")
