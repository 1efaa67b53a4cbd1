"""Which public holidays are there, and how do they get into opening hours?"""

from __future__ import annotations

from datetime import date
from functools import cache

import holidays
from babel import Locale
from sqlalchemy.orm import Session

from onqueue.directory.access import access_to_change
from onqueue.directory.models import Hours
from onqueue.directory.queries.shows import show_hours
from onqueue.directory.rules.weekly import add_closed_days
from onqueue.directory.schemas import shown
from onqueue.directory.service.configure import change_hours
from onqueue.directory.service.records import check_version
from onqueue.identity.service.by import By
from onqueue.kernel.errors import Invalid


def import_holidays(
    session: Session,
    *,
    by: By,
    hours: str,
    version: int,
    country: str,
    subdivision: str | None,
    year: int,
    language: str | None,
) -> shown.HolidaysAdded:
    """Close the public holidays of a year. Dates that differ already stay as they are."""
    row = access_to_change(session, actor=by.actor, model=Hours, subject=hours, word="set of hours")
    check_version(row, version=version)
    closed = public_holidays(country=country, subdivision=subdivision, year=year, language=language)
    exceptions, added = add_closed_days(row.exceptions, closed)
    if not added:
        return shown.HolidaysAdded(hours=show_hours(row), added=0)
    changed = change_hours(session, by=by, hours=hours, version=version, exceptions=exceptions)
    return shown.HolidaysAdded(hours=changed, added=added)


def public_holidays(
    *, country: str, subdivision: str | None, year: int, language: str | None
) -> dict[date, str]:
    """Return the public holidays of a country or a part of it in a year, named in a language."""
    code = country.upper()
    if code not in _parts():
        raise Invalid(
            field="country", reason="the holidays of “{country}” are not known", country=country
        )
    known = _parts()[code]
    if subdivision and subdivision not in known:
        reason = "{country} has no parts here"
        if known:
            reason = "“{text}” is not a part of {country}; choose one of {known}"
        parts = ", ".join(known)
        raise Invalid(
            field="subdivision", reason=reason, text=subdivision, country=code, known=parts
        )
    spoken = _language_for(code, language)
    found = holidays.country_holidays(code, subdiv=subdivision or None, years=year, language=spoken)
    return dict(found.items())


@cache
def holiday_countries(*, language: str) -> tuple[shown.HolidayCountry, ...]:
    """Return the countries whose holidays are known, by their names in a language."""
    names = Locale.parse(language).territories
    found = [
        shown.HolidayCountry(code=code, name=names.get(code, code), subdivisions=tuple(parts))
        for code, parts in _parts().items()
    ]
    return tuple(sorted(found, key=lambda country: country.name))


@cache
def _parts() -> dict[str, list[str]]:
    return holidays.list_supported_countries(include_aliases=False)


def _language_for(country: str, language: str | None) -> str | None:
    """Return the language in which the holidays of a country are named; else its own.

    Without one the library would take that of the machine it runs on.
    """
    known = holidays.list_localized_countries(include_aliases=False).get(country, [])
    for name in known:
        if language and (name == language or name.partition("_")[0] == language):
            return name
    own: str | None = holidays.country_holidays(country).default_language
    return own
