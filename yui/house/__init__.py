"""The installation itself: starting it, keeping a copy of it, bringing it back, looking it over.

The whole of an installation is one database, the files beside it and the signing key. A backup
holds the first two; the key stays where it is, so that a stolen backup cannot forge a sign-in.
"""
