/** Hold and speak, or press to start and press to stop; the keyboard does the latter. */

import { useRef } from "react";
import { useLanguage, type Word } from "../i18n/language";
import { Icon } from "../ui/Icon";
import type { Voice, VoiceFault } from "./useVoice";

/** Pressed longer than this, the button records just while it is held. */
const HOLD_MS = 450;

const FAULTS = { denied: "micDenied", none: "micNone", unsupported: "micUnsupported", short: "micShort" } as const satisfies Record<
  VoiceFault,
  string
>;

/** @param start, stop what the button is called while it waits, and while it listens. */
export function VoiceButton({ voice, start = "mic", stop = "micStop" }: { voice: Voice; start?: Word; stop?: Word }) {
  const { say } = useLanguage();
  const pressedAt = useRef(0);
  const startedHere = useRef(false);
  const busy = voice.state !== "idle";
  const toggle = () => (busy ? voice.finish() : voice.start());
  return (
    <button
      type="button"
      className={`icon-button voice-ink mic ${voice.state}`}
      aria-label={say(busy ? stop : start)}
      title={say(busy ? stop : start)}
      aria-pressed={busy}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        pressedAt.current = performance.now();
        startedHere.current = !busy;
        if (!busy) voice.start();
      }}
      onPointerUp={() => {
        const held = performance.now() - pressedAt.current > HOLD_MS;
        if (!startedHere.current) voice.finish();
        else if (held && voice.state === "recording") voice.finish();
      }}
      onContextMenu={(event) => event.preventDefault()}
      onClick={(event) => {
        // Pointers are dealt with above; the keyboard and assistive technology only click.
        if (event.detail === 0) toggle();
      }}
    >
      <Icon name="voice" />
    </button>
  );
}

/** Under the bar while the microphone is open: how loud it is, and how to end. */
export function VoicePanel({ voice }: { voice: Voice }) {
  const { say } = useLanguage();
  if (voice.fault) {
    return (
      <p className="panel voice-panel fault" role="alert">
        {say(FAULTS[voice.fault])}
      </p>
    );
  }
  if (voice.state === "idle") return null;
  const level = voice.levels.at(-1) ?? 0;
  return (
    <div className="panel voice-panel">
      <div role="status">
        <strong>{say("micListening")}</strong> <span className="hint">{say("micHelp")}</span>
      </div>
      {/* biome-ignore lint/a11y/useSemanticElements: the bars are drawn, the value is told */}
      <div
        className="levels"
        role="meter"
        aria-label={say("micLevel")}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(level * 100)}
      >
        {voice.levels.map((height, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a bar is its place
          <i key={index} style={{ transform: `scaleY(${Math.max(0.06, height)})` }} />
        ))}
      </div>
      <div className="panel-actions">
        <button type="button" className="button" onClick={voice.cancel}>
          {say("micCancel")}
        </button>
        <button type="button" className="button voice-strong" onClick={voice.finish}>
          {say("micStop")}
        </button>
      </div>
    </div>
  );
}
