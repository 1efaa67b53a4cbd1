"""Which page of an agent may register, and for how long."""

from __future__ import annotations

from onqueue.channels.voice.asterisk.link import Link
from onqueue.channels.voice.asterisk.phones import Phones
from onqueue.channels.voice.softphones import COMING_MS, GONE_MS_MAX, Softphones


class Clock:
    """A time that is set."""

    at = 0


def softphones() -> tuple[Softphones, Phones, Clock]:
    clock = Clock()
    link = Link(port=1, user="", secret="", hear=lambda _: None, change=lambda _: None)
    phones = Phones(link)
    return Softphones(phones=phones, now=lambda: clock.at), phones, clock


async def test_a_page_keeps_its_secret_over_a_new_socket_and_another_page_gets_its_own() -> None:
    pages, phones, _ = softphones()
    first = await pages.give("ann", attachment="page-one")
    pages.gone("ann")
    assert await pages.give("ann", attachment="page-one") is first
    assert first.is_here
    second = await pages.give("ann", attachment="page-two")
    assert second.password != first.password
    assert first.revoked.is_set()
    assert phones.names(kind="browser") == {"ann.page-two"}
    assert phones.names(kind="desk") == frozenset()


async def test_who_signs_out_has_no_telephone_at_once_and_who_is_gone_has_none_soon() -> None:
    pages, phones, clock = softphones()
    page = await pages.give("ann", attachment="page-one")
    await pages.take("ann")
    assert page.revoked.is_set()
    assert phones.names(kind="browser") == frozenset()
    await pages.give("ann", attachment="page-two")
    clock.at = 100
    pages.gone("ann")
    clock.at = 100 + GONE_MS_MAX - 1
    await pages.look()
    assert phones.names(kind="browser") == {"ann.page-two"}
    clock.at += 1
    await pages.look()
    assert phones.names(kind="browser") == frozenset()


async def test_a_page_is_waited_for_when_it_came_or_went_a_moment_ago() -> None:
    pages, _, clock = softphones()
    assert not pages.is_coming("ann")
    await pages.give("ann", attachment="page-one")
    clock.at = COMING_MS - 1
    assert pages.is_coming("ann")
    clock.at = COMING_MS
    assert not pages.is_coming("ann")
    pages.gone("ann")
    assert pages.is_coming("ann")
