"""Turns a voice message as Chromium records it (Opus in WebM) into what messengers play (Opus in Ogg), without coding anew.

Only what `MediaRecorder` writes is read: one audio track, SimpleBlocks or BlockGroups, sizes that may be unknown.

Sources: RFC 8794 (EBML), RFC 9559 (Matroska), RFC 7845 (Ogg Opus), RFC 3533 (Ogg).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

_SEGMENT, _TRACKS, _TRACK, _CODEC, _CODEC_PRIVATE = 0x18538067, 0x1654AE6B, 0xAE, 0x86, 0x63A2
_CLUSTER, _SIMPLE_BLOCK, _BLOCK_GROUP, _BLOCK = 0x1F43B675, 0xA3, 0xA0, 0xA1
_OPENED = (_SEGMENT, _TRACKS, _TRACK, _CLUSTER, _BLOCK_GROUP)
_SAMPLES_A_SECOND = 48_000  # Ogg Opus counts in these whatever was recorded
_PACKETS_A_PAGE = 40  # at most 255 pieces of 255 bytes are in a page, and a packet has at most 1,275
MAGIC = b"\x1aE\xdf\xa3"


def to_ogg(webm: bytes) -> bytes:
    """Return the same sound in Ogg.

    Raises:
        ValueError: it is no WebM with Opus, or holds no sound.
    """
    head, packets = b"", []
    codec = b""
    for identifier, content in _elements(webm, 0, len(webm)):
        if identifier == _CODEC:
            codec = content
        elif identifier == _CODEC_PRIVATE:
            head = content
        elif identifier in (_SIMPLE_BLOCK, _BLOCK):
            packets.append(_frame(content))
    if not codec.startswith(b"A_OPUS") or not head.startswith(b"OpusHead") or not packets:
        raise ValueError("no sound in Opus")
    return b"".join(_pages(head, packets))


def seconds_of(ogg: bytes) -> float:
    """Return how long an Ogg Opus sound is, by its last page."""
    at = ogg.rfind(b"OggS")
    return float(struct.unpack_from("<q", ogg, at + 6)[0]) / _SAMPLES_A_SECOND if at >= 0 else 0.0


def _elements(data: bytes, at: int, end: int) -> Iterator[tuple[int, bytes]]:
    """Yield the elements that matter, those inside others too."""
    while at < end:
        identifier, at, _ = _number(data, at, keeps_marker=True)
        size, at, is_unknown = _number(data, at, keeps_marker=False)
        if identifier in _OPENED:  # go inside: an unknown size ends where the next one begins, which comes by itself
            continue
        if is_unknown or at + size > end:
            return  # the recording was cut off: what came before it is whole
        yield identifier, data[at : at + size]
        at += size


def _number(data: bytes, at: int, *, keeps_marker: bool) -> tuple[int, int, bool]:
    """Read a number of variable length; return it, where it ends, and whether it means "unknown"."""
    if at >= len(data) or not data[at]:
        raise ValueError("broken off")
    length = 9 - data[at].bit_length()
    raw = int.from_bytes(data[at : at + length], "big")
    plain = raw & ((1 << (7 * length)) - 1)
    return raw if keeps_marker else plain, at + length, plain == (1 << (7 * length)) - 1


def _frame(block: bytes) -> bytes:
    _, at, _ = _number(block, 0, keeps_marker=False)
    if block[at + 2] & 0x06:
        raise ValueError("laced blocks are not written by browsers")
    return block[at + 3 :]


def _samples(packet: bytes) -> int:
    """Return how long a packet is, RFC 6716, section 3.1."""
    if not packet:
        return 0
    config = packet[0] >> 3
    if config < 12:
        frame = (480, 960, 1920, 2880)[config & 3]
    elif config < 16:
        frame = (480, 960)[config & 1]
    else:
        frame = (120, 240, 480, 960)[config & 3]
    count = (1, 2, 2)[packet[0] & 3] if packet[0] & 3 < 3 else (packet[1] & 63 if len(packet) > 1 else 0)
    return frame * count


def _pages(head: bytes, packets: list[bytes]) -> Iterator[bytes]:
    name = b"wegweiser"
    yield _page(0, 0, 2, [head])
    yield _page(1, 0, 0, [b"OpusTags" + struct.pack("<I", len(name)) + name + struct.pack("<I", 0)])
    position = 0
    for number, start in enumerate(range(0, len(packets), _PACKETS_A_PAGE), start=2):
        some = packets[start : start + _PACKETS_A_PAGE]
        position += sum(map(_samples, some))
        is_last = start + _PACKETS_A_PAGE >= len(packets)
        yield _page(number, position, 4 if is_last else 0, some)


def _page(number: int, position: int, flags: int, packets: list[bytes]) -> bytes:
    lacing = b"".join(b"\xff" * (len(p) // 255) + bytes([len(p) % 255]) for p in packets)
    if len(lacing) > 255:
        raise ValueError("packets too large")
    head = struct.pack("<4sBBqIIIB", b"OggS", 0, flags, position, 0x57454757, number, 0, len(lacing)) + lacing
    page = head + b"".join(packets)
    return page[:22] + struct.pack("<I", _checksum(page)) + page[26:]


def _table() -> list[int]:
    table = []
    for value in range(256):
        rest = value << 24
        for _ in range(8):
            rest = ((rest << 1) ^ 0x04C11DB7) if rest & 0x80000000 else rest << 1
        table.append(rest & 0xFFFFFFFF)
    return table


_TABLE = _table()


def _checksum(page: bytes) -> int:
    rest = 0
    for byte in page:
        rest = ((rest << 8) & 0xFFFFFFFF) ^ _TABLE[(rest >> 24) ^ byte]
    return rest
