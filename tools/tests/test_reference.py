import pytest

from onqueue.kernel.errors import OnqueueError
from tools.reference.errors import all_errors
from tools.reference.pages import FOLDER, PAGES


@pytest.mark.parametrize("name", PAGES)
def test_the_page_says_what_the_code_says(name: str) -> None:
    assert (FOLDER / name).read_text(encoding="utf-8") == PAGES[name](), (
        "run .venv/bin/python -m tools.reference"
    )


def test_a_code_means_one_thing() -> None:
    meant: dict[str, set[type[OnqueueError]]] = {}
    for kind in all_errors():
        meant.setdefault(kind.code, set()).add(kind)
    twice = {code: kinds for code, kinds in meant.items() if len({k.status for k in kinds}) > 1}
    assert twice == {}
