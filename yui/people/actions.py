"""Writes about people, and the two records that every other noun writes to."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.hashers import Argon2PasswordHasher
from django.db import IntegrityError, transaction

from yui.people import chain, queries
from yui.people.models import Journal, Membership, Organisation, Person, Pledge, Seal, Sight
from yui.people.rules import OrganisationKind, Refusal, Role, why_not_give_role

SEAL_AT_MOST = 5_000


class Refused(Exception):
    """The rules say no; `reason` says why."""

    def __init__(self, reason: Refusal) -> None:
        super().__init__(reason.value)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Entry:
    """What is written down about a person."""

    username: str
    name: str
    kana: str = ""
    name_en: str = ""
    email: str = ""
    in_region: bool = True
    is_fictional: bool = False


def journal(
    *, act: str, subject: str, by: Person | None, at: datetime, **detail: chain.JSONable
) -> None:
    """Write one line: who did what to what. Call it inside the transaction of the act itself."""
    Journal.objects.create(
        at=at,
        by=by.pk if by else None,
        by_name=by.name if by else "",
        act=act,
        subject=subject,
        detail=detail,
    )


def saw(*, by: Person, at: datetime, subject: str, what: str, why: str) -> None:
    """Write down that `by` saw personal data of `subject`."""
    Sight.objects.create(at=at, person=by, subject=subject, what=what, why=why)


@transaction.atomic
def give_pledge(*, subject: str, text: str, by: Person, at: datetime) -> Pledge:
    """Keep the promise of `by` for `subject`; giving it again changes nothing."""
    pledge, new = Pledge.objects.get_or_create(
        person=by, subject=subject, defaults={"text": text, "given_at": at}
    )
    if new:
        journal(act="pledge.give", subject=subject, by=by, at=at, pledge=pledge.pk)
    return pledge


def seal(*, at: datetime, older_than: timedelta) -> Seal | None:
    """Seal the journal lines that no seal covers yet, or return None if there is nothing to seal.

    Lines younger than `older_than`, and all after them, wait for the next seal: a line with a
    smaller id may still be on its way in another transaction. At most `SEAL_AT_MOST` lines go into
    one seal, so call again until None.
    """
    before = queries.last_link()
    lines = queries.lines_to_seal(before, until=at - older_than, at_most=SEAL_AT_MOST)
    if not lines:
        return None
    link = chain.seal_lines(before, lines, at)
    try:
        with transaction.atomic():
            return Seal.objects.create(
                sealed_at=link.sealed_at,
                first_line=link.first_line,
                last_line=link.last_line,
                n_lines=link.n_lines,
                sha256=link.sha256,
            )
    except IntegrityError:
        return None  # Another process sealed the same lines a moment ago.


@transaction.atomic
def add_organisation(
    *,
    kind: OrganisationKind,
    code: str,
    name: str,
    by: Person | None,
    at: datetime,
    name_en: str = "",
    in_region: bool = True,
) -> Organisation:
    """Enter an organisation; its code must be new."""
    made = Organisation.objects.create(
        kind=kind.value, code=code, name=name, name_en=name_en, in_region=in_region
    )
    journal(
        act="organisation.add",
        subject=f"organisation:{made.pk}",
        by=by,
        at=at,
        code=code,
        name=name,
    )
    return made


@transaction.atomic
def add_person(
    *, entry: Entry, by: Person | None, at: datetime, password: str | None = None
) -> Person:
    """Enter a person; without a password they cannot sign in until they get one."""
    person = Person(
        username=entry.username,
        name=entry.name,
        kana=entry.kana,
        name_en=entry.name_en,
        email=entry.email,
        in_region=entry.in_region,
        is_fictional=entry.is_fictional,
        created_at=at,
    )
    if password is None:
        person.set_unusable_password()
    else:
        person.set_password(password)
    person.save(force_insert=True)
    journal(act="person.add", subject=f"person:{person.pk}", by=by, at=at, username=entry.username)
    return person


@transaction.atomic
def add_membership(
    *, person: Person, organisation: Organisation, role: Role, by: Person | None, at: datetime
) -> Membership:
    """Give `person` a role; giving it again changes nothing.

    Without `by` it is the house itself, which may give every role.
    """
    if by and (reason := _why_not_role(person, role, by)):
        raise Refused(reason)
    membership, new = Membership.objects.get_or_create(
        person=person, organisation=organisation, role=role.value
    )
    if new:
        _journal_role("role.give", person, organisation, role, by, at)
    return membership


@transaction.atomic
def end_membership(*, membership: Membership, by: Person, at: datetime) -> None:
    """Take a role away; the journal remembers it."""
    role = Role(membership.role)
    if reason := _why_not_role(membership.person, role, by):
        raise Refused(reason)
    n_gone, _ = Membership.objects.filter(pk=membership.pk).delete()
    if n_gone:
        _journal_role("role.take", membership.person, membership.organisation, role, by, at)


@transaction.atomic
def set_password(
    *, person: Person, password: str, by: Person | None, at: datetime, must_change: bool = False
) -> None:
    """Set a password, which ends every session of `person`."""
    person.set_password(password)
    person.must_change_password = must_change
    person.save(update_fields=["password", "must_change_password"])
    journal(
        act="person.set_password",
        subject=f"person:{person.pk}",
        by=by,
        at=at,
        must_change=must_change,
    )


@transaction.atomic
def give_first_password(*, person: Person, by: Person, at: datetime) -> str:
    """Replace a lost password by a one-time code, and return the code: it is kept nowhere else."""
    if reason := queries.refusal_to_manage(by, person):
        raise Refused(reason)
    code = one_time_code()
    person.password = hash_of_code(code)
    person.must_change_password = True
    person.save(update_fields=["password", "must_change_password"])
    journal(act="person.give_code", subject=f"person:{person.pk}", by=by, at=at)
    return code


@transaction.atomic
def set_active(*, person: Person, active: bool, by: Person, at: datetime) -> None:
    """Let somebody sign in, or stop them at once."""
    if reason := queries.refusal_to_manage(by, person):
        raise Refused(reason)
    if Person.objects.filter(pk=person.pk).exclude(is_active=active).update(is_active=active):
        act = "person.start" if active else "person.stop"
        journal(act=act, subject=f"person:{person.pk}", by=by, at=at)


# No 0 and o, no 1, l and i: codes are read from paper and typed. 16 of 31 signs are 79 bits.
_SIGNS = "23456789abcdefghjkmnpqrstuvwxyz"


def one_time_code() -> str:
    """Return a random code such as `k7wm-2rtq-9xcd-hu4n`."""
    return "-".join("".join(secrets.choice(_SIGNS) for _ in range(4)) for _ in range(4))


class _LightArgon2(Argon2PasswordHasher):
    """Argon2 with little work, for random codes only.

    The work in a password hash makes guesses of words people choose dear. Nobody can try 2 to the
    79 codes, so it would only make 2,400 new people take minutes. The result is an ordinary Argon2
    hash: sign-in checks it, and strengthens it by itself.
    """

    time_cost = 1
    memory_cost = 8
    parallelism = 1


def hash_of_code(code: str) -> str:
    """Return what is stored for a one-time code."""
    hasher = _LightArgon2()
    return hasher.encode(code, hasher.salt())


def _why_not_role(person: Person, role: Role, by: Person) -> Refusal | None:
    return why_not_give_role(role, queries.roles(by), oneself=by.pk == person.pk)


def _journal_role(
    act: str,
    person: Person,
    organisation: Organisation,
    role: Role,
    by: Person | None,
    at: datetime,
) -> None:
    journal(
        act=act,
        subject=f"person:{person.pk}",
        by=by,
        at=at,
        organisation=organisation.code,
        role=role.value,
    )
