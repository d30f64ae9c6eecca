/** The microphone: records while open, tells how loud it is. webm/opus where the browser can, else mp4. */

const KINDS = ["audio/webm;codecs=opus", "audio/webm", "audio/mp4", "audio/ogg;codecs=opus"];

export type RecorderFault = "denied" | "none" | "unsupported";

export class RecorderError extends Error {
  constructor(readonly fault: RecorderFault) {
    super(fault);
  }
}

export interface Recording {
  /** Ends it. Null when it was too short to hold a word. */
  stop(): Promise<Blob | null>;
  cancel(): void;
}

/** Less than this holds no word. */
const SHORTEST_MS = 350;

/** Root mean square of a waveform of bytes around 128, as 0..1; speech close by is about 0.1 to 0.3 before the stretch. */
export function loudness(samples: Uint8Array): number {
  if (!samples.length) return 0;
  const mean = samples.reduce((sum, s) => sum + ((s - 128) / 128) ** 2, 0) / samples.length;
  return Math.min(1, Math.sqrt(mean) * 3.2);
}

function open(): Promise<MediaStream> {
  if (!navigator.mediaDevices?.getUserMedia || typeof MediaRecorder === "undefined") throw new RecorderError("unsupported");
  return navigator.mediaDevices
    .getUserMedia({ audio: { channelCount: 1, echoCancellation: true, noiseSuppression: true, autoGainControl: true } })
    .catch((error: DOMException) => {
      throw new RecorderError(error.name === "NotFoundError" ? "none" : "denied");
    });
}

/**
 * @param onLevel is called about 30 times a second with the loudness, 0..1.
 * @param longest seconds after which `onLimit` is called, so that the shop's own limit is never met.
 */
export async function record(onLevel: (level: number) => void, longest: number, onLimit: () => void): Promise<Recording> {
  const stream = await open();
  const kind = KINDS.find((k) => MediaRecorder.isTypeSupported(k));
  const recorder = new MediaRecorder(stream, { ...(kind ? { mimeType: kind } : {}), audioBitsPerSecond: 32_000 });
  const parts: Blob[] = [];
  recorder.ondataavailable = (event) => parts.push(event.data);
  recorder.start();
  const began = performance.now();

  const context = new AudioContext();
  const analyser = context.createAnalyser();
  analyser.fftSize = 1024;
  context.createMediaStreamSource(stream).connect(analyser);
  const samples = new Uint8Array(analyser.fftSize);
  const meter = window.setInterval(() => {
    analyser.getByteTimeDomainData(samples);
    onLevel(loudness(samples));
  }, 33);
  const limit = window.setTimeout(onLimit, longest * 1000);

  const end = (): void => {
    window.clearInterval(meter);
    window.clearTimeout(limit);
    for (const track of stream.getTracks()) track.stop();
    context.close().catch(() => undefined);
  };
  return {
    cancel: () => {
      recorder.onstop = null;
      if (recorder.state !== "inactive") recorder.stop();
      end();
    },
    stop: () =>
      new Promise((resolve) => {
        const long = performance.now() - began >= SHORTEST_MS;
        recorder.onstop = () => {
          end();
          const blob = new Blob(parts, { type: recorder.mimeType.split(";")[0] ?? "audio/webm" });
          resolve(long && blob.size ? blob : null);
        };
        recorder.stop();
      }),
  };
}
