"""What is owed: the framework agreement, the notice before each batch of work, and the ledger.

Every amount is in 銭 (sen, a hundredth of a yen), so that sums are exact. The ledger is append-only
and has one entry per answer. The freelance law's limits are constraints of the database.
"""
