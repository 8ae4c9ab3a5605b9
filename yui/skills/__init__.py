"""What people can do: skills, and per person and skill a belief that follows from the evidence.

In this first form a belief counts how often somebody's answers agreed with the settled value; its
interval says how sure that is. `rebuild` makes all beliefs anew from the statements and must give
the same as the live updates.
"""
