from django.urls import path

from sentra.web.registry import dossier, reference, registering, views

app_name = "registry"
urlpatterns = [
    path("usaha/", views.business_list, name="list"),
    path("usaha/unduh.csv", views.download_csv, name="csv"),
    path("usaha/unduh.xlsx", views.download_xlsx, name="xlsx"),
    path("usaha/baru/", registering.register, name="register"),
    path("usaha/desa/", registering.villages, name="villages"),
    path("usaha/<int:pk>/", dossier.profile, name="business"),
    path("usaha/<int:pk>/riwayat/", dossier.history, name="history"),
    path("usaha/<int:pk>/sumber/", dossier.sources, name="sources"),
    path("usaha/<int:pk>/ubah/", registering.edit, name="edit"),
    path("usaha/<int:pk>/nomor/<int:number>/", dossier.unmask_number, name="unmask_number"),
    path("usaha/<int:pk>/sel/<int:record>/", dossier.unmask_cells, name="unmask_cells"),
    path("usaha/<int:pk>/whatsapp/", dossier.whatsapp, name="whatsapp"),
    path("peta/", views.map_page, name="map"),
    path("sentra/", views.clusters, name="clusters"),
    path("pengaturan/batas-wilayah/", reference.boundaries, name="boundaries"),
    path("pengaturan/batas-wilayah/hapus/", reference.drop_boundaries, name="drop_boundaries"),
    path("pengaturan/kbli/", reference.industry_codes, name="industry_codes"),
]
