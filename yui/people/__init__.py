"""Who: persons, the organisations they belong to, what role they have there, what they promised.

Also the two records that say what people did: the journal (who changed what; each line is sealed
by a chain of hashes) and the sights (who saw whose personal data, when and why). Every other noun
stands on this one.
"""
