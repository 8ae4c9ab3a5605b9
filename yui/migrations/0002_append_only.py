"""Makes the tables append-only that say what happened."""

from typing import ClassVar

from django.db import migrations

from yui.constraints import append_only

TABLES = (
    "yui_journal",
    "yui_seal",
    "yui_sight",
    "yui_statement",
    "yui_entry",
    "yui_exposure",
    "yui_answer",
    "yui_verdict",
    "yui_version",
)


class Migration(migrations.Migration):
    dependencies: ClassVar = [("yui", "0001_initial")]
    operations: ClassVar = [append_only(table) for table in TABLES]
