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


@register.filter
def yen(sen: int) -> str:
    """Show an amount of 銭 as yen, with decimals only where there are some."""
    return f"{sen / 100:,.2f}".rstrip("0").rstrip(".")


@register.filter
def percent(share: float) -> str:
    """Show a share between 0 and 1 in percent with one decimal."""
    return f"{100 * share:.1f}"
