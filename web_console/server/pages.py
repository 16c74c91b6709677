# SPDX-License-Identifier: Apache-2.0
"""Serves the built front end: its files, and its one page for every address that is no file's."""

from __future__ import annotations

from pathlib import Path

from fastapi import FastAPI
from fastapi.responses import FileResponse, Response
from starlette.staticfiles import StaticFiles

from web_console.server.refusal import not_found

_FOR_EVER = "public, max-age=31536000, immutable"


class _Assets(StaticFiles):
    """Files whose names change with what is in them."""

    def file_response(self, *args: object, **kwargs: object) -> Response:
        """The same, kept by the browser."""
        response = super().file_response(*args, **kwargs)  # type: ignore[arg-type] # handed on as they came
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
