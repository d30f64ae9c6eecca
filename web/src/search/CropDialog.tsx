/** The crop frame: dragged and resized by mouse, finger or keyboard. */

import type { Crop } from "@omnishelf/instantsearch-client";
import { type KeyboardEvent, type PointerEvent, useRef, useState } from "react";
import { useLanguage, type Word } from "../i18n/language";
import { Dialog } from "../ui/Dialog";
import { dragged, type Handle, isWhole, step } from "./crop";

const CORNERS: [Handle, Word][] = [
  ["topLeft", "cropTopLeft"],
  ["topRight", "cropTopRight"],
  ["bottomLeft", "cropBottomLeft"],
  ["bottomRight", "cropBottomRight"],
];

interface Drag {
  handle: Handle;
  from: Crop;
  x: number;
  y: number;
}

export function CropDialog({
  url,
  crop,
  onUse,
  onClose,
}: {
  url: string;
  crop: Crop | undefined;
  onUse: (crop: Crop | undefined) => void;
  onClose: () => void;
}) {
  const { say } = useLanguage();
  const stage = useRef<HTMLDivElement>(null);
  const drag = useRef<Drag | null>(null);
  const [frame, setFrame] = useState<Crop>(crop ?? { left: 0.1, top: 0.1, right: 0.9, bottom: 0.9 });

  const grab = (handle: Handle) => (event: PointerEvent<HTMLElement>) => {
    event.stopPropagation();
    event.currentTarget.setPointerCapture(event.pointerId);
    drag.current = { handle, from: frame, x: event.clientX, y: event.clientY };
  };
  const pull = (event: PointerEvent<HTMLElement>) => {
    const box = stage.current?.getBoundingClientRect();
    const now = drag.current;
    if (!box || !now) return;
    setFrame(dragged(now.from, now.handle, (event.clientX - now.x) / box.width, (event.clientY - now.y) / box.height));
  };
  const drop = () => {
    drag.current = null;
  };
  const press = (handle: Handle) => (event: KeyboardEvent<HTMLElement>) => {
    const move = step(event.key, event.shiftKey);
    if (!move) return;
    event.preventDefault();
    event.stopPropagation();
    setFrame((now) => dragged(now, handle, ...move));
  };

  const percent = (value: number): number => Math.round(value * 100);
  const spoken = say("cropAt", {
    left: percent(frame.left),
    top: percent(frame.top),
    width: percent(frame.right - frame.left),
    height: percent(frame.bottom - frame.top),
  });
  const handlers = { onPointerMove: pull, onPointerUp: drop, onPointerCancel: drop };
  const sides = {
    left: `${frame.left * 100}%`,
    top: `${frame.top * 100}%`,
    width: `${(frame.right - frame.left) * 100}%`,
    height: `${(frame.bottom - frame.top) * 100}%`,
  };

  return (
    <Dialog title={say("cropTitle")} className="crop-dialog" onClose={onClose}>
      <p className="hint">{say("cropHelp")}</p>
      <div className="crop-stage" ref={stage}>
        <img src={url} alt="" draggable={false} />
        {/* biome-ignore lint/a11y/useSemanticElements: a frame that holds four corner buttons cannot itself be a button element */}
        <div className="crop-frame" style={sides} role="group" aria-label={say("cropBox")}>
          <button
            type="button"
            className="crop-move"
            aria-label={`${say("cropBox")}: ${spoken}`}
            onPointerDown={grab("move")}
            onKeyDown={press("move")}
            {...handlers}
          />
          {CORNERS.map(([handle, name]) => (
            <button
              key={handle}
              type="button"
              className={`crop-corner ${handle}`}
              aria-label={`${say(name)}: ${spoken}`}
              onPointerDown={grab(handle)}
              onKeyDown={press(handle)}
              {...handlers}
            />
          ))}
        </div>
      </div>
      <p className="visually-hidden" aria-live="polite">
        {spoken}
      </p>
      <div className="dialog-foot">
        <button type="button" className="button" onClick={() => onUse(undefined)}>
          {say("cropAll")}
        </button>
        <button type="button" className="button strong" onClick={() => onUse(isWhole(frame) ? undefined : frame)}>
          {say("cropUse")}
        </button>
      </div>
    </Dialog>
  );
}
