from django.urls import path

from sentra.web.registry import acts, dossier, reference, registering, views

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
    path("usaha/<int:pk>/peralatan/", acts.machinery, name="machinery"),
    path("usaha/<int:pk>/peralatan/tambah/", acts.add_equipment, name="add_equipment"),
    path("usaha/<int:pk>/peralatan/<int:item>/", acts.set_equipment_state, name="set_equipment_state"),
    path("usaha/<int:pk>/kemampuan/", acts.set_capabilities, name="set_capabilities"),
    path("usaha/<int:pk>/berkas/", acts.papers, name="papers"),
    path("usaha/<int:pk>/berkas/kutipan/", acts.issue_extract, name="issue_extract"),
    path("usaha/<int:pk>/berkas/<int:document>.pdf", acts.open_document, name="open_document"),
    path("usaha/<int:pk>/lupakan/<int:person>/", acts.forget_owner, name="forget_owner"),
    path("peta/", views.map_page, name="map"),
    path("sentra/", views.clusters, name="clusters"),
    path("pengaturan/batas-wilayah/", reference.boundaries, name="boundaries"),
    path("pengaturan/batas-wilayah/hapus/", reference.drop_boundaries, name="drop_boundaries"),
    path("pengaturan/kbli/", reference.industry_codes, name="industry_codes"),
]
