"""The source tree as the architecture tests see it."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).parents[2]
SERVICES = ("intake", "dispatch", "billing", "notify")


@dataclass(frozen=True)
class Source:
    """One Python file: `path` is below the repository."""

    path: Path
    text: str

    @cached_property
    def syntax(self) -> ast.Module:
        return ast.parse(self.text)

    @property
    def package(self) -> tuple[str, ...]:
        return self.path.with_suffix("").parts[:-1]

    @property
    def is_test(self) -> bool:
        return "tests" in self.path.parts or self.path.name == "conftest.py"

    def imports(self) -> Iterator[str]:
        """Every module this file imports, relative ones spelled out, also those asked for by name."""
        for node in ast.walk(self.syntax):
            if isinstance(node, ast.Import):
                yield from (alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                base = self.package[: len(self.package) - node.level + 1] if node.level else ()
                module = ".".join([*base, *([node.module] if node.module else [])])
                yield module
                yield from (f"{module}.{alias.name}" for alias in node.names)
            elif isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) in (
                "import_module",
                "__import__",
            ):
                yield from (a.value for a in node.args if isinstance(a, ast.Constant) and isinstance(a.value, str))

    def functions(self) -> Iterator[ast.FunctionDef]:
        return (n for n in ast.walk(self.syntax) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef))


def sources(*folders: str) -> list[Source]:
    found = []
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*.py")):
            found.append(Source(path.relative_to(ROOT), path.read_text(encoding="utf-8")))
    return found


def planted(path: str, text: str) -> Source:
    """A file that is not there, to see a check turn red."""
    return Source(Path(path), text)
