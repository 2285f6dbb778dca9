"""A node's certificate: what a swarm says in it, and the same as text a learner can read.

Facts of the files and of the subject: SWARM facts, section 2.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

if TYPE_CHECKING:
    from datetime import datetime

CERTIFICATE_PATH = "/var/lib/docker/swarm/certificates/swarm-node.crt"
"""Where a member of a swarm keeps its own certificate."""
KEY_PATH = "/var/lib/docker/swarm/certificates/swarm-node.key"
"""And the private key to it, with headers of the swarm's own in the PEM text."""
ROOT_PATH = "/var/lib/docker/swarm/certificates/swarm-root-ca.crt"
"""The root certificate every member trusts."""


class NotACertificate(ValueError):
    """The text holds no certificate."""


@dataclass(frozen=True, slots=True)
class Certificate:
    """What a certificate of a swarm says."""

    role: str
    """``swarm-manager`` or ``swarm-worker`` (OU); empty where it names none."""
    cluster_id: str
    """The swarm's id (O)."""
    node_id: str
    """The node's id (CN); ``swarm-ca`` in a root certificate."""
    names: tuple[str, ...]
    """DNS names it may be addressed by."""
    serial: int
    not_before: datetime
    """With time zone UTC; the swarm dates it an hour back."""
    not_after: datetime
    public_key: bytes
    """DER, SubjectPublicKeyInfo."""
    pem: bytes
    """The certificate alone, as PEM."""
    issuer: str
    """Who signed it, by its own word (the issuer's CN): ``swarm-ca``."""

    @classmethod
    def parse(cls, pem: bytes) -> Certificate:
        """The first certificate of a PEM text.

        Raises:
            NotACertificate: it holds none.
        """
        try:
            found = x509.load_pem_x509_certificate(pem)
            subject = found.subject
            return cls(
                role=_first(subject, NameOID.ORGANIZATIONAL_UNIT_NAME),
                cluster_id=_first(subject, NameOID.ORGANIZATION_NAME),
                node_id=_first(subject, NameOID.COMMON_NAME),
                names=tuple(_names(found)),
                serial=found.serial_number,
                not_before=found.not_valid_before_utc,
                not_after=found.not_valid_after_utc,
                public_key=found.public_key().public_bytes(
                    Encoding.DER, PublicFormat.SubjectPublicKeyInfo
                ),
                pem=found.public_bytes(Encoding.PEM),
                issuer=_first(found.issuer, NameOID.COMMON_NAME),
            )
        except ValueError as error:
            raise NotACertificate("this is no certificate") from error

    def is_signed_by(self, root: bytes) -> bool:
        """Whether one of the certificates of a PEM bundle signed it.

        Raises:
            NotACertificate: the bundle holds no certificate.
        """
        try:
            roots = x509.load_pem_x509_certificates(root)
        except ValueError as error:
            raise NotACertificate("this is no root certificate") from error
        own = x509.load_pem_x509_certificate(self.pem)
        return any(_signed(own, each) for each in roots)


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
        ("Names", ", ".join(f"DNS:{name}" for name in _names(certificate))),
        ("Usage", ", ".join(_usage(certificate))),
        ("SHA-256", certificate.fingerprint(hashes.SHA256()).hex()),
    ]
    return "".join(f"{name + ':':<12} {value}\n" for name, value in facts if value)


def _first(subject: x509.Name, oid: x509.ObjectIdentifier) -> str:
    return next((str(part.value) for part in subject.get_attributes_for_oid(oid)), "")


def _signed(own: x509.Certificate, root: x509.Certificate) -> bool:
    try:
        own.verify_directly_issued_by(root)
    except Exception:  # wrong name, wrong kind of key or wrong signature: not signed by it
        return False
    return True


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
    return [str(name) for name in extension.value.get_values_for_type(x509.DNSName)]


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
