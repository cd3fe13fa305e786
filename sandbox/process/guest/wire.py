"""Messages between the host, the warden and a program: length, header length, JSON header, blobs.

All lengths are four bytes, big-endian. `sizes` in the header are the lengths of the blobs. The
frames of a program (frame, Frames) are simpler: length, one byte of tag, bytes.
"""
import json
import os

MAX_FRAME = (16 << 20) + 4096  # codec.ts: maxValueBytes, and room for the rest
_scan = json.JSONDecoder().scan_once
_encode = json.JSONEncoder(ensure_ascii=True, check_circular=False, separators=(',', ':')).encode


def unpack(body):
    """(header, blobs) of the bytes after the length."""
    start = 4 + int.from_bytes(body[:4], 'big')
    header, _ = _scan(body[4:start].decode('utf-8'), 0)
    blobs = []
    for size in header.get('sizes', ()):
        blobs.append(body[start:start + size])
        start += size
    return header, blobs


def pack(header, blobs=()):
    header['sizes'] = [len(blob) for blob in blobs]
    head = _encode(header).encode('utf-8')
    size = 4 + len(head) + sum(header['sizes'])
    return b''.join((size.to_bytes(4, 'big'), len(head).to_bytes(4, 'big'), head, *blobs))


def exactly(fd, size, read=os.read):
    """So many bytes of a blocking descriptor; None at its end."""
    first = read(fd, size)
    if len(first) == size:
        return first
    parts = [first]
    left = size - len(first)
    while left:
        part = parts[-1]
        if not part:
            return None
        part = read(fd, min(left, 1 << 20))
        parts.append(part)
        left -= len(part)
    return b''.join(parts)


def receive(fd):
    """The next message of a blocking descriptor; None at its end."""
    size = exactly(fd, 4)
    body = size and exactly(fd, int.from_bytes(size, 'big'))
    return body and unpack(body)


def write_all(fd, data, write=os.write):
    data = memoryview(data)
    while data:
        data = data[write(fd, data):]


def frame(tag, body=b''):
    return (1 + len(body)).to_bytes(4, 'big') + tag + body


class Frames:
    """Takes frames out of a program's bytes as they come. `broken`: they are no frames."""

    def __init__(self):
        self._held = bytearray()
        self.broken = False

    def feed(self, data):
        self._held += data

    def take(self):
        """(tag, body), or None while there is no whole frame."""
        held = self._held
        if len(held) < 4 or self.broken:
            return None
        size = int.from_bytes(held[:4], 'big')
        if not 1 <= size <= MAX_FRAME:
            self.broken = True
            return None
        if len(held) < 4 + size:
            return None
        tag, body = bytes(held[4:5]), bytes(held[5:4 + size])
        del held[:4 + size]
        return tag, body
