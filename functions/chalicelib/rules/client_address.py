"""Whose a request is, for counting: an IPv4 address, or the half of an IPv6 address that a household is given."""

from __future__ import annotations

from ipaddress import IPv6Address, ip_address, ip_network

MOST_SIGNS = 64
# A provider gives a household, and a phone, 64 bits to choose addresses from.
IPV6_PREFIX = 64


def client_of(address: str) -> str:
    """Empty for what is no address. An IPv4 address written as IPv6 is the IPv4 address."""
    try:
        known = ip_address(address.strip()[:MOST_SIGNS])
    except ValueError:
        return ""
    if not isinstance(known, IPv6Address):
        return str(known)
    if known.ipv4_mapped:
        return str(known.ipv4_mapped)
    return str(ip_network((known, IPV6_PREFIX), strict=False))
