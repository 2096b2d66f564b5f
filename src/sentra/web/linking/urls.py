from django.urls import path

from sentra.web.linking import belonging, merging, overview, reviewing

app_name = "linking"
urlpatterns = [
    path("data-ganda/", overview.overview, name="overview"),
    path("data-ganda/tinjau/", reviewing.review, name="review"),
    path("data-ganda/tinjau/urungkan/", reviewing.undo_last, name="undo_last"),
    path("data-ganda/tinjau/<int:pk>/", reviewing.question, name="question"),
    path("data-ganda/tinjau/<int:pk>/jawab/", reviewing.answer, name="answer"),
    path("data-ganda/keputusan/<int:pk>/urungkan/", reviewing.undo, name="undo"),
    path("usaha/<int:pk>/mengapa-satu/", belonging.why, name="why"),
    path("usaha/<int:pk>/lepaskan/<int:record>/", belonging.detach, name="detach"),
    path("usaha/<int:pk>/gabungkan/", merging.choose, name="choose"),
    path("usaha/<int:pk>/gabungkan/<int:other>/", merging.merge, name="merge"),
    path("usaha/<int:pk>/pisahkan/<int:event>/", merging.unmerge, name="unmerge"),
]
