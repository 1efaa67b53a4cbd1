from tools.locks import without_addresses


def test_addresses_go_and_hashes_stay() -> None:
    lock = {
        "lockfileVersion": 3,
        "packages": {
            "": {"name": "a"},
            "desk": {"version": "1"},
            "node_modules/desk": {"resolved": "desk", "link": True},
            "node_modules/b": {
                "version": "2",
                "resolved": "https://registry.example/b.tgz",
                "integrity": "sha512-x",
                "funding": {"url": "https://give.example"},
            },
        },
    }
    assert without_addresses(lock) == {
        "lockfileVersion": 3,
        "packages": {
            "": {"name": "a"},
            "desk": {"version": "1"},
            "node_modules/desk": {"resolved": "desk", "link": True},
            "node_modules/b": {"version": "2", "integrity": "sha512-x"},
        },
    }
