"""What a page may load and where its forms may go: only this site, so that injected markup stays inert."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

DIRECTIVES = {
    "default-src": "'self'",
    "img-src": "'self' data:",  # the second factor's QR code is drawn into the page
    "object-src": "'none'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
    "form-action": "'self' https://wa.me",  # WhatsApp opens through a form, because opening it is on record
}
POLICY = "; ".join(f"{name} {sources}" for name, sources in DIRECTIVES.items())


class ContentPolicyMiddleware:
    """Sends `Content-Security-Policy` (W3C CSP level 3) with every answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = self.get_response(request)
        answer.setdefault("Content-Security-Policy", POLICY)
        return answer
