"""Files written whole or not at all, and only when their bytes change.

Make compares dates. A file that keeps its date when its content is the same lets everything
that depends on it rest; a file that is renamed into place is never seen half-written.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path


def write_bytes(path: str | os.PathLike[str], data: bytes) -> bool:
    """Write `data` to `path` through a temporary name, unless the file already holds it.

    Returns True if the file was written. Folders on the way are made. An OSError names `path`,
    not the temporary file.
    """
    path = Path(path)
    try:
        return _written(path, data)
    except (FileExistsError, NotADirectoryError) as error:
        raise NotADirectoryError(
            error.errno, "cannot be written: a file is in the way of its folder", str(path)
        ) from error
    except OSError as error:
        raise OSError(error.errno, f"cannot be written: {error.strerror}", str(path)) from error


def _written(path: Path, data: bytes) -> bool:
    if path.is_file() and path.read_bytes() == data:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
        os.chmod(temporary, 0o644)
        os.replace(temporary, path)
    except BaseException:
        os.unlink(temporary)
        raise
    return True


def write_text(path: str | os.PathLike[str], text: str) -> bool:
    """Write `text` as UTF-8 with line feeds; see `write_bytes`."""
    return write_bytes(path, text.encode("utf-8"))


def sha256(data: bytes) -> str:
    """SHA-256 of `data` as 64 hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()
