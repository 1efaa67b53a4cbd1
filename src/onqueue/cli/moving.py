"""How is a whole centre backed up, restored, and moved between SQLite and PostgreSQL?

All three read one state of the source, also while a server writes, and write the target in one
transaction: it is all there and the same, or the target is as empty as it was, and the command can
be given again. A backup is one file: the rows of each table, the uploaded files, and a manifest
with a hash of each. It can be restored into either database, also by a later version.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import zipfile
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final

import msgspec

from onqueue import __version__
from onqueue.kernel import carrying
from onqueue.kernel.carrying import Sum, Summing, rows_of, tables_of
from onqueue.kernel.clock import SystemClock
from onqueue.kernel.db import engine_for, lock_database
from onqueue.kernel.durable import keep_names, make_folder
from onqueue.kernel.errors import NotFound, Refused
from onqueue.migrations.migrate import revision_of, upgrade
from onqueue.recording.service.sealing import print_of, read_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sqlalchemy.engine import Connection

    from onqueue.kernel.carrying import Row, Table

FORMAT: Final = 1
MANIFEST: Final = "manifest.json"
KEY: Final = "keys/recordings"
PIECE: Final = 1024 * 1024

_encoder: Final = msgspec.json.Encoder()


class SourceMissing(NotFound):
    """There is nothing at {path}."""

    code = "carrying.source_missing"


class FileThere(Refused):
    """{path} is there already; nothing was written over it."""

    code = "carrying.file_there"


class BackupBroken(Refused):
    """{path} cannot be restored: {reason}."""

    code = "carrying.backup_broken"


class OtherKey(Refused):
    """At {path} is another key than that of the recordings; nothing was done. Move it away."""

    code = "carrying.other_key"


class File(msgspec.Struct, frozen=True):
    """An uploaded file within a backup."""

    path: str
    size: int
    sha256: str


class Manifest(msgspec.Struct, frozen=True):
    """What a backup holds."""

    format: int
    version: str
    made_at: int
    revision: str
    tables: dict[str, Sum]
    files: list[File]
    key_print: str = ""
    """By what the key of its recordings is known; empty where there was none."""
    holds_key: bool = False

    @property
    def said(self) -> str:
        """How much it holds, in words."""
        rows = sum(one.rows for one in self.tables.values())
        return f"{rows} rows of {len(self.tables)} tables, {len(self.files)} files."


def back_up(
    *, database: str, files: Path, to: Path, key: Path | None = None, with_key: bool = False
) -> Manifest:
    """Write everything into one file, which appears when it is whole.

    Whoever has recordings and their key can hear them, so the key goes along only when told to.
    """
    if to.exists():
        raise FileThere(path=str(to))
    partial = to.with_name(f".{to.name}.{os.getpid()}.part")
    opened = os.open(partial, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(opened, "w+b") as out:
            with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
                manifest = _write(
                    archive, database=database, files=files, key=key, with_key=with_key
                )
            out.flush()
            os.fsync(out.fileno())
        partial.rename(to)
        keep_names(to.absolute().parent)
    finally:
        partial.unlink(missing_ok=True)
    return manifest


def restore(*, backup: Path, database: str, files: Path, key: Path | None = None) -> Manifest:
    """Put what a backup holds into an empty database and an empty folder of files."""
    if not backup.is_file():
        raise SourceMissing(path=str(backup))
    with _opened(backup) as archive:
        manifest = _manifest(archive, backup)
        if key is not None:
            _refuse_other_key(manifest, key)
        _refuse_files(files)
        made = _Files(files)
        try:
            for file in manifest.files:
                made.take(archive, file, backup=backup)
            if key is not None and manifest.holds_key:
                _put_key(archive.read(KEY), key)
            _receive(database, manifest.revision, _Archived(archive, manifest).tables)
        except BaseException:
            made.undo()
            raise
    return manifest


def copy(
    *,
    source: str,
    target: str,
    files: tuple[Path, Path] | None,
    keys: tuple[Path, Path] | None = None,
) -> dict[str, Sum]:
    """Carry a whole centre from one database into another, empty one, and its files along."""
    with _reading(source) as reading:
        if files is not None:
            _refuse_files(files[1])
        if keys is not None and keys[0].exists() and keys[1].exists():
            _refuse_unless_same(print_of(read_key(keys[0])), keys[1])

        def incoming(_: Connection) -> Iterator[tuple[Table, Iterable[Row]]]:
            for table in tables_of(reading):
                yield table, rows_of(reading, table)

        sums = _receive(target, revision_of(reading), incoming)
    if files is not None and files[0].is_dir():
        shutil.copytree(files[0], files[1], dirs_exist_ok=True)
    if keys is not None and keys[0].exists():
        _put_key(read_key(keys[0]), keys[1])
    return sums


# --- The databases ----------------------------------------------------------------------------


@contextmanager
def _reading(url: str) -> Iterator[Connection]:
    """Open a database, and one state of it that stays while others write."""
    engine = engine_for(url, read_only=True)
    place = str(engine.url.database)
    if engine.dialect.name == "sqlite" and not Path(place).is_file():
        raise SourceMissing(path=place)
    with engine.connect() as connection, connection.begin():
        if revision_of(connection) == "":
            raise SourceMissing(path=place)
        yield connection


def _receive(url: str, revision: str, incoming: Any) -> dict[str, Sum]:
    """Fill an empty database in one transaction, read it again, and bring it up to date."""
    with engine_for(url).connect() as connection, connection.begin():
        carrying.refuse_unless_empty(connection)
    upgrade(url, revision=revision)
    with ExitStack() as held:
        held.enter_context(lock_database(url))
        connection = held.enter_context(engine_for(url).connect())
        held.enter_context(connection.begin())
        connection.exec_driver_sql(_UNLIMITED[connection.dialect.name])
        carrying.refuse_unless_empty(connection)
        sums = carrying.take_in(connection, incoming=incoming(connection))
        carrying.refuse_difference(sums, carrying.sums_of(connection))
    upgrade(url)
    return sums


_UNLIMITED: Final = {
    "sqlite": "PRAGMA defer_foreign_keys=ON",
    "postgresql": "SET LOCAL statement_timeout = 0",
}


# --- The file ---------------------------------------------------------------------------------


def _write(
    archive: zipfile.ZipFile, *, database: str, files: Path, key: Path | None, with_key: bool
) -> Manifest:
    """Write the tables as they are now, then the files: what a message names is there by then."""
    sums: dict[str, Sum] = {}
    with _reading(database) as reading:
        revision = revision_of(reading)
        for table in tables_of(reading):
            summing = Summing(table.name)
            with archive.open(_entry(table.name), "w", force_zip64=True) as out:
                for row in summing.passing(rows_of(reading, table)):
                    out.write(_encoder.encode(row))
                    out.write(b"\n")
            sums[table.name] = summing.sum
    kept = [_keep(archive, path, root=files) for path in _files_below(files)]
    secret = read_key(key) if key is not None and key.exists() else b""
    if secret and with_key:
        archive.writestr(KEY, secret)
    manifest = Manifest(
        format=FORMAT,
        version=__version__,
        made_at=SystemClock().now(),
        revision=revision,
        tables=sums,
        files=[file for file in kept if file is not None],
        key_print=print_of(secret) if secret else "",
        holds_key=bool(secret) and with_key,
    )
    archive.writestr(MANIFEST, msgspec.json.format(_encoder.encode(manifest)))
    return manifest


def _entry(table: str) -> str:
    return f"tables/{table}.jsonl"


def _files_below(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def _keep(archive: zipfile.ZipFile, path: Path, *, root: Path) -> File | None:
    """Put a file into the archive; None when it was removed in the meantime."""
    name = path.relative_to(root).as_posix()
    try:
        source = path.open("rb")
    except FileNotFoundError:
        return None
    with source, archive.open(f"files/{name}", "w", force_zip64=True) as out:
        size, digest = _pour(source, out)
    return File(path=name, size=size, sha256=digest)


def _pour(source: IO[bytes], out: IO[bytes]) -> tuple[int, str]:
    """Copy a file; return its size and its hash."""
    digest, size = hashlib.sha256(), 0
    while piece := source.read(PIECE):
        digest.update(piece)
        size += len(piece)
        out.write(piece)
    return size, digest.hexdigest()


@contextmanager
def _opened(backup: Path) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(backup) as archive:
            yield archive
    except zipfile.BadZipFile as error:
        raise BackupBroken(path=str(backup), reason=f"it is damaged ({error})") from None


def _manifest(archive: zipfile.ZipFile, backup: Path) -> Manifest:
    try:
        manifest = msgspec.json.decode(archive.read(MANIFEST), type=Manifest)
    except (KeyError, msgspec.DecodeError):
        raise BackupBroken(path=str(backup), reason="it is no backup of Onqueue") from None
    if manifest.format != FORMAT:
        reason = f"its format {manifest.format} is of a later version"
        raise BackupBroken(path=str(backup), reason=reason)
    return manifest


class _Archived:
    """The tables of a backup, checked against its manifest while they are read."""

    def __init__(self, archive: zipfile.ZipFile, manifest: Manifest) -> None:
        self._archive = archive
        self._manifest = manifest

    def tables(self, connection: Connection) -> Iterator[tuple[Table, Iterable[Row]]]:
        """Give the rows for the tables of a database that has the backup's schema."""
        for table in tables_of(connection):
            yield table, self._rows(table)

    def _rows(self, table: Table) -> Iterator[Row]:
        binary = [n for n, column in enumerate(table.columns) if column.kind == "bytes"]
        summing = Summing(table.name)
        with self._archive.open(_entry(table.name)) as lines:
            yield from summing.passing(_row(line, binary) for line in lines)
        carrying.refuse_difference(
            {table.name: self._manifest.tables[table.name]}, {table.name: summing.sum}
        )


def _row(line: bytes, binary: list[int]) -> Row:
    values = msgspec.json.decode(line)
    for n in binary:
        values[n] = None if values[n] is None else msgspec.convert(values[n], bytes)
    return tuple(values)


class _Files:
    """The folder that files are restored into."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._was_there = root.is_dir()

    def take(self, archive: zipfile.ZipFile, file: File, *, backup: Path) -> None:
        """Write one file where it was, if it is what the manifest says."""
        path = self._root / file.path
        if not path.resolve().is_relative_to(self._root.resolve()):
            raise BackupBroken(path=str(backup), reason=f"{file.path} leads out of the folder")
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with archive.open(f"files/{file.path}") as source, path.open("xb") as out:
            found = _pour(source, out)
            os.fchmod(out.fileno(), 0o600)
            os.fsync(out.fileno())
        if found != (file.size, file.sha256):
            raise BackupBroken(path=str(backup), reason=f"the file {file.path} is damaged")

    def undo(self) -> None:
        """Leave the folder as it was: empty, or not there."""
        shutil.rmtree(self._root, ignore_errors=True)
        if self._was_there:
            self._root.mkdir(parents=True, exist_ok=True)


def _refuse_other_key(manifest: Manifest, key: Path) -> None:
    if manifest.key_print and key.exists():
        _refuse_unless_same(manifest.key_print, key)


def _refuse_unless_same(known_by: str, key: Path) -> None:
    if print_of(read_key(key)) != known_by:
        raise OtherKey(path=str(key))


def _put_key(secret: bytes, key: Path) -> None:
    """Put a key where nobody else reads it; the same one may be there already."""
    if key.exists():
        return
    make_folder(key.parent)
    with os.fdopen(os.open(key, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        out.write(secret)
        out.flush()
        os.fsync(out.fileno())
    keep_names(key.parent)


def _refuse_files(folder: Path) -> None:
    if folder.is_dir() and any(folder.iterdir()):
        raise FileThere(path=str(folder))
