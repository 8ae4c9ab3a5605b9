"""The roster: a CSV of people, read and planned in pure Python before anything is written."""
