"""Recordings of up to 100 MB on their way in: held in memory until they are sealed, never in a file in clear.

The setting for all uploads stays below that; only whoever is signed in and at the bench may send so much.
"""

import io
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.files.uploadedfile import InMemoryUploadedFile, UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from sentra.lab.rules.bench import MOST_BYTES

View = Callable[..., HttpResponseBase]


class RecordingHandler(FileUploadHandler):
    """Holds a file of up to MOST_BYTES; of a larger one it keeps nothing and lets the rest run by."""

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request)
        self.too_large = False
        self.held = io.BytesIO()

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.held = io.BytesIO()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if start + len(raw_data) > MOST_BYTES:
            self.too_large = True
            self.held = io.BytesIO()
            raise SkipFile
        self.held.write(raw_data)

    def file_complete(self, file_size: int) -> UploadedFile:
        self.held.seek(0)
        return InMemoryUploadedFile(
            file=self.held,
            field_name=self.field_name,
            name=self.file_name or "",
            content_type=self.content_type,
            size=file_size,
            charset=self.charset,
            content_type_extra=self.content_type_extra,
        )


def takes_recordings(view: View) -> View:
    """For views behind `login_required`. How files are taken is set before anything reads the body; the
    check against forged requests reads it, so it comes inside.
    """

    @csrf_exempt
    @wraps(view)
    def taken(request: HttpRequest, *arguments: Any, **named: Any) -> HttpResponseBase:
        request.upload_handlers = [RecordingHandler(request)]
        return csrf_protect(view)(request, *arguments, **named)

    return taken


def was_too_large(request: HttpRequest) -> bool:
    """Whether a file of this request was let go because of its size."""
    return any(isinstance(one, RecordingHandler) and one.too_large for one in request.upload_handlers)
