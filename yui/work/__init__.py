"""The shared work: an order becomes jobs, a job's records become tasks, people answer tasks.

A task is one field of one record. It is handed out under a lease, with its price fixed; an answer
is never changed. Two readers who agree settle a task (a confident machine counts as one), else
another person is asked, else a leader decides. Nobody ever sees fields of two privacy classes of
one record: the foreign keys of `Lease` make it impossible. Settled records are inspected in lots
and delivered as a version of a dataset.
"""
