"""A node's certificate as text a learner can read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID

if TYPE_CHECKING:
    from datetime import datetime

CERTIFICATE_PATH = "/var/lib/docker/swarm/certificates/swarm-node.crt"
"""Where a member of a swarm keeps its own certificate (SWARM facts, section 2)."""


def readable(pem: bytes) -> str:
    """The first certificate of a PEM text, a fact a line.

    Raises:
        ValueError: it holds no certificate.
    """
    certificate = x509.load_pem_x509_certificate(pem)
    facts = [
        ("Subject", certificate.subject.rfc4514_string({})),
        ("Issuer", certificate.issuer.rfc4514_string({})),
        ("Serial", f"{certificate.serial_number:x}"),
        ("Not before", _utc(certificate.not_valid_before_utc)),
        ("Not after", _utc(certificate.not_valid_after_utc)),
        ("Key", _key(certificate)),
        ("Names", ", ".join(_names(certificate))),
        ("Usage", ", ".join(_usage(certificate))),
        ("SHA-256", certificate.fingerprint(hashes.SHA256()).hex()),
    ]
    return "".join(f"{name + ':':<12} {value}\n" for name, value in facts if value)


def _utc(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%d %H:%M:%S UTC")


def _key(certificate: x509.Certificate) -> str:
    match certificate.public_key():
        case ec.EllipticCurvePublicKey(curve=curve):
            return f"ECDSA {curve.name}"
        case rsa.RSAPublicKey(key_size=size):
            return f"RSA {size}"
        case other:
            return type(other).__name__


def _names(certificate: x509.Certificate) -> list[str]:
    try:
        extension = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName)
    except x509.ExtensionNotFound:
        return []
    return [f"DNS:{name}" for name in extension.value.get_values_for_type(x509.DNSName)]


def _usage(certificate: x509.Certificate) -> list[str]:
    try:
        extension = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage)
    except x509.ExtensionNotFound:
        return []
    names = {
        ExtendedKeyUsageOID.SERVER_AUTH: "server authentication",
        ExtendedKeyUsageOID.CLIENT_AUTH: "client authentication",
    }
    return [names.get(usage, usage.dotted_string) for usage in extension.value]
