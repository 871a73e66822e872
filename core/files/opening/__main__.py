"""The process: bounds first, then the file, then the answer."""

import json
import sys
from collections.abc import Callable, Mapping

from core.files.bounds import Bounds
from core.files.opening.answers import Opened, Refused
from core.files.opening.limits import limit_process


def main(kind: str, bounds: Bounds) -> None:
    """Open the file on standard input and answer on standard output."""
    limit_process(kind, bounds)
    content = sys.stdin.buffer.read(bounds.size + 1)
    try:
        opened = _opener(kind)(content, bounds)
        _answer(opened.facts, opened.content)
    except Refused as refused:
        _answer({"refused": refused.why, "what": refused.what})
    except MemoryError:
        _answer({"refused": "intricate", "what": ""})
    except Exception:  # Whatever a library does not survive is a damaged file.
        _answer({"refused": "unreadable", "what": ""})


def _answer(facts: Mapping[str, int | str], kept: bytes = b"") -> None:
    sys.stdout.buffer.write(json.dumps(facts).encode() + b"\n" + kept)


def _opener(kind: str) -> Callable[[bytes, Bounds], Opened]:
    # Each library costs a tenth of a second to load, so only the one that is needed is.
    if kind == "pdf":
        from core.files.opening.pdfs import open_pdf

        return open_pdf
    from core.files.opening.images import open_image

    return open_image


if __name__ == "__main__":
    main(sys.argv[1], Bounds(**json.loads(sys.argv[2])))
