from django.urls import path

from sentra.web.linking import belonging, merging, overview, rereading, reviewing

app_name = "linking"
urlpatterns = [
    path("data-ganda/", overview.overview, name="overview"),
    path("data-ganda/tinjau/", reviewing.review, name="review"),
    path("data-ganda/tinjau/urungkan/", reviewing.undo_last, name="undo_last"),
    path("data-ganda/tinjau/<int:pk>/", reviewing.question, name="question"),
    path("data-ganda/tinjau/<int:pk>/jawab/", reviewing.answer, name="answer"),
    path("data-ganda/kedua/", rereading.second, name="second"),
    path("data-ganda/kedua/<int:pk>/", rereading.question, name="second_question"),
    path("data-ganda/kedua/<int:pk>/jawab/", rereading.answer, name="second_answer"),
    path("data-ganda/kedua/<int:pk>/pertahankan/", rereading.uphold, name="uphold"),
    path("data-ganda/keputusan/<int:pk>/urungkan/", reviewing.undo, name="undo"),
    path("usaha/<int:pk>/mengapa-satu/", belonging.why, name="why"),
    path("usaha/<int:pk>/lepaskan/<int:record>/", belonging.detach, name="detach"),
    path("usaha/<int:pk>/gabungkan/", merging.choose, name="choose"),
    path("usaha/<int:pk>/gabungkan/<int:other>/", merging.merge, name="merge"),
    path("usaha/<int:pk>/pisahkan/<int:event>/", merging.unmerge, name="unmerge"),
]
