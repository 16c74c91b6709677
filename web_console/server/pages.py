# SPDX-License-Identifier: Apache-2.0
"""Serves the built front end: its files, and its one page for every address that is no file's."""

from __future__ import annotations

import os
from mimetypes import guess_type
from os import PathLike
from pathlib import Path

from fastapi import FastAPI
from fastapi.responses import FileResponse, Response
from starlette.datastructures import Headers
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from web_console.server.refusal import not_found

_FOR_EVER = "public, max-age=31536000, immutable"


class _Assets(StaticFiles):
    """Files whose names change with what is in them; the build has put a compressed one beside each that shrinks."""

    def file_response(
        self, full_path: str | PathLike[str], stat_result: os.stat_result, scope: Scope, status_code: int = 200
    ) -> Response:
        """The file, compressed for browsers that take that, and kept by them."""
        compressed = Path(f"{os.fspath(full_path)}.gz")
        takes = [one.split(";")[0].strip() for one in Headers(scope=scope).get("accept-encoding", "").split(",")]
        if "gzip" in takes and compressed.is_file():
            response = super().file_response(compressed, compressed.stat(), scope, status_code)
            response.headers["Content-Encoding"] = "gzip"
            response.headers["Content-Type"] = guess_type(full_path)[0] or "application/octet-stream"
        else:
            response = super().file_response(full_path, stat_result, scope, status_code)
        response.headers["Vary"] = "Accept-Encoding"
        response.headers["Cache-Control"] = _FOR_EVER
        return response


def add_pages(app: FastAPI, folder: Path) -> None:
    """Serves a built front end; comes after all endpoints.

    Args:
        app: the application.
        folder: with `index.html` and `assets/`.
    """
    page = folder / "index.html"
    files = {file.name: file for file in folder.iterdir() if file.is_file() and file != page}
    app.mount("/assets", _Assets(directory=folder / "assets"))

    @app.api_route("/{address:path}", methods=["GET", "HEAD"], include_in_schema=False)
    def page_or_file(address: str) -> Response:
        if address == "api" or address.startswith("api/"):
            raise not_found("endpoint")
        return FileResponse(files.get(address, page), headers={"Cache-Control": "no-cache"})
