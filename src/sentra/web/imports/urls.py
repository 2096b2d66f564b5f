from django.urls import path

from sentra.web.imports import arriving, rows, views

app_name = "imports"
urlpatterns = [
    path("impor/", views.batch_list, name="list"),
    path("impor/baru/", arriving.upload, name="upload"),
    path("impor/<int:pk>/", views.batch, name="batch"),
    path("impor/<int:pk>/kemajuan/", views.progress, name="progress"),
    path("impor/<int:pk>/kolom/", views.columns, name="columns"),
    path("impor/<int:pk>/baris/", rows.rows, name="rows"),
    path("impor/<int:pk>/sel/", rows.cells, name="cells"),
    path("impor/<int:pk>/sumber/", arriving.assign, name="assign"),
    path("impor/<int:pk>/simpan/", views.commit, name="commit"),
    path("impor/<int:pk>/batalkan/", views.undo, name="undo"),
    path("impor/<int:pk>/buang/", views.discard, name="discard"),
    path("impor/<int:pk>/berkas.xlsx", views.workbook, name="workbook"),
    path("impor/sumber/", views.source_list, name="sources"),
]
