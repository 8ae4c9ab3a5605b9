"""The tags every template may use (built in, no load needed)."""

from django import template
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString

from yui import words

register = template.Library()


@register.simple_tag
def t(ja: str, en: str, **values: object) -> SafeString:
    """Show `ja` or `en`; `{name}` inside is replaced by the escaped value."""
    chosen = words.say(ja, en)
    return format_html(chosen, **values) if values else conditional_escape(chosen)
