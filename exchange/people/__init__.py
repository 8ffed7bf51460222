"""Adults of the work: members of delegations, hosts, interpreters, contacts."""
