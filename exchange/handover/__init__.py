"""The April handover: everything a leaver answers for, in one act, and the end of the account."""
