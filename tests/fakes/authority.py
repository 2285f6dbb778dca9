"""A certificate authority as a swarm has one: it signs what the swarm's managers would sign."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey

DAY = 24 * 3600.0
ISSUED = datetime.datetime(2027, 1, 1, 12, tzinfo=datetime.UTC)
"""When node certificates are issued, two weeks before the hand-made snapshots are taken."""


def new_key() -> EllipticCurvePrivateKey:
    """A key as nodes make theirs."""
    return ec.generate_private_key(ec.SECP256R1())


def public_pem(key: EllipticCurvePrivateKey) -> str:
    """Its public half, as ``openssl pkey -pubout`` prints it."""
    public = key.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return public.decode()


@dataclass
class Authority:
    """A root certificate and its key; every authority has the same name."""

    key: EllipticCurvePrivateKey = field(default_factory=new_key)

    @property
    def root(self) -> bytes:
        """The root certificate as PEM."""
        return self._signed(_SWARM_CA, self.key, ISSUED, 20 * 365 * DAY, ())

    def issue(
        self,
        node_id: str,
        role: str = "swarm-worker",
        *,
        cluster: str = "cluster1",
        lifetime: float = 90 * DAY,
        key: EllipticCurvePrivateKey | None = None,
    ) -> bytes:
        """A node's certificate as PEM.

        Args:
            node_id: CN.
            role: OU.
            cluster: O.
            lifetime: seconds from its issue on.
            key: the node's; a new one if left out.
        """
        subject = x509.Name(
            [
                x509.NameAttribute(NameOID.ORGANIZATION_NAME, cluster),
                x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, role),
                x509.NameAttribute(NameOID.COMMON_NAME, node_id),
            ]
        )
        return self._signed(subject, key or new_key(), ISSUED, lifetime, (role, node_id))

    def _signed(
        self,
        subject: x509.Name,
        key: EllipticCurvePrivateKey,
        issued: datetime.datetime,
        lifetime: float,
        names: tuple[str, ...],
    ) -> bytes:
        made = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(_SWARM_CA)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(issued - datetime.timedelta(hours=1))
            .not_valid_after(issued + datetime.timedelta(seconds=lifetime))
            .add_extension(x509.BasicConstraints(ca=not names, path_length=None), critical=True)
        )
        if names:
            alternative = x509.SubjectAlternativeName([x509.DNSName(name) for name in names])
            usage = [ExtendedKeyUsageOID.SERVER_AUTH, ExtendedKeyUsageOID.CLIENT_AUTH]
            made = made.add_extension(alternative, critical=False)
            made = made.add_extension(x509.ExtendedKeyUsage(usage), critical=False)
        return made.sign(self.key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)


_SWARM_CA = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "swarm-ca")])
