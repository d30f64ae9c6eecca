/** The photo button of the search bar: choose a picture, or take one. */

import { useEffect, useId, useRef, useState } from "react";
import { useLanguage, type Word } from "../i18n/language";
import { Icon } from "../ui/Icon";
import { Camera, cameraHere } from "./Camera";

interface Props {
  onPhoto: (file: Blob) => void;
  /** What the button is called. */
  name?: Word;
  /** Below the choices; null for nothing. */
  hint?: Word | null;
}

export function PhotoButton({ onPhoto, name = "photo", hint = "photoHint" }: Props) {
  const { say } = useLanguage();
  const [open, setOpen] = useState(false);
  const [camera, setCamera] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const file = useRef<HTMLInputElement>(null);
  const capture = useRef<HTMLInputElement>(null);
  const panel = useId();

  useEffect(() => {
    if (!open) return;
    const outside = (event: Event) => {
      if (!box.current?.contains(event.target as Node)) setOpen(false);
    };
    document.addEventListener("pointerdown", outside);
    document.addEventListener("focusin", outside);
    return () => {
      document.removeEventListener("pointerdown", outside);
      document.removeEventListener("focusin", outside);
    };
  }, [open]);

  const picked = (input: HTMLInputElement) => {
    const [chosen] = input.files ?? [];
    // Cleared, so that choosing the same file again is noticed.
    input.value = "";
    setOpen(false);
    if (chosen) onPhoto(chosen);
  };

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape closes the panel from anywhere inside it
    <div
      className="photo-control"
      ref={box}
      onKeyDown={(event) => {
        if (event.key === "Escape" && open) {
          event.stopPropagation();
          setOpen(false);
          box.current?.querySelector("button")?.focus();
        }
      }}
    >
      <button
        type="button"
        className="icon-button photo-ink"
        aria-label={say(name)}
        title={say(name)}
        aria-expanded={open}
        aria-controls={panel}
        onClick={() => setOpen(!open)}
      >
        <Icon name="photo" />
      </button>
      <div className="panel photo-panel" id={panel} hidden={!open}>
        <p className="panel-title">{say("photoMenu")}</p>
        <div className="panel-actions">
          <button type="button" className="button" onClick={() => file.current?.click()}>
            <Icon name="picture" /> {say("photoChoose")}
          </button>
          <button
            type="button"
            className="button"
            onClick={() => {
              setOpen(false);
              if (cameraHere()) setCamera(true);
              else capture.current?.click();
            }}
          >
            <Icon name="photo" /> {say("photoTake")}
          </button>
        </div>
        {hint && <p className="hint">{say(hint)}</p>}
      </div>
      <input ref={file} data-testid="photo-file" hidden type="file" accept="image/*" onChange={(e) => picked(e.currentTarget)} />
      <input ref={capture} hidden type="file" accept="image/*" capture="environment" onChange={(e) => picked(e.currentTarget)} />
      {camera && (
        <Camera
          onClose={() => setCamera(false)}
          onChoose={() => {
            setCamera(false);
            file.current?.click();
          }}
          onPhoto={(photo) => {
            setCamera(false);
            onPhoto(photo);
          }}
        />
      )}
    </div>
  );
}
