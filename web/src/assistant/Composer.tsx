/** Where a shopper says it: typed, held and spoken, or shown. */

import { useCallback, useEffect, useRef, useState } from "react";
import { useLanguage } from "../i18n/language";
import { PhotoButton } from "../search/PhotoButton";
import { firstPicture, preparePhoto } from "../search/picture";
import { useVoice } from "../search/useVoice";
import { VoiceButton } from "../search/VoiceButton";
import { useShop } from "../shop/shop";
import { Icon } from "../ui/Icon";
import type { Asked } from "./store";

interface Props {
  busy: boolean;
  /** Words to begin with, when the panel was opened about something. */
  draft: string;
  onSend: (asked: Asked) => void;
  onTyping: () => void;
}

export function Composer({ busy, draft, onSend, onTyping }: Props) {
  const { say } = useLanguage();
  const { facts } = useShop();
  const [typed, setTyped] = useState(draft);
  const [photo, setPhoto] = useState<{ blob: Blob; url: string } | null>(null);
  const [broken, setBroken] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);

  useEffect(() => {
    if (!draft) return;
    setTyped(draft);
    field.current?.focus();
  }, [draft]);
  useEffect(() => {
    if (photo) return () => URL.revokeObjectURL(photo.url);
  }, [photo]);

  const send = useCallback(
    (asked: Asked) => {
      onSend({ ...asked, ...(photo ? { image: photo.blob } : {}) });
      setTyped("");
      setPhoto(null);
      field.current?.focus();
    },
    [onSend, photo],
  );
  const show = useCallback(
    (file: Blob) => {
      onTyping();
      preparePhoto(file)
        .then((blob) => {
          setBroken(false);
          setPhoto({ blob, url: URL.createObjectURL(blob) });
        })
        .catch(() => setBroken(true));
    },
    [onTyping],
  );
  const longest = facts.limits["audio_seconds"] ?? 60;
  const voice = useVoice(
    longest,
    useCallback((audio: Blob) => send({ audio }), [send]),
  );
  const listening = voice.state !== "idle";
  const submit = () => {
    const text = typed.trim();
    if (!busy && (text || photo)) send(text ? { text } : {});
  };

  return (
    <form
      className="chat-composer"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      {(photo || broken || listening || voice.fault) && (
        <div className="chat-attached">
          {photo && (
            <span className="chat-photo">
              <img src={photo.url} alt={say("chatPhotoOf")} />
              <button type="button" className="icon-button" aria-label={say("photoRemove")} onClick={() => setPhoto(null)}>
                <Icon name="close" />
              </button>
            </span>
          )}
          {broken && <p role="alert">{say("photoBroken")}</p>}
          {listening && (
            <p role="status" className="chat-listening">
              <i style={{ transform: `scale(${0.6 + (voice.levels.at(-1) ?? 0)})` }} /> {say("micListening")}
              <button type="button" className="text-button" onClick={voice.cancel}>
                {say("micCancel")}
              </button>
            </p>
          )}
          {voice.fault && <p role="alert">{say("parcelsNoVoice")}</p>}
        </div>
      )}
      <div className="chat-bar">
        <textarea
          ref={field}
          rows={1}
          value={typed}
          maxLength={facts.limits["query_chars"] ?? 500}
          aria-label={say("chatField")}
          placeholder={say("chatField")}
          enterKeyHint="send"
          onChange={(event) => {
            onTyping();
            setTyped(event.currentTarget.value);
          }}
          onPaste={(event) => {
            const picture = firstPicture(event.clipboardData.files);
            if (!picture) return;
            event.preventDefault();
            // Elsewhere on the page a pasted picture is searched with.
            event.stopPropagation();
            show(picture);
          }}
          onKeyDown={(event) => {
            // While an input method composes a word, Enter chooses it.
            if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
            event.preventDefault();
            submit();
          }}
        />
        <PhotoButton name="chatPhoto" hint={null} onPhoto={show} />
        {facts.inputs.voice && <VoiceButton voice={voice} start="chatMic" stop="chatMicStop" />}
        <button type="submit" className="icon-button go" aria-label={say("chatSend")} disabled={busy || (!typed.trim() && !photo)}>
          <Icon name="send" />
        </button>
      </div>
    </form>
  );
}
