"""Bodies of answers by the version they are of: making one again costs more than all the rest of a request."""

from collections import OrderedDict
from threading import Lock

MOST = 512
LARGEST = 64 * 1024


class Kept:
    """A small memory of one process, safe between threads. What is asked for longest ago makes room."""

    def __init__(self) -> None:
        self._bodies: OrderedDict[tuple[str, str], bytes] = OrderedDict()
        self._turn = Lock()

    def get(self, version: str, address: str) -> bytes | None:
        """The body of `address` in `version`, if it is still kept."""
        with self._turn:
            body = self._bodies.get((version, address))
            if body is not None:
                self._bodies.move_to_end((version, address))
            return body

    def put(self, version: str, address: str, body: bytes) -> None:
        """Keep `body`, unless it is large."""
        if len(body) > LARGEST:
            return
        with self._turn:
            self._bodies[version, address] = body
            while len(self._bodies) > MOST:
                self._bodies.popitem(last=False)
