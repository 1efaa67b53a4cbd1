"""What is in the demo's centre? A bike shop's support, with people, queues, texts and a chat.

Everything is made through the same use cases that people use, in one transaction, once. What
the centre is made of lies in demo/centre.json.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

import msgspec

from onqueue.customers import service as customers
from onqueue.directory import queries as directory_queries
from onqueue.directory import service as directory
from onqueue.directory.rules.checks import USUAL_CAPACITY, USUAL_EXCLUSIVE, Channel
from onqueue.directory.rules.hours import local_date
from onqueue.identity.queries import is_set_up, people_found
from onqueue.identity.rules import Grant
from onqueue.identity.service.by import By
from onqueue.identity.service.founding import add_member, found_account
from onqueue.identity.service.people import Changes, change_person, give_roles
from onqueue.identity.service.teams import create_team
from onqueue.kernel.authz import SYSTEM
from onqueue.kernel.ids import new_token
from onqueue.kernel.rows import Paging

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from onqueue.boot import Program

PASSWORD: Final = "onqueue-demo"  # noqa: S105  # printed when the demo starts; nobody else's
DOMAIN: Final = "demo.onqueue.test"
AGENT: Final = f"agent@{DOMAIN}"
SUPERVISOR: Final = f"supervisor@{DOMAIN}"
ADMINISTRATOR: Final = f"admin@{DOMAIN}"

ROUND_THE_CLOCK: Final = [{"day": day, "from": "00:00", "to": "24:00"} for day in range(7)]
OFFICE: Final = [
    {"day": day, "from": start, "to": end}
    for day in range(5)
    for start, end in (("09:00", "12:30"), ("13:15", "18:00"))
]
HOLIDAY_YEARS: Final = 2
LANGUAGE_LEVEL: Final = 4
TOPIC_LEVEL: Final = 4
LANGUAGE_SKILLS: Final = {"en": "english", "de": "german", "es": "spanish"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Demo:
    """Who can sign in, who is simulated, and where customers chat."""

    agent: str
    supervisor: str
    administrator: str
    simulated: tuple[str, ...]
    widget: str


async def seed_demo(*, program: Program) -> Demo:
    """Make the demo's centre unless it is there, with the password that is printed."""
    known = await program.db.read(find_demo)
    if known is not None:
        return known
    password_hash = await program.passwords.hash(PASSWORD)
    return await program.db.write(make_demo, now=program.clock.now(), password_hash=password_hash)


async def seed_examples(*, program: Program) -> Demo:
    """Fill a real centre with the demo's people and settings.

    Nobody can sign in as these people: a password that everybody knows has no place there.
    """
    password_hash = await program.passwords.hash(new_token())
    return await program.db.write(make_demo, now=program.clock.now(), password_hash=password_hash)


def make_demo(session: Session, *, now: int, password_hash: str) -> Demo:
    """Make the demo's centre unless it is there."""
    known = find_demo(session)
    if known is not None:
        return known
    _Maker(session, plan=_plan(), now=now, password_hash=password_hash).make()
    made = find_demo(session)
    assert made is not None, "just made"
    return made


def find_demo(session: Session) -> Demo | None:
    """Return what was made before. Who has archived every widget gets no more customers."""
    if _find(session, email=AGENT) is None:
        return None
    plan = _plan()
    emails = [f"{person['email']}@{DOMAIN}" for person in plan["people"]]
    widgets = directory_queries.widgets(session)
    ours = [widget for widget in widgets if widget.name == plan["widget"]["name"]]
    return Demo(
        agent=AGENT,
        supervisor=SUPERVISOR,
        administrator=ADMINISTRATOR,
        simulated=tuple(email for email in emails if email != AGENT),
        widget=next((widget.id for widget in (*ours, *widgets)), ""),
    )


class _Maker:
    """Makes the centre, one kind of thing after the other; later ones point at earlier ones."""

    def __init__(
        self, session: Session, *, plan: dict[str, Any], now: int, password_hash: str
    ) -> None:
        self._session = session
        self._plan = plan
        self._by = By(actor=SYSTEM, now=now, network="")
        self._now = now
        self._password_hash = password_hash
        self._skills: dict[str, str] = {}
        self._queues: dict[str, str] = {}
        self._teams: dict[str, str] = {}

    def make(self) -> None:
        self._found()
        self._make_skills()
        self._make_queues()
        self._make_choices()
        self._make_widget()
        self._make_people()
        self._make_customers()

    def _found(self) -> None:
        """Found the centre, or fill the one that somebody has just founded."""
        plan = self._plan
        if not is_set_up(self._session):
            first = found_account(
                self._session,
                now=self._now,
                network="",
                name="Alex Admin",
                email=ADMINISTRATOR,
                language="en",
                password_hash=self._password_hash,
            )
            only = (Grant("administrator", "site", ""),)
            give_roles(self._session, account=first.id, grants=only)
        if not directory_queries.centre_exists(self._session):
            directory.found_centre(
                self._session,
                by=self._by,
                name=plan["name"],
                languages=plan["languages"],
                time_zone=plan["time_zone"],
            )

    def _make_skills(self) -> None:
        for key, name, description in self._plan["skills"]:
            made = directory.create_skill(
                self._session, by=self._by, name=name, description=description
            )
            self._skills[key] = made.id

    def _make_queues(self) -> None:
        """Make queues that are open whenever somebody tries the demo."""
        zone = self._plan["time_zone"]
        hours = directory.create_hours(
            self._session,
            by=self._by,
            name="Round the clock",
            time_zone=zone,
            weekly=ROUND_THE_CLOCK,
        )
        self._make_office_hours()
        for queue in self._plan["queues"]:
            made = directory.create_queue(
                self._session,
                by=self._by,
                name=queue["name"],
                description=queue["description"],
                priority=queue["priority"],
                threshold_s=queue["threshold_s"],
                hours_id=hours.id,
                skills=[self._need(skill) for skill in queue["skills"]],
            )
            self._queues[queue["key"]] = made.id

    def _make_office_hours(self) -> None:
        """Show what hours can be: a lunch break, and the holidays of this year and the next."""
        office = directory.create_hours(
            self._session,
            by=self._by,
            name="Office",
            time_zone=self._plan["time_zone"],
            weekly=OFFICE,
        )
        this_year = _year(self._now)
        for year in range(this_year, this_year + HOLIDAY_YEARS):
            office = directory.import_holidays(
                self._session,
                by=self._by,
                hours=office.id,
                version=office.version,
                country="DE",
                subdivision="BE",
                year=year,
                language="en",
            ).hours

    def _make_choices(self) -> None:
        directory.add_usual_choices(self._session, by=self._by)
        for group, name, queues in self._plan["codes"]:
            directory.create_wrap_up_code(
                self._session,
                by=self._by,
                group=group,
                name=name,
                queue_ids=[self._queues[queue] for queue in queues],
            )
        for shortcut, language, title, text in self._plan["replies"]:
            directory.create_canned_reply(
                self._session,
                by=self._by,
                shortcut=shortcut,
                language=language,
                title=title,
                text=text,
            )

    def _make_widget(self) -> None:
        widget = self._plan["widget"]
        empty: dict[str, Any] = {"options": [], "queue_by_option": {}, "skill_by_option": {}}
        form = [{**empty, **question} for question in widget["form"]]
        topics = widget["topics"]
        form[-1]["options"] = [{"value": key, "label": label} for key, label in topics.items()]
        form[-1]["queue_by_option"] = {key: self._queues[key] for key in topics}
        directory.create_chat_widget(
            self._session,
            by=self._by,
            name=widget["name"],
            queue_id=self._queues["general"],
            languages=widget["languages"],
            form=form,
            look=widget["look"],
            skill_by_language={
                language: {"skill": self._skills[skill], "level": LANGUAGE_LEVEL}
                for language, skill in LANGUAGE_SKILLS.items()
                if language in widget["languages"]
            },
            allowed_origins=["*"],
            calls_enabled=True,
        )

    def _make_people(self) -> None:
        for key, name in self._plan["teams"].items():
            self._teams[key] = create_team(self._session, by=self._by, name=name).id
        for person in self._plan["people"]:
            account = self._add(
                email=f"{person['email']}@{DOMAIN}",
                name=person["name"],
                grants=(Grant("agent", "site", ""),),
                teams=(self._teams[person["team"]],),
            )
            # Simulated people cannot talk: calls come to whoever tries the demo.
            calls: dict[Channel, int] = (
                {"voice": 1} if f"{person['email']}@{DOMAIN}" == AGENT else {}
            )
            self._say(
                account,
                skills=person["skills"],
                queues=person["queues"],
                capacity={**USUAL_CAPACITY, **calls},
            )
        lead = self._add(
            email=SUPERVISOR,
            name="Sam Supervisor",
            grants=(Grant("agent", "site", ""), Grant("supervisor", "site", "")),
            teams=tuple(self._teams.values()),
        )
        self._say(
            lead,
            skills=dict.fromkeys(self._skills, 5),
            queues=[],
            capacity={**USUAL_CAPACITY, "voice": 1},
        )

    def _add(
        self, *, email: str, name: str, grants: tuple[Grant, ...], teams: tuple[str, ...]
    ) -> str:
        made = add_member(
            self._session,
            now=self._now,
            name=name,
            email=email,
            language="en",
            grants=grants,
            password_hash=self._password_hash,
        )
        changes = Changes(teams=teams)
        change_person(self._session, by=self._by, person=made.id, version=1, changes=changes)
        return made.id

    def _say(
        self,
        account: str,
        *,
        skills: dict[str, int],
        queues: list[str],
        capacity: dict[Channel, int],
    ) -> None:
        directory.put_agent(
            self._session,
            by=self._by,
            account=account,
            version=0,
            skills=[{"skill": self._skills[key], "level": n} for key, n in skills.items()],
            queues=[self._queues[queue] for queue in queues],
            capacity=capacity,
            exclusive=USUAL_EXCLUSIVE,
        )

    def _make_customers(self) -> None:
        for name, email, phone, language, company, notes in self._plan["customers"]:
            customers.create_customer(
                self._session,
                by=self._by,
                name=name,
                email=email,
                phone=phone,
                language=language,
                company=company,
                notes=notes,
            )

    def _need(self, skill: str) -> dict[str, Any]:
        return {"skill": self._skills[skill], "level": TOPIC_LEVEL}


def _plan() -> dict[str, Any]:
    plan: dict[str, Any] = msgspec.json.decode(
        files("onqueue.cli.demo").joinpath("centre.json").read_bytes()
    )
    return plan


def _find(session: Session, *, email: str) -> str | None:
    found = people_found(session, q=email, status="", team="", role="", paging=Paging())
    return next((person.id for person in found.items if person.email == email), None)


def _year(now: int) -> int:
    return local_date(now, "UTC").year
