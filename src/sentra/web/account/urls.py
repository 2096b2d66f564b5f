"""The addresses of allauth that are in use, one by one, under allauth's own names; the rest do not exist."""

from django.urls import path, re_path

from sentra.web.account import views

urlpatterns = [
    path("masuk/", views.sign_in, name="account_login"),
    path("masuk/kode/", views.give_code, name="mfa_authenticate"),
    path("masuk/lagi/", views.reauthenticate, name="account_reauthenticate"),
    path("masuk/lagi/kode/", views.give_code_again, name="mfa_reauthenticate"),
    path("keluar/", views.sign_out, name="account_logout"),
    path("kata-sandi/", views.change_password, name="account_change_password"),
    path("kata-sandi/lupa/", views.reset_password, name="account_reset_password"),
    path("kata-sandi/lupa/terkirim/", views.reset_password_done, name="account_reset_password_done"),
    re_path(
        r"^kata-sandi/baru/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[0-9A-Za-z-]+)/$",
        views.new_password,
        name="account_reset_password_from_key",
    ),
    path("kata-sandi/baru/selesai/", views.new_password_done, name="account_reset_password_from_key_done"),
    path("faktor-kedua/", views.my_account, name="mfa_index"),
    path("faktor-kedua/pasang/", views.activate_second_factor, name="mfa_activate_totp"),
    path("faktor-kedua/lepas/", views.deactivate_second_factor, name="mfa_deactivate_totp"),
    path("faktor-kedua/kode-pemulihan/", views.recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "faktor-kedua/kode-pemulihan/baru/", views.generate_recovery_codes, name="mfa_generate_recovery_codes"
    ),
]
