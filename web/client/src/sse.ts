/** Server-sent events over fetch (the EventSource interface can neither POST nor send a photo). */

export interface ServerEvent {
  event: string;
  data: string;
}

/** One event block (the lines between two blank lines) to an event; null when it only holds comments. */
export function parseEvent(block: string): ServerEvent | null {
  let event = "message";
  const data: string[] = [];
  for (const line of block.split("\n")) {
    if (line === "" || line.startsWith(":")) continue;
    const colon = line.indexOf(":");
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
    if (field === "event") event = value;
    else if (field === "data") data.push(value);
  }
  return data.length ? { event, data: data.join("\n") } : null;
}

/** Events of a response body, as they arrive. Chunks may split lines, events and characters anywhere. */
export async function* readEvents(body: ReadableStream<Uint8Array>): AsyncGenerator<ServerEvent> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let pending = "";
  try {
    for (;;) {
      const { value, done } = await reader.read();
      pending += done ? decoder.decode() : decoder.decode(value, { stream: true });
      // A lone \r at the very end may be the first half of \r\n: leave it for the next chunk.
      const held = !done && pending.endsWith("\r") ? "\r" : "";
      pending = pending.slice(0, pending.length - held.length).replace(/\r\n?/g, "\n");
      const blocks = pending.split("\n\n");
      pending = (blocks.pop() ?? "") + held;
      for (const block of blocks) {
        const event = parseEvent(block);
        if (event) yield event;
      }
      if (done) {
        const last = parseEvent(pending);
        if (last) yield last;
        return;
      }
    }
  } finally {
    reader.cancel().catch(() => undefined);
  }
}
