"""Yui is one Django app; its nouns are folders, not apps."""

from django.apps import AppConfig


class YuiConfig(AppConfig):
    """The one app."""

    name = "yui"
    verbose_name = "Yui"
