"""What we want of allauth: no sign-up, our own sentences, links to the public address, sealed secrets."""

import logging
import time
from smtplib import SMTPException
from typing import Any, ClassVar

import segno
from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sentra.base.people import vault
from sentra.base.people.models import User

log = logging.getLogger(__name__)

# What the page says after an act of allauth; acts that are not here speak for themselves.
SENTENCES = {
    "account/messages/logged_out.txt": _("Anda sudah keluar."),
    "account/messages/password_changed.txt": _("Kata sandi diganti."),
    "mfa/messages/totp_activated.txt": _("Faktor kedua terpasang."),
    "mfa/messages/totp_deactivated.txt": _("Faktor kedua dilepas."),
    "mfa/messages/recovery_codes_generated.txt": _("Kode pemulihan baru dibuat."),
}


class ClosedAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts come only from an administrator's invitation."""

    error_messages: ClassVar[dict[str, Any]] = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _("Surel atau kata sandi tidak cocok."),
        "too_many_login_attempts": _(
            "Terlalu banyak percobaan yang gagal. Cobalah lagi beberapa menit lagi."
        ),
        "enter_current_password": _("Kata sandi sekarang tidak cocok."),
        "incorrect_password": _("Kata sandi tidak cocok."),
        "incorrect_code": _("Kode tidak cocok. Pakailah kode yang sedang tampil di aplikasi."),
        "invalid_password_reset": _("Tautan ini tidak berlaku lagi."),
        "rate_limited": _("Terlalu banyak permintaan. Cobalah lagi beberapa menit lagi."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """A server behind a socket is told no address: then all callers are counted as one."""
        try:
            return str(super().get_client_ip(request))
        except PermissionDenied:
            return ""

    def format_email_subject(self, subject: str) -> str:
        return f"[Sentra] {subject}"

    def get_reset_password_from_key_url(self, key: str) -> str:
        # The Host header of whoever asked must not decide where the link in a letter leads.
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"})
        return settings.PUBLIC_BASE_URL + path.replace("UID-KEY", key)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """A silent mail server is logged, not shown: the page must not tell which addresses exist."""
        try:
            super().send_mail(template_prefix, email, context)
        except (OSError, SMTPException):
            log.exception("letter %s was not sent", template_prefix)

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        sentence = message or SENTENCES.get(message_template or "")
        if sentence:
            messages.add_message(request, level, sentence, extra_tags=extra_tags)

    def respond_user_inactive(self, request: HttpRequest, user: User) -> HttpResponse:
        messages.error(request, _("Akun ini tidak aktif. Hubungi administrator."))
        return redirect("account_login")

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        return reverse("account_login")

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("mfa_index")

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Whoever gave the password or a code a moment ago is not asked for it again at once."""
        request = context.request
        given = [record["at"] for record in get_authentication_records(request, request.user)]
        recent = any(time.time() - at < app_settings.REAUTHENTICATION_TIMEOUT for at in given)
        return not recent and bool(super().is_reauthentication_required(app=app, **kwargs))


class SealedSecretsAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """TOTP secrets and the seeds of recovery codes lie in the database as ciphertext."""

    error_messages: ClassVar[dict[str, Any]] = DefaultMFAAdapter.error_messages | {
        "cannot_delete_authenticator": _("Peran Anda memerlukan faktor kedua; ia tidak dapat dilepas."),
        "cannot_generate_recovery_codes": _("Pasang faktor kedua dulu, baru buat kode pemulihan."),
        "incorrect_code": ClosedAdapter.error_messages["incorrect_code"],
    }

    def encrypt(self, text: str) -> str:
        return vault.seal_secret(text)

    def decrypt(self, encrypted_text: str) -> str:
        return vault.unseal_secret(encrypted_text)

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        return not authenticator.user.needs_second_factor

    def build_totp_svg(self, url: str) -> str:
        # Dark on light in both themes: cameras do not read it the other way round.
        return segno.make(url).svg_inline(scale=4, border=3, dark="#000", light="#fff")
