"""Who may do what, and why not."""

from collections.abc import Collection
from enum import StrEnum


class Role(StrEnum):
    """What somebody is in an organisation (docs/glossary.md has the Japanese words)."""

    WORKER = "worker"
    LEADER = "leader"
    DIRECTOR = "director"
    COORDINATOR = "coordinator"
    MANAGER = "manager"
    CLIENT = "client"
    STAFF = "staff"
    HR = "hr"
    CDO = "cdo"
    AUDITOR = "auditor"
    ADMIN = "admin"


class OrganisationKind(StrEnum):
    """What an organisation is to the town."""

    SECTION = "section"
    HUB = "hub"
    CLIENT = "client"
    COMPANY = "company"


class Act(StrEnum):
    """What one can only do with a certain role."""

    WORK = "work"
    LEAD = "lead"
    DIRECT = "direct"
    ORDER = "order"
    SEE_ORDERS = "see_orders"
    IMPORT_ROSTER = "import_roster"
    MANAGE_PEOPLE = "manage_people"
    SEE_PEOPLE = "see_people"
    READ_JOURNAL = "read_journal"
    READ_SIGHTS = "read_sights"
    SEE_HEADQUARTERS = "see_headquarters"


class Refusal(StrEnum):
    """Why somebody may not."""

    SIGN_IN = "sign_in"
    ROLE = "role"
    ORGANISATION = "organisation"
    ONESELF = "oneself"
    GUARDED = "guarded"


ROLES_FOR: dict[Act, frozenset[Role]] = {
    Act.WORK: frozenset({Role.WORKER, Role.LEADER}),
    Act.LEAD: frozenset({Role.LEADER, Role.DIRECTOR}),
    Act.DIRECT: frozenset({Role.DIRECTOR}),
    Act.ORDER: frozenset({Role.CLIENT, Role.STAFF}),
    Act.SEE_ORDERS: frozenset(
        {Role.CLIENT, Role.STAFF, Role.DIRECTOR, Role.MANAGER, Role.LEADER, Role.AUDITOR}
    ),
    Act.IMPORT_ROSTER: frozenset({Role.HR, Role.ADMIN}),
    Act.MANAGE_PEOPLE: frozenset({Role.HR, Role.ADMIN}),
    Act.SEE_PEOPLE: frozenset({Role.HR, Role.COORDINATOR, Role.ADMIN}),
    Act.READ_JOURNAL: frozenset({Role.AUDITOR, Role.ADMIN}),
    Act.READ_SIGHTS: frozenset({Role.AUDITOR, Role.ADMIN}),
    Act.SEE_HEADQUARTERS: frozenset({Role.CDO, Role.HR, Role.MANAGER, Role.AUDITOR}),
}


def why_not(act: Act, roles: Collection[Role], *, signed_in: bool = True) -> Refusal | None:
    """Return why somebody with `roles` may not do `act`, or None if they may."""
    if not signed_in:
        return Refusal.SIGN_IN
    if ROLES_FOR[act].isdisjoint(roles):
        return Refusal.ROLE
    return None


def why_not_here(act: Act, roles_here: Collection[Role], *, anywhere: bool) -> Refusal | None:
    """Like `why_not`, for an act inside one organisation.

    `roles_here` are the roles in that organisation; `anywhere` says whether the person may do the
    act in some other one, which makes a better reason.
    """
    if not ROLES_FOR[act].isdisjoint(roles_here):
        return None
    return Refusal.ORGANISATION if anywhere else Refusal.ROLE


# The two roles that watch over the others; only an administrator gives or takes them.
GUARDED = frozenset({Role.ADMIN, Role.AUDITOR})


def why_not_give_role(role: Role, own: Collection[Role], *, oneself: bool) -> Refusal | None:
    """Return why somebody with the roles `own` may not give or take `role`, or None.

    Nobody changes their own roles, and only an administrator those that watch over others: else
    anybody who keeps the roster could make themselves administrator.
    """
    if refusal := why_not(Act.MANAGE_PEOPLE, own):
        return refusal
    if oneself:
        return Refusal.ONESELF
    if role in GUARDED and Role.ADMIN not in own:
        return Refusal.GUARDED
    return None


def why_not_manage(
    theirs: Collection[Role], own: Collection[Role], *, oneself: bool
) -> Refusal | None:
    """Return why somebody with `own` may not reset the sign-in of somebody with `theirs`."""
    if refusal := why_not(Act.MANAGE_PEOPLE, own):
        return refusal
    if oneself:
        return Refusal.ONESELF
    if not GUARDED.isdisjoint(theirs) and Role.ADMIN not in own:
        return Refusal.GUARDED
    return None
