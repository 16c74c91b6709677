# SPDX-License-Identifier: Apache-2.0
"""Writes an MCAP file, chunk by chunk, so that it can be read however suddenly it ends.

The records are those of the `mcap` library. Its writer takes messages one at a time, at 4.5 µs each, and compresses
at one level only; here messages come many at a time, at 0.8 µs each, and every chunk is on its way to the disk when
`write_messages` returns. Schemas and channels stand outside the chunks, in front of the first one that needs them.

Format: MCAP specification, version 0 (mcap.dev/spec).
"""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Mapping, Sequence
from io import FileIO

import zstandard
from mcap.data_stream import RecordBuilder
from mcap.opcode import Opcode
from mcap.records import (
    Attachment,
    AttachmentIndex,
    Channel,
    Chunk,
    ChunkIndex,
    DataEnd,
    Footer,
    Header,
    McapRecord,
    Metadata,
    MetadataIndex,
    Schema,
    Statistics,
    SummaryOffset,
)
from mcap.writer import LIBRARY_IDENTIFIER, MCAP0_MAGIC

Message = tuple[int, int, bytes]
"""Channel, time (ns; of logging and of publishing), serialised message."""

_COMPRESSION_LEVEL = 1
"""Of zstd. Levels above take longer and win little: messages differ in a few noisy numbers."""

_MESSAGE = struct.Struct("<BQHIQQ")
_MESSAGE_HEAD = 22
_INDEX = struct.Struct("<BQHI")
_FOOTER_CRC = struct.Struct("<BQQQ")


class McapStream:
    """An MCAP file being written; every method raises OSError when the disk does not take it."""

    def __init__(self, stream: FileIO, profile: str) -> None:
        """Writes the header.

        Args:
            stream: what to write on, at its beginning, without a buffer; stays open.
            profile: of the messages, such as `ros2`.
        """
        self._stream = stream
        self._compressor = zstandard.ZstdCompressor(level=_COMPRESSION_LEVEL)
        self._schemas: dict[int, Schema] = {}
        self._channels: dict[int, Channel] = {}
        self._chunks: list[ChunkIndex] = []
        self._attachments: list[AttachmentIndex] = []
        self._metadata: list[MetadataIndex] = []
        self._counts: dict[int, int] = {}
        self.size_bytes = 0
        """Length of all records that were written whole."""
        self._write(MCAP0_MAGIC + _bytes_of(Header(profile, LIBRARY_IDENTIFIER)))

    def _write(self, data: bytes) -> int:
        """Hands whole records over to the kernel; returns where they begin."""
        began = self.size_bytes
        rest = memoryview(data)
        while rest:
            rest = rest[self._stream.write(rest) :]
        self.size_bytes += len(data)
        return began

    def add_channel(self, topic: str, type_name: str, definition: str, metadata: Mapping[str, str]) -> int:
        """Adds a channel of CDR messages, and the schema of their type if it is new; returns its number.

        Args:
            topic: absolute name.
            type_name: such as `sensor_msgs/msg/Imu`.
            definition: as `definitions.message_definition` gives it.
            metadata: of the channel.
        """
        schema = next((one for one in self._schemas.values() if one.name == type_name), None)
        data = b""
        if schema is None:
            schema = Schema(id=len(self._schemas) + 1, name=type_name, encoding="ros2msg", data=definition.encode())
            self._schemas[schema.id] = schema
            data = _bytes_of(schema)
        number = len(self._channels) + 1
        channel = Channel(id=number, topic=topic, message_encoding="cdr", metadata=dict(metadata), schema_id=schema.id)
        self._channels[number] = channel
        self._write(data + _bytes_of(channel))
        return number

    def write_messages(self, messages: Sequence[Message]) -> None:
        """Writes messages as one chunk with its indexes; no messages, no chunk."""
        if not messages:
            return
        pack = _MESSAGE.pack
        parts: list[bytes] = []
        places: dict[int, list[int]] = {}
        offset = 0
        for channel, time_ns, data in messages:
            size = _MESSAGE_HEAD + len(data)
            parts.append(pack(Opcode.MESSAGE, size, channel, 0, time_ns, time_ns))
            parts.append(data)
            place = places.get(channel)
            if place is None:
                place = places[channel] = []
            place.append(time_ns)
            place.append(offset)
            offset += 9 + size
        raw = b"".join(parts)
        first_ns = min(place_ns for place in places.values() for place_ns in place[::2])
        last_ns = max(place_ns for place in places.values() for place_ns in place[::2])
        chunk = Chunk(
            compression="zstd",
            data=self._compressor.compress(raw),
            message_start_time=first_ns,
            message_end_time=last_ns,
            uncompressed_crc=zlib.crc32(raw),
            uncompressed_size=len(raw),
        )
        chunk_bytes = _bytes_of(chunk)
        began = self.size_bytes
        indexes = b""
        offsets = {}
        for channel, place in places.items():
            offsets[channel] = began + len(chunk_bytes) + len(indexes)
            indexes += _index_of(channel, place)
        self._write(chunk_bytes + indexes)
        for channel, place in places.items():
            self._counts[channel] = self._counts.get(channel, 0) + len(place) // 2
        self._chunks.append(
            ChunkIndex(
                chunk_length=len(chunk_bytes),
                chunk_start_offset=began,
                compression=chunk.compression,
                compressed_size=len(chunk.data),
                message_end_time=last_ns,
                message_index_length=len(indexes),
                message_index_offsets=offsets,
                message_start_time=first_ns,
                uncompressed_size=len(raw),
            )
        )

    def add_metadata(self, name: str, values: Mapping[str, str]) -> None:
        """Adds a table of texts."""
        data = _bytes_of(Metadata(name=name, metadata=dict(values)))
        began = self._write(data)
        self._metadata.append(MetadataIndex(offset=began, length=len(data), name=name))

    def add_attachment(self, name: str, media_type: str, content: bytes, time_ns: int) -> None:
        """Adds a file."""
        data = _bytes_of(
            Attachment(create_time=time_ns, log_time=time_ns, name=name, media_type=media_type, data=content)
        )
        began = self._write(data)
        self._attachments.append(
            AttachmentIndex(
                offset=began,
                length=len(data),
                create_time=time_ns,
                log_time=time_ns,
                data_size=len(content),
                name=name,
                media_type=media_type,
            )
        )

    def finish(self) -> None:
        """Writes the summary, by which readers find their way without reading everything."""
        self._write(_bytes_of(DataEnd(0)))
        began = self.size_bytes
        groups: tuple[tuple[Opcode, Sequence[McapRecord]], ...] = (
            (Opcode.SCHEMA, list(self._schemas.values())),
            (Opcode.CHANNEL, list(self._channels.values())),
            (Opcode.STATISTICS, [self._statistics()]),
            (Opcode.CHUNK_INDEX, self._chunks),
            (Opcode.ATTACHMENT_INDEX, self._attachments),
            (Opcode.METADATA_INDEX, self._metadata),
        )
        summary = io.BytesIO()
        offsets = []
        for opcode, records in groups:
            at = summary.tell()
            for record in records:
                summary.write(_bytes_of(record))
            if records:
                offsets.append(SummaryOffset(opcode, began + at, summary.tell() - at))
        offsets_at = began + summary.tell()
        for one in offsets:
            summary.write(_bytes_of(one))
        data = summary.getvalue()
        # The checksum covers the footer up to itself.
        head = _FOOTER_CRC.pack(Opcode.FOOTER, 20, began, offsets_at)
        footer = Footer(summary_start=began, summary_offset_start=offsets_at, summary_crc=zlib.crc32(data + head))
        self._write(data + _bytes_of(footer) + MCAP0_MAGIC)

    def _statistics(self) -> Statistics:
        return Statistics(
            attachment_count=len(self._attachments),
            channel_count=len(self._channels),
            channel_message_counts=self._counts,
            chunk_count=len(self._chunks),
            message_count=sum(self._counts.values()),
            message_end_time=max((one.message_end_time for one in self._chunks), default=0),
            message_start_time=min((one.message_start_time for one in self._chunks), default=0),
            metadata_count=len(self._metadata),
            schema_count=len(self._schemas),
        )


def _bytes_of(record: McapRecord) -> bytes:
    builder = RecordBuilder()
    record.write(builder)
    data: bytes = builder.end()  # type: ignore[no-untyped-call]  # mcap has no types there
    return data


def _index_of(channel: int, places: list[int]) -> bytes:
    """A MessageIndex record; `places` holds times and offsets in turn, as the record does."""
    size = 8 * len(places)
    return _INDEX.pack(Opcode.MESSAGE_INDEX, 6 + size, channel, size) + struct.pack(f"<{len(places)}Q", *places)
