# SPDX-License-Identifier: Apache-2.0
"""Finds what is in an MCAP file, whether it was finished or ends in the middle of a record.

The readers of the `mcap` library need a file's end; this one goes from record to record as far as they are whole. It
trusts nothing that the file says: lengths are held against the file, chunks against a limit before they are unpacked.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import BinaryIO, TypeVar

import zstandard
from mcap.data_stream import ReadDataStream
from mcap.exceptions import McapError
from mcap.opcode import Opcode
from mcap.records import Attachment, Channel, Chunk, Header, Metadata, Schema
from mcap.writer import MCAP0_MAGIC

from missions.recording.recording_error import RecordingError

_HEAD = struct.Struct("<BQ")
_MESSAGE = struct.Struct("<HIQQ")
_INDEX = struct.Struct("<HI")
_MAX_RECORD_BYTES = 64 * 1024 * 1024
_MAX_CHUNK_BYTES = 256 * 1024 * 1024
_MAX_RECORDS = 2_000_000

T = TypeVar("T")


@dataclass(frozen=True)
class Place:
    """Where the content of a record is in the file."""

    at: int
    length: int


@dataclass(frozen=True)
class ChunkPlace(Place):
    """Where a chunk's content is.

    Attributes:
        end_ns: time of its last message.
        counts: how many messages of each channel it holds, as far as its index tells.
    """

    end_ns: int = 0
    counts: dict[int, int] = field(default_factory=dict)


@dataclass(frozen=True)
class LoneMessage(ChunkPlace):
    """Where a message is that stands outside of chunks, as in recordings of others."""


@dataclass
class McapScan:
    """What is in a file.

    Attributes:
        profile: of the messages.
        schemas: by number.
        channels: by number.
        chunks: in the file's order.
        metadata: tables of texts by name; of two of the same name the last.
        attachments: places of files by name; of two of the same name the last.
        complete: the file was finished.
    """

    profile: str = ""
    schemas: dict[int, Schema] = field(default_factory=dict)
    channels: dict[int, Channel] = field(default_factory=dict)
    chunks: list[ChunkPlace] = field(default_factory=list)
    metadata: dict[str, dict[str, str]] = field(default_factory=dict)
    attachments: dict[str, Place] = field(default_factory=dict)
    complete: bool = False


def scan(file: BinaryIO, size_bytes: int) -> McapScan:
    """Goes through a file.

    Args:
        file: that can be sought.
        size_bytes: how long it is.

    Raises:
        RecordingError: it is no MCAP file, ends before its header does, or is damaged.
    """
    file.seek(0)
    magic = file.read(len(MCAP0_MAGIC))
    if not magic:
        raise RecordingError("is empty", "The episode ended before anything was written; run it again.")
    if magic != MCAP0_MAGIC[: len(magic)]:
        raise RecordingError("is no MCAP file", "An episode's recording is the file episode.mcap in its folder.")
    found = McapScan()
    at = len(MCAP0_MAGIC)
    for number in range(_MAX_RECORDS):
        file.seek(at)
        head = file.read(_HEAD.size)
        opcode, length = _HEAD.unpack(head) if len(head) == _HEAD.size else (0, size_bytes)
        content = Place(at + _HEAD.size, length)
        if content.at + length > size_bytes:
            break
        if number == 0 and opcode != Opcode.HEADER:
            raise RecordingError("is damaged: it does not begin with a header")
        if opcode == 0:
            # No record has this number; zeros are what a power cut leaves of what was not yet on the disk.
            break
        if opcode == Opcode.FOOTER:
            file.seek(content.at + length)
            found.complete = file.read() == MCAP0_MAGIC
            break
        _take(found, file, opcode, content)
        at = content.at + length
    else:
        raise RecordingError(f"has more than {_MAX_RECORDS} records", "No episode leaves so many.")
    if at == len(MCAP0_MAGIC):
        raise RecordingError("is cut off before its header ends", "Nothing was recorded; run the episode again.")
    return found


def _take(found: McapScan, file: BinaryIO, opcode: int, content: Place) -> None:
    """Notes one record."""
    if opcode == Opcode.CHUNK:
        times = _content(file, Place(content.at, min(content.length, 16)), 16)
        found.chunks.append(ChunkPlace(content.at, content.length, int.from_bytes(times[8:], "little")))
    elif opcode == Opcode.MESSAGE_INDEX and found.chunks and content.length >= _INDEX.size:
        channel, size = _INDEX.unpack(file.read(_INDEX.size))
        found.chunks[-1].counts[channel] = size // 16
    elif opcode == Opcode.MESSAGE and content.length >= _MESSAGE.size:
        channel, _, log_ns, _ = _MESSAGE.unpack(file.read(_MESSAGE.size))
        found.chunks.append(LoneMessage(content.at, content.length, log_ns, {channel: 1}))
    elif opcode == Opcode.HEADER:
        found.profile = _read(file, content, Header.read).profile
    elif opcode == Opcode.SCHEMA:
        schema = _read(file, content, Schema.read)
        found.schemas[schema.id] = schema
    elif opcode == Opcode.CHANNEL:
        channel = _read(file, content, Channel.read)
        found.channels[channel.id] = channel
    elif opcode == Opcode.METADATA:
        metadata = _read(file, content, Metadata.read)
        found.metadata[metadata.name] = metadata.metadata
    elif opcode == Opcode.ATTACHMENT:
        found.attachments[_name_of_attachment(file, content)] = content


def _content(file: BinaryIO, place: Place, most: int) -> bytes:
    if place.length > most:
        raise RecordingError(f"is damaged at byte {place.at}: a record of {place.length} bytes is none of ours")
    file.seek(place.at)
    return file.read(place.length)


def _read(file: BinaryIO, place: Place, read: Callable[[ReadDataStream], T], most: int = _MAX_RECORD_BYTES) -> T:
    data = _content(file, place, most)
    try:
        return read(ReadDataStream(BytesIO(data)))
    except (McapError, struct.error, UnicodeDecodeError, ValueError) as error:
        raise RecordingError(f"is damaged at byte {place.at}: {error or type(error).__name__}") from error


def _name_of_attachment(file: BinaryIO, place: Place) -> str:
    """An attachment begins with two times and its name, with the name's length in front."""
    head = _content(file, Place(place.at, min(place.length, 1024)), 1024)
    length = int.from_bytes(head[16:20], "little")
    return head[20 : 20 + length].decode("utf-8", "replace")


def attachment(file: BinaryIO, place: Place) -> bytes:
    """Reads the content of an attachment.

    Raises:
        RecordingError: it is damaged, or greater than any of ours.
    """
    data: bytes = _read(file, place, Attachment.read).data
    return data


def messages(file: BinaryIO, place: ChunkPlace) -> Iterator[tuple[int, int, bytes]]:
    """Reads the messages of a chunk in their order: channel, log time (ns), serialised message.

    Raises:
        RecordingError: it is damaged, or compressed in a way that ours are not.
    """
    if isinstance(place, LoneMessage):
        data = _content(file, place, _MAX_RECORD_BYTES)
        channel, _, log_ns, _ = _MESSAGE.unpack_from(data)
        yield channel, log_ns, data[_MESSAGE.size :]
        return
    data = _unpacked(_read(file, place, Chunk.read, _MAX_CHUNK_BYTES), place)
    at, end = 0, len(data)
    while at < end:
        if at + _HEAD.size > end:
            raise RecordingError(f"is damaged: the chunk at byte {place.at} ends in the middle of a record")
        opcode, length = _HEAD.unpack_from(data, at)
        at += _HEAD.size
        if at + length > end or (opcode == Opcode.MESSAGE and length < _MESSAGE.size):
            raise RecordingError(f"is damaged: the chunk at byte {place.at} holds a record that is too short")
        if opcode == Opcode.MESSAGE:
            channel, _, log_ns, _ = _MESSAGE.unpack_from(data, at)
            yield channel, log_ns, data[at + _MESSAGE.size : at + length]
        at += length


def _unpacked(chunk: Chunk, place: Place) -> bytes:
    if chunk.uncompressed_size > _MAX_CHUNK_BYTES:
        raise RecordingError(
            f"is damaged: the chunk at byte {place.at} says that it holds {chunk.uncompressed_size} bytes"
        )
    if chunk.compression == "":
        data = chunk.data
    elif chunk.compression == "zstd":
        try:
            if zstandard.get_frame_parameters(chunk.data).content_size not in {
                chunk.uncompressed_size,
                zstandard.CONTENTSIZE_UNKNOWN,
            }:
                raise RecordingError(f"is damaged: the chunk at byte {place.at} is not as long as it says")
            data = zstandard.ZstdDecompressor().decompress(chunk.data, max_output_size=chunk.uncompressed_size)
        except zstandard.ZstdError as error:
            raise RecordingError(f"is damaged: the chunk at byte {place.at} can't be unpacked ({error})") from error
    else:
        raise RecordingError(
            f"is compressed with “{chunk.compression[:20]}”; recordings of the lab are compressed with zstd"
        )
    if chunk.uncompressed_crc and zlib.crc32(data) != chunk.uncompressed_crc:
        raise RecordingError(f"is damaged: the chunk at byte {place.at} does not have its checksum")
    return data
