"""What the town knows: raw files kept by their SHA-256, and datasets with their versions.

A dataset belongs to the organisation that ordered it. A version is never changed; each has the
table as CSV and XLSX and a quality page, and says which order it came from.
"""
