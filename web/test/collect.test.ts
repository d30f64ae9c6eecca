import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { MOST, Queue, type Told, WAIT } from "../src/collect/queue";

const event = (id: string): Told => ({ id, action: "click", at: "2026-11-22T08:00:00Z", session_id: "s" });

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("events travel together after a moment", async () => {
  const sent: string[][] = [];
  const queue = new Queue(async (events) => void sent.push(events.map((e) => e.id)));
  queue.add(event("a"));
  queue.add(event("b"));
  expect(sent).toEqual([]);
  await vi.advanceTimersByTimeAsync(WAIT);
  expect(sent).toEqual([["a", "b"]]);
});

test("whoever waits for the queue waits for what is under way", async () => {
  let arrive = () => {};
  const queue = new Queue(() => new Promise((resolve) => (arrive = resolve)));
  queue.add(event("a"));
  let done = false;
  const waiting = queue.flush().then(() => (done = true));
  await vi.advanceTimersByTimeAsync(10);
  expect(done).toBe(false);
  arrive();
  await waiting;
  expect(done).toBe(true);
});

test("a full queue leaves at once, and one that fails is lost without a word", async () => {
  const sizes: number[] = [];
  const queue = new Queue(async (events) => {
    sizes.push(events.length);
    throw new Error("down");
  });
  for (let n = 0; n < MOST; n += 1) queue.add(event(String(n)));
  await queue.flush();
  expect(sizes).toEqual([MOST]);
});

test("what leaves with the page does not wait for what is under way", () => {
  const calls: [string[], boolean][] = [];
  const queue = new Queue((events, leaving) => {
    calls.push([events.map((e) => e.id), leaving]);
    return new Promise(() => {});
  });
  queue.add(event("a"));
  void queue.flush(true);
  queue.add(event("b"));
  void queue.flush(true);
  expect(calls).toEqual([
    [["a"], true],
    [["b"], true],
  ]);
});
