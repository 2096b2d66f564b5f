"""allauth's forms in our words; what they check stays allauth's."""

from typing import Any, ClassVar

from allauth.account import forms as account
from allauth.core import context
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sentra.base.people import vault
from sentra.base.people.models import User

PASSWORD_HELP = _("Sedikitnya 10 karakter; bukan kata sandi yang umum, bukan surel Anda.")
SEALED = ":sealed"  # never in base32, so a secret in clear is not mistaken for a sealed one
CODE_HELP = _("Enam angka dari aplikasi di ponsel Anda.")


class OurWords:
    """Labels and help of a form's fields, by field name; placeholders go (they are not labels)."""

    words: ClassVar[dict[str, tuple[str | Promise, str | Promise]]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():  # type: ignore[attr-defined]
            field.label, field.help_text = self.words[name]
            field.widget.attrs.pop("placeholder", None)


class SignInForm(OurWords, account.LoginForm):  # type: ignore[misc]
    words: ClassVar = {"login": (_("Surel"), ""), "password": (_("Kata sandi"), "")}


class ReauthenticateForm(OurWords, account.ReauthenticateForm):  # type: ignore[misc]
    words: ClassVar = {"password": (_("Kata sandi"), "")}


class ChangePasswordForm(OurWords, account.ChangePasswordForm):  # type: ignore[misc]
    words: ClassVar = {
        "oldpassword": (_("Kata sandi sekarang"), ""),
        "password1": (_("Kata sandi baru"), PASSWORD_HELP),
        "password2": (_("Kata sandi baru, sekali lagi"), ""),
    }


class ResetPasswordForm(OurWords, account.ResetPasswordForm):  # type: ignore[misc]
    users: list[User]
    words: ClassVar = {"email": (_("Surel"), _("Alamat surel yang diundang oleh administrator."))}

    def clean_email(self) -> str:
        email: str = super().clean_email()
        # Who has not accepted the invitation yet has no password to reset.
        self.users = [user for user in self.users if user.has_usable_password()]
        return email

    def save(self, request: Any, **kwargs: Any) -> str:
        # Nothing is sent to an unknown address: this house has no sign-up to offer it.
        if not self.users:
            return str(self.cleaned_data["email"])
        return str(super().save(request, **kwargs))


class NewPasswordForm(OurWords, account.ResetPasswordKeyForm):  # type: ignore[misc]
    words: ClassVar = {
        "password1": (_("Kata sandi baru"), PASSWORD_HELP),
        "password2": (_("Kata sandi baru, sekali lagi"), ""),
    }


class CodeForm(OurWords, mfa.AuthenticateForm):  # type: ignore[misc]
    words: ClassVar = {
        "code": (_("Kode"), _("Enam angka dari aplikasi di ponsel Anda, atau satu kode pemulihan."))
    }


class CodeAgainForm(OurWords, mfa.ReauthenticateForm):  # type: ignore[misc]
    words: ClassVar = CodeForm.words


class ActivateForm(OurWords, totp.ActivateTOTPForm):  # type: ignore[misc]
    """The secret waits in the session until its first code is given; it waits there sealed."""

    secret: str
    words: ClassVar = {"code": (_("Kode"), CODE_HELP)}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        session = context.request.session
        if self.is_bound and self.secret.endswith(SEALED):
            self.secret = vault.unseal_secret(self.secret.removesuffix(SEALED))
        session[SECRET_SESSION_KEY] = vault.seal_secret(self.secret) + SEALED
