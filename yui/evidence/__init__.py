"""What happened: one append-only statement for everything that says what a person can do.

A statement has the learning field's own shape (xAPI: actor, verb, object, result, context). It is
written once per `key`, so telling the same thing twice changes nothing. Beliefs about skills are
computed from statements and can be rebuilt from them.
"""
