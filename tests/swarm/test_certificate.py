from __future__ import annotations

import datetime

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given
from hypothesis import strategies as st

from swarmlab.swarm.certificate import Certificate, NotACertificate, readable
from tests.fakes.authority import DAY, ISSUED, Authority, new_key

AUTHORITY = Authority()
KEY = new_key()
NODE = AUTHORITY.issue("node1", "swarm-manager", cluster="cluster1", key=KEY)


def test_everything_a_swarm_says_is_read() -> None:
    found = Certificate.parse(NODE)
    assert found.role == "swarm-manager"
    assert found.cluster_id == "cluster1"
    assert found.node_id == "node1"
    assert found.names == ("swarm-manager", "node1")
    assert found.serial == x509.load_pem_x509_certificate(NODE).serial_number
    assert found.not_before == ISSUED - datetime.timedelta(hours=1)
    assert found.not_after == ISSUED + datetime.timedelta(seconds=90 * DAY)
    assert found.not_after.tzinfo is datetime.UTC
    assert found.public_key == KEY.public_key().public_bytes(
        Encoding.DER, PublicFormat.SubjectPublicKeyInfo
    )


def test_a_root_certificate_names_no_role_and_no_swarm() -> None:
    root = Certificate.parse(AUTHORITY.root)
    assert (root.role, root.cluster_id, root.node_id, root.names) == ("", "", "swarm-ca", ())


def test_the_first_of_several_certificates_is_read_alone() -> None:
    other = AUTHORITY.issue("node2")
    found = Certificate.parse(NODE + other)
    assert found.node_id == "node1"
    assert found.pem == NODE
    assert Certificate.parse(b"some words before\n" + NODE).pem == NODE


def test_two_certificates_of_one_node_have_two_serial_numbers() -> None:
    again = AUTHORITY.issue("node1", "swarm-manager", cluster="cluster1", key=KEY)
    assert Certificate.parse(again).serial != Certificate.parse(NODE).serial


def test_a_signature_is_that_of_the_root_and_of_no_namesake() -> None:
    found, namesake = Certificate.parse(NODE), Authority()
    assert found.is_signed_by(AUTHORITY.root)
    assert not found.is_signed_by(namesake.root)
    assert not found.is_signed_by(NODE)


def test_any_root_of_a_bundle_may_have_signed() -> None:
    found, older = Certificate.parse(NODE), Authority()
    assert found.is_signed_by(older.root + AUTHORITY.root)
    assert found.is_signed_by(AUTHORITY.root + older.root)
    assert not found.is_signed_by(older.root + Authority().root)


@pytest.mark.parametrize("bundle", [b"", b"no root", b"-----BEGIN CERTIFICATE-----\n"])
def test_a_bundle_without_certificates_is_none(bundle: bytes) -> None:
    with pytest.raises(NotACertificate):
        Certificate.parse(NODE).is_signed_by(bundle)


def test_a_key_of_another_kind_signs_nothing_of_ours() -> None:
    key = ed25519.Ed25519PrivateKey.generate()
    name = x509.Name.from_rfc4514_string("CN=swarm-ca")
    root = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(ISSUED)
        .not_valid_after(ISSUED + datetime.timedelta(days=1))
        .sign(key, None)
    )
    pem = root.public_bytes(Encoding.PEM)
    assert not Certificate.parse(NODE).is_signed_by(pem)
    assert "Key:         Ed25519PublicKey" in readable(pem)


@pytest.mark.parametrize(
    "pem",
    [
        b"",
        b"\xff\xfe\x00",
        b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
        b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n",
        NODE[:-40],
    ],
)
def test_what_is_no_certificate_is_said_to_be_none(pem: bytes) -> None:
    with pytest.raises(NotACertificate, match="this is no certificate"):
        Certificate.parse(pem)
    with pytest.raises(ValueError, match=r".*"):
        readable(pem)


@given(st.binary(max_size=200))
def test_parsing_raises_nothing_else(noise: bytes) -> None:
    with pytest.raises(NotACertificate):
        Certificate.parse(noise)


def test_a_certificate_is_made_readable_a_fact_a_line() -> None:
    lines = readable(NODE).splitlines()
    digest = x509.load_pem_x509_certificate(NODE).fingerprint(hashes.SHA256()).hex()
    assert lines == [
        "Subject:     CN=node1,OU=swarm-manager,O=cluster1",
        "Issuer:      CN=swarm-ca",
        f"Serial:      {Certificate.parse(NODE).serial:x}",
        "Not before:  2027-01-01 11:00:00 UTC",
        "Not after:   2027-04-01 12:00:00 UTC",
        "Key:         ECDSA secp256r1",
        "Names:       DNS:swarm-manager, DNS:node1",
        "Usage:       server authentication, client authentication",
        f"SHA-256:     {digest}",
    ]


def test_a_line_without_a_fact_is_left_out() -> None:
    assert "Names:" not in readable(AUTHORITY.root)
    assert "Usage:" not in readable(AUTHORITY.root)


def test_a_certificate_of_another_kind_is_readable_too() -> None:
    key = rsa.generate_private_key(65537, 2048)
    made = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([]))
        .issuer_name(x509.Name([]))
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(ISSUED)
        .not_valid_after(ISSUED + datetime.timedelta(days=1))
        .add_extension(
            x509.ExtendedKeyUsage([x509.oid.ExtendedKeyUsageOID.CODE_SIGNING]), critical=False
        )
        .sign(key, hashes.SHA256())
    )
    text = readable(made.public_bytes(Encoding.PEM))
    assert "Key:         RSA 2048\n" in text
    assert "Usage:       1.3.6.1.5.5.7.3.3\n" in text
    assert "Subject:" not in text
