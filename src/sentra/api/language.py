"""Programs ask for a language as the web does: by Accept-Language. Addresses of the API name none."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase
from django.utils import translation
from django.utils.cache import patch_vary_headers

API = "/api/"
Answer = Callable[[HttpRequest], HttpResponseBase]


class AcceptLanguageMiddleware:
    """Sentences of the API in the language that the caller accepts, Indonesian when it names none of ours."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not request.path_info.startswith(API):
            return self.get_response(request)
        language = translation.get_language_from_request(request)
        with translation.override(language):
            answer = self.get_response(request)
        answer.headers["Content-Language"] = language
        patch_vary_headers(answer, ("Accept-Language",))
        return answer
