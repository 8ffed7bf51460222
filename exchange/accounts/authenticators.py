"""What devices are asked for and answer, by WebAuthn. Heavy to import: see core/later.py."""

from collections.abc import Sequence
from dataclasses import dataclass

import webauthn
from webauthn.helpers import (
    base64url_to_bytes,
    bytes_to_base64url,
    options_to_json_dict,
    parse_authentication_credential_json,
)
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticationCredential,
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from exchange.accounts.passkeys import NewPasskey, PasskeyRefusedError, RelyingParty

_VERIFIED = UserVerificationRequirement.REQUIRED
#: What a malformed answer runs into within the library.
_MALFORMED = (WebAuthnException, ValueError, TypeError, KeyError, RecursionError)


@dataclass(frozen=True, slots=True)
class Shown:
    """A device's answer, read but not verified: which passkey, and whose it says it is."""

    credential: AuthenticationCredential
    credential_id: str
    user_handle: bytes | None


@dataclass(frozen=True, slots=True)
class Person:
    """Whom a passkey is made for, as their device shows it."""

    handle: bytes
    email: str
    name: str


def options_to_make(
    party: RelyingParty,
    person: Person,
    *,
    challenge: bytes,
    site_name: str,
    known: Sequence[str],
) -> dict[str, object]:
    """Return what a browser needs to make a passkey that is not among those known."""
    options = webauthn.generate_registration_options(
        rp_id=party.id,
        rp_name=site_name,
        user_id=person.handle,
        user_name=person.email,
        user_display_name=person.name,
        challenge=challenge,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=_VERIFIED
        ),
        exclude_credentials=[
            PublicKeyCredentialDescriptor(id=base64url_to_bytes(one)) for one in known
        ],
    )
    return options_to_json_dict(options)


def options_to_use(party: RelyingParty, *, challenge: bytes) -> dict[str, object]:
    """Return what a browser needs to let a person choose one of their passkeys."""
    options = webauthn.generate_authentication_options(
        rp_id=party.id, challenge=challenge, user_verification=_VERIFIED
    )
    return options_to_json_dict(options)


def made(party: RelyingParty, answer: str, *, challenge: bytes) -> NewPasskey:
    """Return what is kept of a new passkey; raises PasskeyRefusedError.

    Its maker is not asked to vouch for it: any device that verifies its person will do.
    """
    try:
        found = webauthn.verify_registration_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=party.id,
            expected_origin=party.origin,
            require_user_verification=True,
        )
    except _MALFORMED as error:
        raise PasskeyRefusedError from error
    return NewPasskey(
        bytes_to_base64url(found.credential_id), found.credential_public_key, found.sign_count
    )


def read(answer: str) -> Shown:
    """Read a device's answer; raises PasskeyRefusedError."""
    try:
        credential = parse_authentication_credential_json(answer)
    except _MALFORMED as error:
        raise PasskeyRefusedError from error
    handle = credential.response.user_handle
    return Shown(credential, bytes_to_base64url(credential.raw_id), handle)


def verified_count(
    party: RelyingParty, shown: Shown, *, challenge: bytes, public_key: bytes
) -> int:
    """Return what the authenticator counts, once its answer holds; raises PasskeyRefusedError.

    Whether it counted on is for the caller to say: that is another sentence.
    """
    try:
        found = webauthn.verify_authentication_response(
            credential=shown.credential,
            expected_challenge=challenge,
            expected_rp_id=party.id,
            expected_origin=party.origin,
            credential_public_key=public_key,
            credential_current_sign_count=0,
            require_user_verification=True,
        )
    except _MALFORMED as error:
        raise PasskeyRefusedError from error
    return found.new_sign_count
