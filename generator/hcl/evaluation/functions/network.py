"""Functions on IP networks.

Terraform extends a prefix in steps of its own.

Source:
    https://github.com/apparentlymart/go-cidr/blob/v1.1.0/cidr/cidr.go
"""

from __future__ import annotations

import ipaddress
import re
from typing import TypeAlias

from generator.hcl.evaluation.operations import EvaluationError
from generator.hcl.evaluation.types import number_of, text_of
from generator.hcl.evaluation.values import ListValue, Raw

_Network: TypeAlias = ipaddress.IPv4Network | ipaddress.IPv6Network
_LONGEST_STEP = 32
"""So many bits `cidrsubnets` extends a prefix by at most."""
_IPV4, _IPV4_BITS, _MAPPED = 4, 32, 0xFFFF
_WORD_BITS = 64
"""Numbers of networks are held against so many bits, and all fit a number of bits that is below 0."""
_LEADING_ZEROS = re.compile(r"(?<![0-9a-fA-F:])0+(?=[0-9])")
"""In the parts of an IPv4 address and in a prefix length, which are decimal for all that."""


def _network(prefix: Raw) -> _Network:
    text = text_of(prefix)
    address, _, length = text.partition("/")
    if not (length.isascii() and length.isdigit()):
        raise EvaluationError("an address and a prefix length are needed, such as 10.0.0.0/16")
    if "%" in address:
        raise EvaluationError("an address has no zone here")
    start = address.rfind(":") + 1 if "." in address else 0 if ":" not in address else len(address)
    plain = address[:start] + _LEADING_ZEROS.sub("", address[start:])
    try:
        return ipaddress.ip_network(f"{plain}/{length.lstrip('0') or '0'}", strict=False)
    except ValueError:
        raise EvaluationError("{} is no network", text) from None


def _is_mapped(address: int, bits: int) -> bool:
    """Whether an address is one of IPv4 within IPv6, which go-cidr takes for the former in some places."""
    return bits != _IPV4_BITS and address >> _IPV4_BITS == _MAPPED


def _shown(address: int, bits: int) -> str:
    if bits == _IPV4_BITS or _is_mapped(address, bits):
        return str(ipaddress.IPv4Address(address % (1 << _IPV4_BITS)))
    return str(ipaddress.IPv6Address(address))


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
    first, bits = int(network.network_address), network.max_prefixlen
    number %= network.num_addresses
    return _shown(first | (number << (bits - _IPV4_BITS if _is_mapped(first, bits) else 0)), bits)


def cidrnetmask(prefix: Raw) -> str:
    """`cidrnetmask(prefix)`."""
    network = _network(prefix)
    if network.version != _IPV4 and not _is_mapped(int(network.network_address), network.max_prefixlen):
        raise EvaluationError("IPv6 has no netmask of this kind")
    return str(network.netmask)


def cidrsubnet(prefix: Raw, bits: Raw, number: Raw) -> str:
    """`cidrsubnet(prefix, bits, number)`, of negative bits and numbers too as go-cidr has it."""
    network, more = _network(prefix), _whole(bits, "the number of bits")
    at = _whole(number, "the network's number")
    length, all_bits = network.prefixlen + more, network.max_prefixlen
    if length > all_bits:
        raise EvaluationError("{} can't be extended by {} bits", network, more)
    if length < 0:
        return "<nil>"
    address = abs(int(network.network_address) | (at << (all_bits - length)))
    if abs(at) >= (1 << more if 0 <= more < _WORD_BITS else 1 << _WORD_BITS) or address >> all_bits:
        raise EvaluationError("{} bits have no network with the number {}", more, at)
    shown = max(length - (all_bits - _IPV4_BITS), 0) if _is_mapped(address, all_bits) else length
    return f"{_shown(address, all_bits)}/{shown}"


def cidrsubnets(prefix: Raw, *bits: Raw) -> Raw:
    """`cidrsubnets(prefix, bits...)`: one after the other, each at a border of its size."""
    network = _network(prefix)
    at, last, all_bits = int(network.network_address), int(network.broadcast_address), network.max_prefixlen
    if bits and (not at or _is_mapped(at, all_bits) or _is_mapped(at - 1, all_bits)):
        raise EvaluationError("{} has no address before it, which is where Terraform begins", network)
    found = ListValue()
    for one in bits:
        more = _whole(one, "a number of bits")
        length = network.prefixlen + more
        if not 0 < more <= _LONGEST_STEP or length > all_bits:
            raise EvaluationError("{} can't be extended by {} bits", network, more)
        size = 1 << (all_bits - length)
        at = -(-at // size) * size
        if at + size - 1 > last:
            raise EvaluationError("{} has no room for a /{} after the others", network, length)
        found.append(f"{_shown(at, all_bits)}/{length}")
        at += size
    return found
