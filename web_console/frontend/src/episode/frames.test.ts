// SPDX-License-Identifier: Apache-2.0
import { encode } from "@msgpack/msgpack";
import { describe, expect, it } from "vitest";
import { decodeMessage, decodeStream, floats, type Frame, FrameError, shorts } from "@/episode/frames";
import { asFile, drive, floatBytes, shortBytes } from "@/episode/made_up_episode";

function buffer(value: unknown): ArrayBuffer {
  const bytes = encode(value);
  return bytes.slice().buffer;
}

function stream(file: Uint8Array, chunk: number): ReadableStream<Uint8Array> {
  let at = 0;
  return new ReadableStream({
    pull(controller) {
      if (at >= file.byteLength) controller.close();
      else controller.enqueue(file.slice(at, (at += chunk)));
    },
  });
}

async function all(frames: AsyncGenerator<Frame>): Promise<Frame[]> {
  const found: Frame[] = [];
  for await (const frame of frames) found.push(frame);
  return found;
}

describe("frames", () => {
  it("come out of a message as they went in", () => {
    const sent = drive(1);
    expect(decodeMessage(buffer(sent))).toEqual(sent);
  });

  it.each([1, 7, 4096])("come out of a file that arrives in pieces of %i bytes", async (chunk) => {
    const sent = drive(1);
    expect(await all(decodeStream(stream(asFile(sent), chunk)))).toEqual(sent);
  });

  it("that a newer server sends are left out", () => {
    expect(decodeMessage(buffer([{ k: "smell", t: 1 }, { k: "log", n: 1, t: 1, line: null, text: "x" }]))).toHaveLength(1);
  });

  it("need not say the time of the beginning", () => {
    expect(decodeMessage(buffer([{ k: "begin", n: 1, entities: [] }]))[0]?.t).toBe(0);
  });

  it.each([
    ["no list", buffer({ k: "log" })],
    ["a number", buffer([5])],
    ["no kind", buffer([{ t: 1 }])],
    ["a time that is none", buffer([{ k: "log", t: "soon" }])],
    ["a time without end", buffer([{ k: "log", t: Infinity }])],
    ["half a message", buffer(drive(1)).slice(0, 1000)],
    ["nothing", new ArrayBuffer(0)],
  ])("are refused when they are %s", (_, data) => {
    expect(() => decodeMessage(data)).toThrow(FrameError);
  });

  it("of a file that is cut off come up to the cut, and then say so", async () => {
    const file = asFile(drive(1));
    const found: Frame[] = [];
    await expect(async () => {
      for await (const frame of decodeStream(stream(file.slice(0, file.length - 5), 1000))) found.push(frame);
    }).rejects.toThrow(FrameError);
    expect(found).toHaveLength(drive(1).length - 1);
  });
});

describe("numbers in frames", () => {
  it("are looked at where they lie when they lie well", () => {
    const bytes = floatBytes(1.5, -2, Infinity, NaN);
    expect(floats(bytes).buffer).toBe(bytes.buffer);
    expect([...floats(bytes)]).toEqual([1.5, -2, Infinity, NaN]);
  });

  it.each([1, 2, 3])("are right also %i bytes beside that", (off) => {
    const moved = new Uint8Array(32);
    moved.set(floatBytes(1.5, -2), off);
    moved.set(shortBytes(7, 65_535), 16 + off);
    expect([...floats(moved.subarray(off, off + 8))]).toEqual([1.5, -2]);
    expect([...shorts(moved.subarray(16 + off, 20 + off))]).toEqual([7, 65_535]);
  });

  it("that are not whole are left out", () => {
    expect(floats(floatBytes(1, 2).subarray(0, 7))).toHaveLength(1);
    expect(shorts(new Uint8Array(0))).toHaveLength(0);
  });
});
