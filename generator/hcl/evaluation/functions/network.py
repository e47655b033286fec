"""Functions on IP networks.

Terraform extends a prefix in steps of its own; what it makes of IPv4 within IPv6, and of negative bits, is left
unknown.

Source:
    https://github.com/apparentlymart/go-cidr/blob/v1.1.0/cidr/cidr.go
"""

from __future__ import annotations

import ipaddress
import re
from typing import TypeAlias

from generator.hcl.evaluation.operations import EvaluationError
from generator.hcl.evaluation.types import number_of, text_of
from generator.hcl.evaluation.values import ListValue, NotEvaluated, Raw

_Network: TypeAlias = ipaddress.IPv4Network | ipaddress.IPv6Network
_LONGEST_STEP = 32
"""So many bits `cidrsubnets` extends a prefix by at most."""
_LEADING_ZEROS = re.compile(r"(?<![0-9a-fA-F:])0+(?=[0-9])")
"""In the parts of an IPv4 address and in a prefix length, which are decimal for all that."""


def _network(prefix: Raw) -> _Network:
    text = text_of(prefix)
    address, _, length = text.partition("/")
    if not (length.isascii() and length.isdigit()):
        raise EvaluationError("an address and a prefix length are needed, such as 10.0.0.0/16")
    if ":" in address and "." in address:
        raise NotEvaluated
    if "%" in address:
        raise EvaluationError("an address has no zone here")
    plain = address if ":" in address else _LEADING_ZEROS.sub("", address)
    try:
        network = ipaddress.ip_network(f"{plain}/{length.lstrip('0') or '0'}", strict=False)
    except ValueError:
        raise EvaluationError("{} is no network", text) from None
    if isinstance(network, ipaddress.IPv6Network) and network.network_address.ipv4_mapped:
        raise NotEvaluated
    return network


def _whole(value: Raw, what: str) -> int:
    found = number_of(value)
    if not isinstance(found, int):
        raise EvaluationError(f"{what} is a whole number")
    return found


def cidrhost(prefix: Raw, host: Raw) -> str:
    """`cidrhost(prefix, host)`."""
    network, number = _network(prefix), _whole(host, "the host's number")
    if not -network.num_addresses <= number < network.num_addresses:
        raise EvaluationError("{} has no host with the number {}", network, number)
    return str(network[number])


def cidrnetmask(prefix: Raw) -> str:
    """`cidrnetmask(prefix)`."""
    network = _network(prefix)
    if isinstance(network, ipaddress.IPv6Network):
        raise EvaluationError("IPv6 has no netmask of this kind")
    return str(network.netmask)


def cidrsubnet(prefix: Raw, bits: Raw, number: Raw) -> str:
    """`cidrsubnet(prefix, bits, number)`."""
    network, more = _network(prefix), _whole(bits, "the number of bits")
    at = _whole(number, "the network's number")
    length = network.prefixlen + more
    if more < 0 or at < 0:
        raise NotEvaluated
    if length > network.max_prefixlen:
        raise EvaluationError("{} can't be extended by {} bits", network, more)
    if at >= 2**more:
        raise EvaluationError("{} bits have no network with the number {}", more, at)
    first = int(network.network_address) + (at << (network.max_prefixlen - length))
    return f"{type(network.network_address)(first)}/{length}"


def cidrsubnets(prefix: Raw, *bits: Raw) -> Raw:
    """`cidrsubnets(prefix, bits...)`: one after the other, each at a border of its size."""
    network = _network(prefix)
    at, last = int(network.network_address), int(network.broadcast_address)
    found = ListValue()
    for one in bits:
        more = _whole(one, "a number of bits")
        length = network.prefixlen + more
        if not 0 < more <= _LONGEST_STEP or length > network.max_prefixlen:
            raise EvaluationError("{} can't be extended by {} bits", network, more)
        size = 1 << (network.max_prefixlen - length)
        at = -(-at // size) * size
        if at + size - 1 > last:
            raise EvaluationError("{} has no room for a /{} after the others", network, length)
        found.append(f"{type(network.network_address)(at)}/{length}")
        at += size
    return found
