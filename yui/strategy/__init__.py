"""Why: the headline figure of the town, the local sourcing rate (地域内調達率), with its rows.

First form: of the hours of work that running orders still need, how many can people of the region
do who have proven the skill and declared free hours. Nobody's hour is counted twice.
"""
