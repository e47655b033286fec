"""Functions on IP networks."""

from __future__ import annotations

import ipaddress
from typing import TypeAlias

from generator.hcl.evaluation.operations import EvaluationError
from generator.hcl.evaluation.types import number_of, text_of
from generator.hcl.evaluation.values import ListValue, Raw

_Network: TypeAlias = ipaddress.IPv4Network | ipaddress.IPv6Network


def _network(prefix: Raw) -> _Network:
    text = text_of(prefix)
    if not text.partition("/")[2].isdigit():
        raise EvaluationError("an address and a prefix length are needed, such as 10.0.0.0/16")
    try:
        return ipaddress.ip_network(text, strict=False)
    except ValueError:
        raise EvaluationError(f"{text} is no network") from None


def _whole(value: Raw, what: str) -> int:
    found = number_of(value)
    if not isinstance(found, int):
        raise EvaluationError(f"{what} is a whole number")
    return found


def cidrhost(prefix: Raw, host: Raw) -> str:
    """`cidrhost(prefix, host)`."""
    network, number = _network(prefix), _whole(host, "the host's number")
    if not -network.num_addresses <= number < network.num_addresses:
        raise EvaluationError(f"{network} has no host with the number {number}")
    return str(network[number])


def cidrnetmask(prefix: Raw) -> str:
    """`cidrnetmask(prefix)`."""
    network = _network(prefix)
    if network.version == 6:  # noqa: PLR2004
        raise EvaluationError("IPv6 has no netmask of this kind")
    return str(network.netmask)


def cidrsubnet(prefix: Raw, bits: Raw, number: Raw) -> str:
    """`cidrsubnet(prefix, bits, number)`."""
    network, more, at = (
        _network(prefix),
        _whole(bits, "the number of bits"),
        _whole(number, "the network's number"),
    )
    length = network.prefixlen + more
    if more < 0 or length > network.max_prefixlen:
        raise EvaluationError(f"{network} can't be extended by {more} bits")
    if not 0 <= at < 2**more:
        raise EvaluationError(f"{more} bits have no network with the number {at}")
    first = int(network.network_address) + (at << (network.max_prefixlen - length))
    return f"{type(network.network_address)(first)}/{length}"


def cidrsubnets(prefix: Raw, *bits: Raw) -> Raw:
    """`cidrsubnets(prefix, bits...)`: one after the other, each at a border of its size."""
    network = _network(prefix)
    at, last = int(network.network_address), int(network.broadcast_address)
    found = ListValue()
    for one in bits:
        length = network.prefixlen + _whole(one, "a number of bits")
        if not network.prefixlen < length <= network.max_prefixlen:
            raise EvaluationError(f"{network} can't be extended to /{length}")
        size = 1 << (network.max_prefixlen - length)
        at = -(-at // size) * size
        if at + size - 1 > last:
            raise EvaluationError(f"{network} has no room for a /{length} after the others")
        found.append(f"{type(network.network_address)(at)}/{length}")
        at += size
    return found
