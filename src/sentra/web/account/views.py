"""allauth's pages with our forms and templates. Only what is in `urls` exists."""

from typing import Any

from allauth.account import views as account
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from django.http import HttpResponse

from sentra.web.account import forms


class SignIn(account.LoginView):  # type: ignore[misc]
    form_class = forms.SignInForm


class Reauthenticate(account.ReauthenticateView):  # type: ignore[misc]
    form_class = forms.ReauthenticateForm


class ChangePassword(account.PasswordChangeView):  # type: ignore[misc]
    form_class = forms.ChangePasswordForm


class ResetPassword(account.PasswordResetView):  # type: ignore[misc]
    form_class = forms.ResetPasswordForm


class NewPassword(account.PasswordResetFromKeyView):  # type: ignore[misc]
    form_class = forms.NewPasswordForm


class GiveCode(mfa.AuthenticateView):  # type: ignore[misc]
    form_class = forms.CodeForm


class GiveCodeAgain(mfa.ReauthenticateView):  # type: ignore[misc]
    form_class = forms.CodeAgainForm


class ActivateSecondFactor(totp.ActivateTOTPView):  # type: ignore[misc]
    form_class = forms.ActivateForm

    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        # The code that activates is as good as one given at sign-in: this session has its second factor.
        record_authentication(self.request, self.request.user, "mfa", type="totp")
        return response


sign_in = SignIn.as_view()
sign_out = account.logout
reauthenticate = Reauthenticate.as_view()
change_password = ChangePassword.as_view()
reset_password = ResetPassword.as_view()
reset_password_done = account.password_reset_done
new_password = NewPassword.as_view()
new_password_done = account.password_reset_from_key_done
give_code = GiveCode.as_view()
give_code_again = GiveCodeAgain.as_view()
my_account = mfa.index
activate_second_factor = ActivateSecondFactor.as_view()
deactivate_second_factor = totp.deactivate_totp
recovery_codes = codes.view_recovery_codes
generate_recovery_codes = codes.generate_recovery_codes
