"""Tables of accounts."""

from exchange.accounts.models.attempts import SignInAttempt
from exchange.accounts.models.factors import CodeApp, PrintedCode
from exchange.accounts.models.identities import DirectoryIdentity, SpentChallenge
from exchange.accounts.models.kept_forms import KeptForm
from exchange.accounts.models.passkeys import Passkey
from exchange.accounts.models.sessions import UserSession
from exchange.accounts.models.users import User

__all__ = [
    "CodeApp",
    "DirectoryIdentity",
    "KeptForm",
    "Passkey",
    "PrintedCode",
    "SignInAttempt",
    "SpentChallenge",
    "User",
    "UserSession",
]
