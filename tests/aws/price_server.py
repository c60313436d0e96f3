"""A server of price list files on loopback, as AWS writes them."""

from __future__ import annotations

import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

Row = tuple[str, str, str, str]
"""Name, usage type, unit, US dollars."""


class Server:
    """Files by path, and statuses for paths that fail."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.statuses: dict[str, int] = {}
        self.asked: list[str] = []
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                server.asked.append(self.path)
                body = server.files.get(self.path)
                status = server.statuses.get(self.path, 200 if body else 404)
                self.send_response(status)
                self.end_headers()
                self.wfile.write(body or b"")

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002
                pass

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._http.server_port}"
        Thread(target=self._http.serve_forever, args=(0.01,), daemon=True).start()

    def close(self) -> None:
        self._http.shutdown()
        self._http.server_close()

    def sell(
        self, offer: str, region: str, *rows: Row, published: str = "2026-09-25"
    ) -> None:
        self.put(offer, region, document(region, rows, published))

    def put(self, offer: str, region: str, content: Any) -> None:
        text = content if isinstance(content, bytes) else json.dumps(content).encode()
        self.files[path(offer, region)] = text


def path(offer: str, region: str) -> str:
    return f"/offers/v1.0/aws/{offer}/current/{region}/index.json"


def document(region: str, rows: tuple[Row, ...], published: str) -> dict[str, Any]:
    products, terms = {}, {}
    for number, (name, usage, unit, dollars) in enumerate(rows):
        sku = f"SAMPLE{number:02}"
        key = "servicename" if name.endswith("Edition)") else "model"
        attributes = {"regionCode": region, "usagetype": usage, key: name}
        products[sku] = {"sku": sku, "attributes": attributes}
        terms[sku] = {f"{sku}.J": {"priceDimensions": {"d": dimension(unit, dollars)}}}
    return {
        "offerCode": "x",
        "publicationDate": f"{published}T09:39:35Z",
        "products": products,
        "terms": {"OnDemand": terms, "Reserved": {"SAMPLE00": {}}},
    }


def dimension(unit: str, dollars: str) -> dict[str, Any]:
    return {"unit": unit, "beginRange": "0", "pricePerUnit": {"USD": dollars}}
