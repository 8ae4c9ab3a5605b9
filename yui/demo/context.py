"""What the sign-in page of a demonstration needs."""

from django.conf import settings
from django.http import HttpRequest

from yui.demo.people import BUTTONS, STAFF, DemoRole, residents


def buttons(request: HttpRequest) -> dict[str, object]:
    """Give the sign-in page one button per role, in a demonstration only."""
    user = getattr(request, "user", None)
    if not settings.DEMO or (user is not None and user.is_authenticated):
        return {}
    names = {one.username: (one.name, one.name_en) for one in (*STAFF, *residents())}
    return {"demo_roles": [_button(role, *names[role.username]) for role in BUTTONS]}


def _button(role: DemoRole, name: str, name_en: str) -> dict[str, str]:
    return {
        "username": role.username,
        "role_ja": role.role_ja,
        "role_en": role.role_en,
        "what_ja": role.what_ja,
        "what_en": role.what_en,
        "name": name,
        "name_en": name_en,
    }
