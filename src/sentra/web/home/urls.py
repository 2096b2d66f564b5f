from django.urls import path

from sentra.web.home import checking, views
from sentra.web.style_guide import style_guide

urlpatterns = [
    path("", views.home, name="home"),
    path("gaya/", style_guide, name="style_guide"),
    path("v/", checking.check_document, name="document_check"),
    path("v/<str:code>/", checking.check_document, name="document_check_code"),
]
