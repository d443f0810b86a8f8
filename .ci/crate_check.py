"""Validate a report folder as an RO-Crate without a network; run by the Python of roc-validator.

    python .ci/crate_check.py REPORT CACHE

The validator reads the context of RO-Crate from the network, and takes an empty cache for a faulty
crate: the cache is filled with the copy that the library rocrate carries.
"""

import importlib.metadata
import io
import subprocess
import sys
from pathlib import Path
from typing import Any

import requests
from requests.adapters import BaseAdapter, HTTPAdapter
from requests_cache import CachedSession
from urllib3 import HTTPResponse

CONTEXT = "https://w3id.org/ro/crate/1.1/context"
CARRIED = "rocrate/data/ro-crate.jsonld"
PROFILES = ("ro-crate-1.1", "process-run-crate-0.5")


class Local(BaseAdapter):  # type: ignore[misc]
    """Answers with the context that the library carries."""

    def send(self, request: requests.PreparedRequest, **_: Any) -> requests.Response:
        place = importlib.metadata.distribution("rocrate").locate_file(CARRIED)
        content = Path(str(place)).read_bytes()
        if f'"{CONTEXT}"'.encode() not in content:
            raise SystemExit(f"this version of rocrate has another context than {CONTEXT}")
        headers = {"Content-Type": "application/ld+json", "Content-Length": str(len(content))}
        raw = HTTPResponse(io.BytesIO(content), headers, 200, preload_content=False)
        return HTTPAdapter().build_response(request, raw)

    def close(self) -> None:
        pass


def main(report: str, cache: str) -> int:
    session = CachedSession(cache_name=cache, expire_after=-1)
    session.mount(CONTEXT, Local())
    session.get(CONTEXT)
    session.close()
    program = str(Path(sys.executable).with_name("rocrate-validator"))
    options = ("--offline", "--cache-path", cache, "--requirement-severity", "required")
    codes = []
    for profile in PROFILES:
        words = (program, "-y", "validate", *options, "-p", profile, "--no-paging", report)
        codes.append(subprocess.run(words, check=False).returncode)
    return max(codes)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
