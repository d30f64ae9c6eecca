/** The microphone button's states: nothing, opening, recording, or a fault to tell. */

import { useCallback, useEffect, useRef, useState } from "react";
import { RecorderError, type RecorderFault, type Recording, record } from "./recorder";

export type VoiceState = "idle" | "opening" | "recording";
export type VoiceFault = RecorderFault | "short";

export interface Voice {
  state: VoiceState;
  fault: VoiceFault | null;
  /** The newest levels, oldest first, each 0..1. */
  levels: readonly number[];
  start: () => void;
  finish: () => void;
  cancel: () => void;
}

const BARS = 28;
const SILENCE: readonly number[] = new Array(BARS).fill(0);

/** @param longest seconds that a recording may take. */
export function useVoice(longest: number, onRecording: (recording: Blob) => void): Voice {
  const [state, setState] = useState<VoiceState>("idle");
  const [fault, setFault] = useState<VoiceFault | null>(null);
  const [levels, setLevels] = useState(SILENCE);
  const current = useRef<Recording | null>(null);
  const wanted = useRef(false);

  const finish = useCallback(() => {
    const recording = current.current;
    wanted.current = false;
    current.current = null;
    setState("idle");
    recording?.stop().then((blob) => (blob ? onRecording(blob) : setFault("short")));
  }, [onRecording]);

  const cancel = useCallback(() => {
    wanted.current = false;
    current.current?.cancel();
    current.current = null;
    setState("idle");
  }, []);

  const start = useCallback(() => {
    if (wanted.current) return;
    wanted.current = true;
    setFault(null);
    setLevels(SILENCE);
    setState("opening");
    const onLevel = (level: number) => setLevels((before) => [...before.slice(1), level]);
    Promise.resolve()
      .then(() => record(onLevel, longest, finish))
      .then((recording) => {
        // The shopper may have given up while the browser asked for leave.
        if (!wanted.current) return recording.cancel();
        current.current = recording;
        setState("recording");
      })
      .catch((error: unknown) => {
        wanted.current = false;
        setState("idle");
        setFault(error instanceof RecorderError ? error.fault : "unsupported");
      });
  }, [finish, longest]);

  useEffect(() => cancel, [cancel]);
  return { state, fault, levels, start, finish, cancel };
}
