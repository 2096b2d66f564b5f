"""The certificate this installation makes for itself: good for seeing changes, not for proving who signed.

The issuing key is thrown away after its one use, so nobody can make a second certificate in its name.
"""

from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

ROOT_CERTIFICATE, CERTIFICATE, KEY = "root.pem", "signer.pem", "signer.key"
NOT_STATE = "internal, bukan BSrE"  # printed with every signature: it must not pass for a state one
VALID = timedelta(days=3650)


def signing_folder(keys: Path) -> Path:
    return keys / "signing"


def make_certificates(keys: Path, *, at: datetime, office: str) -> None:
    """A root, and a signing certificate under it for `office`, if they are not there yet."""
    folder = signing_folder(keys)
    if (folder / KEY).exists():
        return
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    root_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    root_name, name = _name(f"Sentra ({NOT_STATE})"), _name(f"{office[:40]} ({NOT_STATE})")
    root = _certificate(root_name, root_name, root_key.public_key(), root_key, root_key.public_key(), at)
    leaf = _certificate(name, root_name, key.public_key(), root_key, root_key.public_key(), at)
    _write(folder / ROOT_CERTIFICATE, root.public_bytes(serialization.Encoding.PEM))
    _write(folder / CERTIFICATE, leaf.public_bytes(serialization.Encoding.PEM))
    _write(folder / KEY, _unlocked(key))  # last: its presence says that the other two are there


def _name(common: str) -> x509.Name:
    country = x509.NameAttribute(NameOID.COUNTRY_NAME, "ID")
    return x509.Name([country, x509.NameAttribute(NameOID.COMMON_NAME, common)])


def _certificate(
    name: x509.Name,
    issuer: x509.Name,
    public: ec.EllipticCurvePublicKey,
    issuer_key: ec.EllipticCurvePrivateKey,
    issuer_public: ec.EllipticCurvePublicKey,
    at: datetime,
) -> x509.Certificate:
    """Valid from a day before `at`, so that a clock a little slow does not refuse it."""
    is_root = name == issuer
    builder = x509.CertificateBuilder(
        issuer, name, public, x509.random_serial_number(), at - timedelta(days=1), at + VALID
    )
    builder = builder.add_extension(x509.BasicConstraints(is_root, 0 if is_root else None), critical=True)
    builder = builder.add_extension(_usage(is_root=is_root), critical=True)
    builder = builder.add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
    if not is_root:
        authority = x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_public)
        builder = builder.add_extension(authority, critical=False)
    return builder.sign(issuer_key, hashes.SHA256())


def _usage(*, is_root: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not is_root,
        content_commitment=not is_root,
        key_cert_sign=is_root,
        crl_sign=is_root,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _unlocked(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def _write(path: Path, content: bytes) -> None:
    path.touch(mode=0o600)
    path.write_bytes(content)
