"""A small client of a language server: it opens texts, and asks what an editor would ask."""

from __future__ import annotations

import contextlib
import json
import queue
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from attrs import Factory, define

LONGEST = 20.0
"""Seconds that any answer may take."""


@define(eq=False)
class Server:
    """A running language server that speaks over its standard streams.

    Args:
        process: the server.
        root: the folder that the editor has open.
    """

    process: subprocess.Popen[bytes]
    root: Path
    _received: queue.Queue[Any] = Factory(queue.Queue)
    _diagnostics: dict[str, list[Any]] = Factory(dict)
    _last: int = 0

    def start(self, settings: Mapping[str, Any]) -> None:
        """Say hello, with the settings of the editor."""
        threading.Thread(target=self._read, daemon=True).start()
        folder = {"uri": self.root.as_uri(), "name": self.root.name}
        able = {"textDocument": {"hover": {"contentFormat": ["plaintext"]}, "publishDiagnostics": {}}}
        self.ask(
            "initialize",
            {"processId": None, "rootUri": folder["uri"], "workspaceFolders": [folder], "capabilities": able},
        )
        self._tell("initialized", {})
        self._tell("workspace/didChangeConfiguration", {"settings": settings})

    def open(self, path: Path, text: str) -> list[Any]:
        """Open a text under a path, and return its diagnostics."""
        uri = path.as_uri()
        self._diagnostics.pop(uri, None)
        self._tell(
            "textDocument/didOpen",
            {"textDocument": {"uri": uri, "languageId": "yaml", "version": 1, "text": text}},
        )
        return self._until(lambda: self._diagnostics.get(uri))

    def close(self, path: Path) -> None:
        """Close a text."""
        self._tell("textDocument/didClose", {"textDocument": {"uri": path.as_uri()}})

    def completions(self, path: Path, line: int, column: int) -> list[str]:
        """Return what is offered at a place, counted from 0."""
        found = self.ask("textDocument/completion", self._at(path, line, column))
        return [one["label"] for one in (found["items"] if isinstance(found, dict) else found)]

    def hover(self, path: Path, line: int, column: int) -> str:
        """Return what is told at a place, counted from 0; empty for nothing."""
        found = self.ask("textDocument/hover", self._at(path, line, column))
        return json.dumps(found["contents"]) if found else ""

    def ask(self, method: str, params: Mapping[str, Any]) -> Any:
        """Send a request, and return its result."""
        self._last += 1
        number = self._last
        self._send({"id": number, "method": method, "params": params})
        answers: dict[int, Any] = {}
        answer = self._until(lambda: answers.get(number), answers)
        assert "error" not in answer, answer
        return answer["result"]

    def stop(self) -> None:
        """End the server, in good order if it listens."""
        with contextlib.suppress(OSError, AssertionError):
            self.ask("shutdown", {})
            self._tell("exit", {})
            self.process.wait(timeout=5)
        self.process.kill()
        self.process.wait()
        for stream in (self.process.stdin, self.process.stdout):
            with contextlib.suppress(OSError):
                stream.close()

    @staticmethod
    def _at(path: Path, line: int, column: int) -> dict[str, Any]:
        return {
            "textDocument": {"uri": path.as_uri()},
            "position": {"line": line, "character": column},
        }

    def _tell(self, method: str, params: Mapping[str, Any]) -> None:
        self._send({"method": method, "params": params})

    def _send(self, message: Mapping[str, Any]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self.process.stdin
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self.process.stdin.flush()

    def _read(self) -> None:
        stream = self.process.stdout
        assert stream
        length = 0
        for line in iter(stream.readline, b""):
            name, _, value = line.decode().partition(":")
            if name.lower() == "content-length":
                length = int(value)
            elif not line.strip():
                self._received.put(json.loads(stream.read(length)))

    def _until(self, done: Any, answers: dict[int, Any] | None = None) -> Any:
        """Take messages in until something is there; what the server asks is answered with nothing."""
        end = time.monotonic() + LONGEST
        while (found := done()) is None:
            try:
                message = self._received.get(timeout=max(0.0, end - time.monotonic()))
            except queue.Empty:
                raise AssertionError(f"no answer in {LONGEST} s") from None
            if "method" in message and "id" in message:
                items = message["params"].get("items", []) if message.get("params") else []
                self._send({"id": message["id"], "result": [None for _ in items]})
            elif message.get("method") == "textDocument/publishDiagnostics":
                self._diagnostics[message["params"]["uri"]] = message["params"]["diagnostics"]
            elif answers is not None and "id" in message:
                answers[message["id"]] = message
        return found


@contextlib.contextmanager
def running(command: Sequence[str], root: Path, settings: Mapping[str, Any]) -> Iterator[Server]:
    """Run a language server.

    Args:
        command: starts it.
        root: the folder that the editor has open.
        settings: of the editor.
    """
    process = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=root
    )
    server = Server(process, root)
    try:
        server.start(settings)
        yield server
    finally:
        server.stop()
