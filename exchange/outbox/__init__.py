"""Mail, written in the transaction that wants it and sent by a job."""
