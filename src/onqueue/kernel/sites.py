"""Which contact centres does this installation serve, and where is each?

An installation that serves more than one centre says so in `sites.toml` in its data folder:

    [acme]
    hosts = ["acme.example.com"]

    [acme.settings]
    mail_from = "Acme <help@acme.example.com>"

Each is a site with a database, a folder and settings of its own: on SQLite a file, on PostgreSQL
a schema. So no query can reach from one into another, whatever it says.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Annotated, Any, Final

import msgspec
from pydantic import ValidationError
from sqlalchemy import make_url

from onqueue.kernel.errors import Invalid
from onqueue.kernel.settings import Settings

FILE: Final = "sites.toml"
SITES_MAX: Final = 100
"""More centres than this do not fit into one process."""
OWN_SETTINGS: Final = frozenset(
    {
        "database_url", "public_url", "smtp_url", "mail_from", "upload_max_bytes",
        "virus_command", "session_idle_s", "session_age_s_max",
    }
)  # fmt: skip
"""What a site may have otherwise than the installation."""

Host = Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$")]


class Site(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One contact centre of an installation: the names it is reached by, and its own settings."""

    hosts: Annotated[tuple[Host, ...], msgspec.Meta(min_length=1, max_length=20)]
    settings: dict[str, Any] = {}


class SitesInvalid(Invalid):
    """Sites cannot be served so: check {field}: {reason}."""

    code = "sites.invalid"


def read_sites(data_dir: Path) -> dict[str, Site]:
    """Return the sites by name, in the order of the file; none when there is no file."""
    path = data_dir / FILE
    try:
        written = path.read_bytes()
    except FileNotFoundError:
        return {}
    try:
        sites = msgspec.convert(tomllib.loads(written.decode()), dict[str, Site])
    except (msgspec.ValidationError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SitesInvalid(field=FILE, reason="{said}", said=str(error)) from None
    _check(sites)
    return sites


def settings_of(base: Settings, name: str, site: Site) -> Settings:
    """Return the settings of one site: the installation's, with a place of its own."""
    given = base.model_dump()
    given |= {"site": name, "data_dir": base.data_dir / "sites" / name, "mail_dir": None}
    given["public_url"] = _address(base, site.hosts[0])
    if base.mail_dir is not None:
        given["mail_dir"] = base.mail_dir / name
    if base.database_url:
        given["database_url"] = in_schema(base.database_url, f"site_{name.replace('-', '_')}")
    try:
        return Settings(**{**given, **site.settings})
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(("settings", *map(str, first["loc"])))
        raise SitesInvalid(
            field=f"{FILE}: {name}.{field}", reason="{said}", said=first["msg"]
        ) from None


def settings_by_site(base: Settings) -> list[Settings]:
    """Return the settings of every site that is served: of the one, where no file says more."""
    sites = read_sites(base.data_dir)
    if not sites:
        return [base]
    every = [settings_of(base, name, site) for name, site in sites.items()]
    owner: dict[str, str] = {}
    for one in every:
        other = owner.setdefault(one.database, one.site)
        if other != one.site:
            reason = f"{other} and {one.site} would share a database"
            raise SitesInvalid(field=FILE, reason=reason)
    return every


def chosen(base: Settings, name: str | None) -> Settings:
    """Return the settings of the site with this name; none is needed where there is only one."""
    sites = read_sites(base.data_dir)
    if name is None and not sites:
        return base
    if name is None:
        raise SitesInvalid(field="site", reason=f"say which: {', '.join(sites)}")
    if name not in sites:
        known = f"sites: {', '.join(sites)}" if sites else f"{base.data_dir} has no {FILE}"
        raise SitesInvalid(field="site", reason=f"there is no site {name}; {known}")
    return settings_of(base, name, sites[name])


def add_site(data_dir: Path, *, name: str, hosts: list[str]) -> None:
    """Write one more site into the file, or refuse and leave the file as it was."""
    sites = read_sites(data_dir)
    if name in sites:
        raise SitesInvalid(field="name", reason=f"there is a site {name} already")
    try:
        new = msgspec.convert({"hosts": hosts}, Site)
    except msgspec.ValidationError as error:
        raise SitesInvalid(field="host", reason="{said}", said=str(error)) from None
    _check({**sites, name: new})
    data_dir.mkdir(parents=True, exist_ok=True)
    quoted = ", ".join(f'"{host}"' for host in hosts)
    with (data_dir / FILE).open("a", encoding="utf-8") as file:
        file.write(f"[{name}]\nhosts = [{quoted}]\n\n")


def in_schema(url: str, schema: str) -> str:
    """Return the address of a schema of a PostgreSQL database; other databases have none."""
    parsed = make_url(url)
    if not parsed.get_backend_name().startswith("postgres"):
        raise SitesInvalid(
            field="database_url",
            reason="sites can share PostgreSQL alone; leave it empty, and each gets a file",
        )
    placed = parsed.update_query_dict({"options": f"-csearch_path={schema}"})
    return placed.render_as_string(hide_password=False)


def _address(base: Settings, host: str) -> str:
    """Return the address that people open: the installation's, with the name of the site."""
    scheme, _, rest = base.address.partition("://")
    port = re.search(r":\d+$", rest)
    return f"{scheme}://{host}{port.group() if port else ''}"


def _check(sites: dict[str, Site]) -> None:
    if len(sites) > SITES_MAX:
        raise SitesInvalid(field=FILE, reason=f"at most {SITES_MAX} sites fit into one process")
    owner: dict[str, str] = {}
    for name, site in sites.items():
        if not re.fullmatch(r"[a-z0-9-]{1,32}", name):
            reason = f"“{name}” is no name for a site; use up to 32 small letters, digits and -"
            raise SitesInvalid(field=FILE, reason=reason)
        odd = sorted(site.settings.keys() - OWN_SETTINGS)
        if odd:
            reason = f"a site has no setting {odd[0]} of its own"
            raise SitesInvalid(field=f"{FILE}: {name}.settings", reason=reason)
        for host in site.hosts:
            other = owner.setdefault(host, name)
            if other != name:
                reason = f"{host} leads to {other} and to {name}"
                raise SitesInvalid(field=FILE, reason=reason)
