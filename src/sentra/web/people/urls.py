from django.urls import path

from sentra.web.people import views

app_name = "people"
urlpatterns = [
    path("orang/", views.people_list, name="list"),
    path("orang/undang/", views.invite, name="invite"),
    path("orang/<int:pk>/", views.person, name="person"),
    path("orang/<int:pk>/tetapkan/", views.assign, name="assign"),
    path("orang/<int:pk>/kirim-ulang/", views.resend, name="resend"),
    path("orang/<int:pk>/nonaktifkan/", views.deactivate, name="deactivate"),
    path("orang/<int:pk>/aktifkan/", views.reactivate, name="reactivate"),
    path("orang/<int:pk>/reset-faktor-kedua/", views.reset_second_factor, name="reset_second_factor"),
    path("undangan/<str:token>/", views.accept, name="accept"),
    path("pengaturan/", views.settings_index, name="settings"),
    path("pengaturan/kantor/", views.offices, name="offices"),
    path("pengaturan/kantor/<int:pk>/", views.rename_office, name="rename_office"),
]
