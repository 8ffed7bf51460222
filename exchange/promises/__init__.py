"""宿題: what was promised on either side, by whom until when, kept in view until it is settled."""
