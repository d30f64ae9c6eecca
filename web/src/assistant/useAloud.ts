/** The switch for sound: off until somebody turns it on, and silent as soon as they type or close the panel. */

import { useCallback, useEffect, useRef, useState } from "react";
import { Aloud, speakers } from "./aloud";
import { speech } from "./api";
import { hearSays } from "./store";

export interface AloudSwitch {
  on: boolean;
  /** What is being said; "" when nothing is. */
  caption: string;
  /** There was no sound to be had; the words are on the page all the same. */
  fault: boolean;
  toggle: () => void;
  /** Silence now; the next answer is read again. */
  stop: () => void;
}

/**
 * @param possible whether the shop speaks at all.
 * @param greeting is said when the sound is turned on: it tells that it works, and the shop's voice is loaded by then.
 */
export function useAloud(possible: boolean, greeting: string): AloudSwitch {
  const [on, setOn] = useState(false);
  const [caption, setCaption] = useState("");
  const [fault, setFault] = useState(false);
  const voice = useRef<{ aloud: Aloud; close: () => void } | null>(null);

  const silence = useCallback(() => {
    voice.current?.aloud.stop();
    voice.current?.close();
    voice.current = null;
    hearSays(() => undefined);
    setOn(false);
  }, []);

  const toggle = useCallback(() => {
    if (voice.current || !possible) return silence();
    setFault(false);
    const { play, close } = speakers();
    const aloud = new Aloud(speech, play, setCaption, () => {
      setFault(true);
      silence();
    });
    voice.current = { aloud, close };
    hearSays((text) => aloud.say(text));
    setOn(true);
    aloud.say(greeting);
  }, [greeting, possible, silence]);

  const stop = useCallback(() => voice.current?.aloud.stop(), []);
  useEffect(() => silence, [silence]);
  return { on, caption, fault, toggle, stop };
}
