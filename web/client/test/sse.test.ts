import { expect, test } from "vitest";
import { parseEvent, readEvents } from "../src/sse.js";

async function read(...chunks: Uint8Array[]): Promise<[string, string][]> {
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(chunk);
      controller.close();
    },
  });
  const events: [string, string][] = [];
  for await (const { event, data } of readEvents(body)) events.push([event, data]);
  return events;
}

const bytes = (text: string) => new TextEncoder().encode(text);

test("events come out whole, however the bytes are cut", async () => {
  const whole = bytes('event: page\ndata: {"t":"背包"}\n\nevent: problem\r\ndata: 1\r\ndata: 2\r\n\r\n');
  const expected = [
    ["page", '{"t":"背包"}'],
    ["problem", "1\n2"],
  ];
  for (let at = 0; at <= whole.length; at += 1) {
    expect(await read(whole.slice(0, at), whole.slice(at))).toEqual(expected);
  }
});

test("a last event without its blank line still counts", async () => {
  expect(await read(bytes("data: end"))).toEqual([["message", "end"]]);
});

test("comments that keep the line open are not events", () => {
  expect(parseEvent(": ping")).toBeNull();
});
