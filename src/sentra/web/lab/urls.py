from django.urls import path

from sentra.web.lab import bench, desk, judging, keeping, makers, public, reporting, runs

app_name = "lab"
urlpatterns = [
    # the queue and what is handed in
    path("lab/", desk.queue, name="queue"),
    path("lab/permintaan/baru/", desk.find_business, name="find_business"),
    path("lab/permintaan/baru/<int:business>/", desk.new_request, name="new_request"),
    path("lab/permintaan/<int:pk>/", desk.request_page, name="request"),
    path("lab/permintaan/<int:pk>/rencana/", desk.plan, name="plan"),
    path("lab/permintaan/<int:pk>/batal/", desk.cancel, name="cancel"),
    path("lab/permintaan/<int:pk>/barang/", desk.receive_specimen, name="receive_specimen"),
    path("lab/barang/<int:pk>/", desk.specimen_page, name="specimen"),
    path("lab/barang/<int:pk>/kembali/", desk.return_specimen, name="return_specimen"),
    path("lab/barang/<int:pk>/luar/", desk.external, name="external"),
    # the bench
    path("lab/sesi/baru/", bench.new_session, name="new_session"),
    path("lab/sesi/<int:pk>/", bench.session_page, name="session"),
    path("lab/sesi/<int:pk>/kalibrator/", bench.check, name="check"),
    path("lab/sesi/<int:pk>/latar/", bench.background, name="background"),
    path("lab/sesi/<int:pk>/pengukuran/", bench.open_measurement, name="open_measurement"),
    path("lab/sesi/<int:pk>/selesai/", bench.close, name="close_session"),
    path("lab/sesi/<int:pk>/batal/", bench.void, name="void_session"),
    path("lab/pengukuran/<int:pk>/percobaan/", bench.take_run, name="take_run"),
    # what came of it
    path("lab/pengukuran/<int:pk>/", judging.measurement_page, name="measurement"),
    path("lab/pengukuran/<int:pk>/hitung/", judging.compute, name="compute"),
    path("lab/pengukuran/<int:pk>/banding/", judging.compare, name="compare"),
    path("lab/pengukuran/<int:pk>/nilai/", judging.judge, name="judge"),
    path("lab/percobaan/<int:pk>/", runs.run_page, name="run"),
    path("lab/percobaan/<int:pk>/takometer/", runs.correct_tachometer, name="correct_tachometer"),
    path("lab/percobaan/<int:pk>/batal/", runs.void_run, name="void_run"),
    path("lab/rekaman/<int:pk>/", runs.recording, name="recording"),
    path("lab/pembuat/<int:pk>/", makers.maker, name="maker"),
    # reports and labels
    path("lab/permintaan/<int:pk>/laporan/", reporting.prepare, name="prepare_report"),
    path("lab/laporan/<int:pk>/", reporting.report_page, name="report"),
    path("lab/laporan/<int:pk>/konsep.pdf", reporting.draft_pdf, name="draft_pdf"),
    path("lab/laporan/<int:pk>/sahkan/", reporting.authorise, name="authorise"),
    path("lab/laporan/<int:pk>/ganti/", reporting.replace, name="replace"),
    path("lab/laporan/<int:pk>/cabut/", reporting.withdraw, name="withdraw"),
    path("lab/barang/<int:pk>/label/", reporting.issue_label, name="issue_label"),
    path("lab/barang/<int:pk>/label.pdf", reporting.label_pdf, name="label_pdf"),
    path("lab/barang/<int:pk>/label/cabut/", reporting.revoke_label, name="revoke_label"),
    path("lab/dokumen/<int:pk>.pdf", reporting.document, name="document"),
    path("lab/lampiran/<int:pk>/", reporting.attachment, name="attachment"),
    # instruments, methods, limits, vehicles
    path("lab/alat/", keeping.instruments, name="instruments"),
    path("lab/alat/baru/", keeping.new_instrument, name="new_instrument"),
    path("lab/alat/<int:pk>/", keeping.instrument, name="instrument"),
    path("lab/alat/<int:pk>/henti/", keeping.retire, name="retire"),
    path("lab/alat/sertifikat/<int:pk>/cabut/", keeping.withdraw_certificate, name="withdraw_certificate"),
    path("lab/alat/akreditasi/", keeping.accreditation, name="accreditation"),
    path(
        "lab/alat/akreditasi/<int:pk>/cabut/",
        keeping.withdraw_accreditation,
        name="withdraw_accreditation",
    ),
    path("lab/metode/", keeping.methods, name="methods"),
    path("lab/metode/batas/baru/", keeping.new_limit, name="new_limit"),
    path("lab/metode/batas/<int:pk>/cocok/", keeping.verify_limit, name="verify_limit"),
    path("lab/metode/batas/<int:pk>/cabut/", keeping.withdraw_limit, name="withdraw_limit"),
    path("lab/kendaraan/", keeping.vehicles, name="vehicles"),
    path("lab/kendaraan/baru/", keeping.new_vehicle, name="new_vehicle"),
    path("lab/orientasi/", bench.orientation, name="orientation"),
    # open to everybody
    path("uji/", public.label, name="find_label"),
    path("uji/<str:code>/", public.label, name="label"),
]
