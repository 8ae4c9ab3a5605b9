"""Pure numerical engines: arrays and plain values in, frozen results out.

Nothing here knows Django, a database or a clock. `values` gives one spelling to what was
written, `template` describes a form, `pictures` opens scans within bounds, `registration`
lays a page onto its blank form, `recognition` reads a strip of ink and `reading` puts these
together for a page.
"""
