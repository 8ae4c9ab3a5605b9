"""Gathers the nouns' tables, because Django looks here."""

from yui.data.models import Dataset, File, Version
from yui.digitise.models import Crop, Form, FormJob, Page, Scan
from yui.evidence.models import Statement
from yui.pay.models import Entry, Notice, Terms
from yui.people.models import Journal, Membership, Organisation, Person, Pledge, Seal, Sight
from yui.skills.models import Belief, Skill
from yui.work.models import (
    Answer,
    Capacity,
    Delivery,
    Exposure,
    Inspection,
    Job,
    Lease,
    Lot,
    Order,
    Reading,
    Record,
    Task,
    Verdict,
)

__all__ = [
    "Answer",
    "Belief",
    "Capacity",
    "Crop",
    "Dataset",
    "Delivery",
    "Entry",
    "Exposure",
    "File",
    "Form",
    "FormJob",
    "Inspection",
    "Job",
    "Journal",
    "Lease",
    "Lot",
    "Membership",
    "Notice",
    "Order",
    "Organisation",
    "Page",
    "Person",
    "Pledge",
    "Reading",
    "Record",
    "Scan",
    "Seal",
    "Sight",
    "Skill",
    "Statement",
    "Task",
    "Terms",
    "Verdict",
    "Version",
]
