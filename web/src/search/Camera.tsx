/** The camera in the page. Where it cannot be used, the device's own capture is offered by the caller. */

import { useEffect, useRef, useState } from "react";
import { useLanguage } from "../i18n/language";
import { Dialog } from "../ui/Dialog";

export const cameraHere = (): boolean => Boolean(navigator.mediaDevices?.getUserMedia);

export function Camera({
  onPhoto,
  onClose,
  onChoose,
}: {
  onPhoto: (photo: Blob) => void;
  onClose: () => void;
  onChoose: () => void;
}) {
  const { say } = useLanguage();
  const video = useRef<HTMLVideoElement>(null);
  const [failed, setFailed] = useState(false);
  const [ready, setReady] = useState(false);
  useEffect(() => {
    let stream: MediaStream | null = null;
    let gone = false;
    navigator.mediaDevices
      .getUserMedia({ video: { facingMode: "environment", width: { ideal: 1280 } } })
      .then((opened) => {
        stream = opened;
        if (gone) for (const track of opened.getTracks()) track.stop();
        else if (video.current) video.current.srcObject = opened;
      })
      .catch(() => setFailed(true));
    return () => {
      gone = true;
      for (const track of stream?.getTracks() ?? []) track.stop();
    };
  }, []);

  const shoot = () => {
    const from = video.current;
    if (!from) return;
    const canvas = document.createElement("canvas");
    canvas.width = from.videoWidth;
    canvas.height = from.videoHeight;
    canvas.getContext("2d")?.drawImage(from, 0, 0);
    canvas.toBlob((blob) => blob && onPhoto(blob), "image/jpeg", 0.92);
  };

  return (
    <Dialog title={say("cameraTitle")} className="camera-dialog" onClose={onClose}>
      {failed ? (
        <p role="alert" className="hint">
          {say("cameraNone")}
        </p>
      ) : (
        <video ref={video} className="camera-view" autoPlay playsInline muted onLoadedData={() => setReady(true)} />
      )}
      <div className="dialog-foot">
        <button type="button" className="button" onClick={onChoose}>
          {say("photoChoose")}
        </button>
        {!failed && (
          <button type="button" className="button strong" disabled={!ready} onClick={shoot}>
            {say("cameraShoot")}
          </button>
        )}
      </div>
    </Dialog>
  );
}
