"""Hosts: which of them is this machine."""

import ipaddress


def is_this_machine(host: str) -> bool:
    """Say whether a host can be reached from this machine only."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified
