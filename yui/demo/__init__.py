"""A fictional town that shows every page with life; it never loads beside real people.

Its scans are the samples in `forms/`; they are really read, really keyed (by simulated residents
who make one mistake in a hundred) and really inspected, by the same actions as everything else.
"""
