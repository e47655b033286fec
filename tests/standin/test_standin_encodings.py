"""The formats under the stand-ins: Protocol Buffers, MessagePack, HPACK, DER."""

from __future__ import annotations

import math
import ssl
import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from standin import certificate, protobuf
from standin.hpack import STATIC_TABLE, Decoder, huffman_decode, literal
from standin.messagepack import UNKNOWN, pack, unpack

SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-(1 << 63), (1 << 64) - 1)
    | st.floats(allow_nan=False)
    | st.text()
    | st.just(UNKNOWN)
)
VALUES = st.recursive(SCALARS, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=30)


@given(VALUES)
@settings(deadline=None, max_examples=50)
def test_a_value_survives_messagepack(value: object) -> None:
    assert unpack(pack(value)) == value


@given(st.binary(max_size=60))
@settings(deadline=None)
def test_messagepack_that_is_broken_is_a_value_error_or_a_value(packed: bytes) -> None:
    try:
        unpack(packed)
    except ValueError:
        pass
    except TypeError as error:  # a map or an unknown as the key of a map
        assert "unhashable" in str(error)


@pytest.mark.parametrize(
    ("value", "packed"),
    [
        (None, "c0"), (True, "c3"), (0, "00"), (127, "7f"), (-1, "ff"), (-32, "e0"), (-33, "d3ffffffffffffffdf"),
        (128, "cf0000000000000080"), (1.5, "cb3ff8000000000000"), ("a", "a161"), ([1, 2], "920102"),
        ({"a": None}, "81a161c0"), (UNKNOWN, "d40000"),
    ],
)  # fmt: skip
def test_messagepack_is_what_the_specification_says(value: object, packed: str) -> None:
    assert pack(value).hex() == packed
    assert unpack(bytes.fromhex(packed)) == value


@pytest.mark.parametrize("size", [0, 15, 16, 31, 32, 255, 256, 65_535, 65_536])
def test_each_length_of_head_is_read_back(size: int) -> None:
    assert unpack(pack("x" * size)) == "x" * size
    assert unpack(pack([0] * size)) == [0] * size
    assert len(unpack(pack(dict.fromkeys(map(str, range(size)))))) == size


def test_numbers_beyond_64_bits_travel_as_their_digits() -> None:
    assert unpack(pack(1 << 64)) == str(1 << 64)
    assert unpack(pack(-(1 << 63) - 1)) == str(-(1 << 63) - 1)


@pytest.mark.parametrize("packed", ["c70c0c8201c2", "d40000", "d6ff00000000", "c8000400aabbccdd"])
def test_every_extension_is_unknown(packed: str) -> None:
    raw = bytes.fromhex(packed)
    if packed.startswith("c70c"):
        raw += bytes(0x0C + 3 - len(raw))
    assert unpack(raw) is UNKNOWN


@pytest.mark.parametrize("packed", ["", "a2", "92", "cf00", "c1", "0000"])
def test_messagepack_that_does_not_end_where_it_should_is_refused(packed: str) -> None:
    with pytest.raises(ValueError, match=r"cut short|follows|no MessagePack tag"):
        unpack(bytes.fromhex(packed))


def test_what_has_no_messagepack_form_is_refused() -> None:
    with pytest.raises(TypeError, match="set has no MessagePack form"):
        pack({1})


def test_an_unknown_value_can_not_be_taken_for_false() -> None:
    with pytest.raises(TypeError, match="neither true nor false"):
        bool(UNKNOWN)
    assert math.isinf(unpack(pack(math.inf)))


@given(st.integers(1, (1 << 29) - 1), st.binary(), st.integers(1, (1 << 64) - 1))
@settings(deadline=None)
def test_protobuf_fields_are_read_back(field: int, data: bytes, number: int) -> None:
    message = protobuf.data_field(field, data) + protobuf.integer_field(field, number)

    assert protobuf.parse(message) == {field: [data, number]}


@given(st.binary(max_size=60))
@settings(deadline=None)
def test_protobuf_that_is_broken_is_a_value_error_or_a_message(message: bytes) -> None:
    try:
        protobuf.parse(message)
    except ValueError as error:
        assert str(error)


def test_protobuf_leaves_zero_out_and_writes_negative_numbers_as_64_bits() -> None:
    assert protobuf.integer_field(3, 0) == b""
    assert protobuf.varint(300).hex() == "ac02"
    assert protobuf.varint(-1).hex() == "ffffffffffffffffff01"


def test_an_absent_field_is_empty() -> None:
    assert protobuf.data({}, 1) == b""
    assert protobuf.text(protobuf.parse(protobuf.data_field(2, "é")), 2) == "é"
    assert protobuf.parse(bytes.fromhex("0d01000000110200000000000000")) == {
        1: [bytes.fromhex("01000000")],
        2: [bytes.fromhex("0200000000000000")],
    }


def test_headers_of_the_rfc_are_decoded() -> None:
    """RFC 7541, C.4: three requests of one connection, Huffman-coded."""
    decoder = Decoder()
    first = decoder.decode(bytes.fromhex("828684418cf1e3c2e5f23a6ba0ab90f4ff"))
    second = decoder.decode(bytes.fromhex("828684be5886a8eb10649cbf"))
    third = decoder.decode(bytes.fromhex("828785bf408825a849e95ba97d7f8925a849e95bb8e8b4bf"))

    common = [(":method", "GET"), (":scheme", "http"), (":path", "/"), (":authority", "www.example.com")]
    assert first == common
    assert second == [*common, ("cache-control", "no-cache")]
    assert third[2:] == [
        (":path", "/index.html"),
        (":authority", "www.example.com"),
        ("custom-key", "custom-value"),
    ]


def test_the_header_table_forgets_what_does_not_fit() -> None:
    decoder = Decoder()
    decoder.decode(bytes.fromhex("400161" + "0162"))  # a: b, kept

    assert decoder.decode(bytes.fromhex("be")) == [("a", "b")]
    with pytest.raises(IndexError):
        decoder.decode(bytes.fromhex("20be"))  # the table shrinks to nothing, then a look into it


TOKEN = st.text("abcdefghijklmnopqrstuvwxyz-:/.0123456789", max_size=126)


@given(TOKEN, TOKEN)
@settings(deadline=None)
def test_our_headers_are_decoded_as_written(name: str, value: str) -> None:
    assert Decoder().decode(literal(name, value)) == [(name, value)]


def test_the_static_table_has_the_rfcs_61_entries() -> None:
    assert len(STATIC_TABLE) == 61
    assert STATIC_TABLE[7] == (":status", "200")
    assert STATIC_TABLE[60] == ("www-authenticate", "")


def test_a_huffman_code_outside_our_table_is_refused() -> None:
    with pytest.raises(ValueError, match="outside the table"):
        huffman_decode(b"\xff\xff\xff\xff")


def test_points_of_the_curve() -> None:
    """The order times the generator is the point at infinity; known multiples are the NIST's."""
    doubled = certificate.multiply(2, certificate.GENERATOR)
    assert doubled[0] == 0x7CF27B188D034F7E8A52380304B51AC3C08969E277F21B35A60B48FC47669978
    one_less = certificate.multiply(certificate.ORDER - 1, certificate.GENERATOR)
    assert one_less == (certificate.GENERATOR[0], certificate.PRIME - certificate.GENERATOR[1])


def test_lengths_of_der_elements() -> None:
    assert certificate.der(4, b"a" * 127)[:2].hex() == "047f"
    assert certificate.der(4, b"a" * 128)[:3].hex() == "048180"
    assert certificate.der(4, b"a" * 256)[:4].hex() == "04820100"


def test_the_certificate_is_one_that_tls_takes(tmp_path: Path) -> None:
    raw, pem = certificate.self_signed()
    file = tmp_path / "certificate.pem"
    file.write_text(pem)
    server, client = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER), ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    server.load_cert_chain(file)
    client.load_verify_locations(cadata=ssl.DER_cert_to_PEM_cert(raw))
    to_server, to_client = ssl.MemoryBIO(), ssl.MemoryBIO()
    at_client = client.wrap_bio(to_client, to_server, server_hostname="localhost")
    at_server = server.wrap_bio(to_server, to_client, server_side=True)

    for _ in range(4):  # a handshake of TLS 1.3 needs three turns
        for side in (at_client, at_server):
            try:
                side.do_handshake()
            except ssl.SSLWantReadError:
                continue

    assert at_client.getpeercert(binary_form=True) == raw
    assert at_server.version() == "TLSv1.3"


def test_a_provider_that_a_person_starts_says_what_it_is(tmp_path: Path) -> None:
    from_shell = subprocess.run(
        ["python3", "-c", "from standin.plugin import serve; serve(None)"],
        env={"PYTHONPATH": str(Path(__file__).parents[1]), "PATH": "/usr/bin:/usr/local/bin:/bin"},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    )

    assert from_shell.returncode == 1
    assert "Terraform starts it, not a person" in from_shell.stderr
