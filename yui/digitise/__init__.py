"""Paper to data: a form's template, a batch of scans, pages brought onto the template, crops.

A page that fits its form becomes one record of the shared work, one task per field, with what the
machine read beside it. A page that does not fit is set aside with the reason.
"""
