"""Rewards from an Assay server: for TRL, verl, or any loop of your own.

One file, standard library only, Python 3.9 or later. A row that could not be scored is ``None``,
never 0. A busy server is asked again; the order of the rows is kept whatever happens.

    client = Client("http://127.0.0.1:8080")
    client.rewards([{"response": "\\\\boxed{42}", "label": "42"}])    # [1.0]
"""

from __future__ import annotations

import http.client
import json
import os
import random
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Callable, Dict, List, Mapping, Optional, Sequence
from urllib.parse import urlsplit

Verdict = Dict[str, Any]
Row = Mapping[str, Any]

#: Statuses and causes that another try may cure.
BUSY = frozenset({429, 502, 503, 504})
PASSING = frozenset({"overloaded", "deadline", "sandbox_unavailable", "cancelled", "internal"})


class AssayError(RuntimeError):
    """The server cannot be reached, refused the request, or has no reward for a row that needs one."""


class Client:
    """A server, reached over kept connections. Safe to share between threads.

    :param url: address of the server; ``ASSAY_URL``, else ``http://127.0.0.1:8080``
    :param token: bearer token; ``ASSAY_TOKEN``, else none
    :param timeout: seconds one request may take
    :param tries: how often a request is sent before it is given up; waits double from half a second
    :param batch: rows a request
    :param parallel: requests under way at one time
    """

    def __init__(
        self,
        url: Optional[str] = None,
        token: Optional[str] = None,
        *,
        timeout: float = 300.0,
        tries: int = 8,
        batch: int = 256,
        parallel: int = 4,
    ) -> None:
        given = url or os.environ.get("ASSAY_URL") or "http://127.0.0.1:8080"
        address = urlsplit(given if "//" in given else f"http://{given}")
        if address.scheme not in ("http", "https") or not address.hostname:
            raise AssayError(f"Expected an http address, got {given!r}")
        self._https = address.scheme == "https"
        self._host = address.hostname
        self._port = address.port
        self._base = address.path.rstrip("/")
        self._token = token or os.environ.get("ASSAY_TOKEN")
        self._timeout = timeout
        self._tries = max(1, tries)
        self._batch = max(1, batch)
        self._parallel = max(1, parallel)
        self._kept = threading.local()

    def score_batch(self, samples: Sequence[Row]) -> List[Verdict]:
        """The verdicts of Samples (``verifier``, ``response``, ``reference``), in their order."""
        return self._all("/v1/score/batch", "samples", samples)

    def score_rows(self, rows: Sequence[Row]) -> List[Verdict]:
        """The verdicts of rows: ``response``, ``label``, and where known ``data_source``,
        ``verifier``, ``prompt``, ``options``. The server finds out what the label means."""
        return self._all("/v1/score/rows", "rows", rows)

    def rewards(self, rows: Sequence[Row]) -> List[Optional[float]]:
        """The rewards of rows, in their order; ``None`` for those that could not be scored."""
        return [verdict["reward"] for verdict in self.score_rows(rows)]

    def _all(self, path: str, name: str, items: Sequence[Row]) -> List[Verdict]:
        chunks = [items[i : i + self._batch] for i in range(0, len(items), self._batch)]
        if len(chunks) < 2:
            return [verdict for chunk in chunks for verdict in self._settled(path, name, chunk)]
        with ThreadPoolExecutor(min(self._parallel, len(chunks))) as pool:
            done = pool.map(lambda chunk: self._settled(path, name, chunk), chunks)
            return [verdict for verdicts in done for verdict in verdicts]

    def _settled(self, path: str, name: str, items: Sequence[Row]) -> List[Verdict]:
        """Asks again for the rows that a fault of the server's left without a reward."""
        verdicts = self._ask(path, name, items)
        for n in range(2):
            left = [i for i, verdict in enumerate(verdicts) if verdict["cause"] in PASSING]
            if not left:
                break
            time.sleep(_wait(n))
            for i, verdict in zip(left, self._ask(path, name, [items[i] for i in left])):
                verdicts[i] = verdict
        return verdicts

    def _ask(self, path: str, name: str, items: Sequence[Row]) -> List[Verdict]:
        body = json.dumps({name: list(items)}, ensure_ascii=False).encode("utf-8", "replace")
        verdicts = self.post(path, body)["verdicts"]
        if len(verdicts) != len(items):
            raise AssayError(f"Expected {len(items)} verdicts, got {len(verdicts)}")
        return verdicts

    def post(self, path: str, body: bytes) -> Any:
        """Posts JSON; tries again while the server is busy or out of reach.

        :raises AssayError: refused, or still busy after the last try
        """
        why, after = "", None
        for n in range(self._tries):
            if n > 0:
                time.sleep(_wait(n - 1, after))
            try:
                status, headers, text = self._send(path, body)
            except (OSError, http.client.HTTPException) as error:
                why, after = f"{type(error).__name__}: {error}", None
                continue
            if status == 200:
                return json.loads(text)
            why = f"{status}: {_detail(text)}"
            if status not in BUSY:
                raise AssayError(f"{path} was refused with {why}")
            after = _seconds(headers.get("retry-after"))
        raise AssayError(f"{path} gave no answer in {self._tries} tries, last {why}")

    def _send(self, path: str, body: bytes):
        kept: Optional[http.client.HTTPConnection] = getattr(self._kept, "connection", None)
        if kept is None:
            kind = http.client.HTTPSConnection if self._https else http.client.HTTPConnection
            kept = self._kept.connection = kind(self._host, self._port, timeout=self._timeout)
        headers = {"content-type": "application/json", "accept": "application/json"}
        if self._token:
            headers["authorization"] = f"Bearer {self._token}"
        try:
            kept.request("POST", self._base + path, body, headers)
            answer = kept.getresponse()
            return answer.status, answer.headers, answer.read()
        except BaseException:
            kept.close()
            self._kept.connection = None
            raise


def trl_reward(
    client: Optional[Client] = None,
    *,
    label: str = "answer",
    verifier: Optional[str] = None,
    options: Optional[Mapping[str, Any]] = None,
) -> Callable[..., List[Optional[float]]]:
    """A reward function for TRL's trainers: ``GRPOTrainer(reward_funcs=trl_reward(), ...)``.

    :param label: the column that rows are judged against; ``data_source`` is read where it is there
    :param verifier: the verifier of every row; found from the rows when absent
    """

    def reward(prompts=None, completions=(), **columns: Any) -> List[Optional[float]]:
        labels = columns.get(label)
        if labels is None:
            raise AssayError(f"Expected a column {label!r}, got {sorted(columns)}")
        sources = columns.get("data_source") or [None] * len(completions)
        rows = [
            _row(_text(completion), labels[i], sources[i], verifier, options)
            for i, completion in enumerate(completions)
        ]
        return (client or _default()).rewards(rows)

    reward.__name__ = "assay"
    return reward


def compute_score(
    data_source: Optional[str],
    solution_str: str,
    ground_truth: Any,
    extra_info: Optional[Mapping[str, Any]] = None,
    *,
    url: Optional[str] = None,
    verifier: Optional[str] = None,
    options: Optional[Mapping[str, Any]] = None,
    unscorable: Optional[float] = None,
    **_: Any,
) -> Dict[str, float]:
    """verl's custom reward function (``reward.custom_reward_function.path=assay.py``).

    verl takes numbers only. A row that cannot be scored raises, unless ``unscorable`` says which
    number it shall have; its ``scored`` is then 0.
    """
    client = Client(url) if url else _default()
    row = _row(solution_str, ground_truth, data_source, verifier, options)
    verdict = client.score_rows([row])[0]
    reward = verdict["reward"]
    if reward is None:
        if unscorable is None:
            raise AssayError(f"No reward: {verdict['cause']}: {verdict.get('message', '')}")
        return {"score": float(unscorable), "acc": 0.0, "scored": 0.0}
    return {"score": float(reward), "acc": float(verdict["correct"]), "scored": 1.0}


_shared: Optional[Client] = None
_lock = threading.Lock()


def _default() -> Client:
    global _shared
    with _lock:
        if _shared is None:
            _shared = Client()
        return _shared


def _row(response, label, source, verifier, options) -> Dict[str, Any]:
    row = {"response": response, "label": label, "data_source": source, "verifier": verifier}
    row["options"] = dict(options) if options else None
    return {name: value for name, value in row.items() if value is not None}


def _text(completion: Any) -> str:
    """A completion is a text, or the messages of a conversation: then what the assistant says."""
    if isinstance(completion, str):
        return completion
    said = [m.get("content") for m in completion if m.get("role", "assistant") == "assistant"]
    return "\n".join(text for text in said if isinstance(text, str))


def _wait(n: int, asked: Optional[float] = None) -> float:
    own = min(30.0, 0.5 * 2**n) * (0.5 + random.random())
    return max(own, min(asked or 0.0, 60.0))


def _seconds(header: Optional[str]) -> Optional[float]:
    try:
        return float(header) if header else None
    except ValueError:
        return None


def _detail(text: bytes) -> str:
    try:
        return str(json.loads(text).get("detail"))
    except (ValueError, AttributeError):
        return text[:200].decode("utf-8", "replace")
