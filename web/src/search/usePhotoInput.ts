/** Photos from wherever they come: dropped on the page, pasted, chosen, taken. Each becomes a search. */

import { useCallback, useEffect, useState } from "react";
import { holdPhoto } from "../state/blobs";
import { currentPlace, search } from "../state/location";
import { firstPicture, preparePhoto } from "./picture";

export interface PhotoInput {
  take: (file: Blob) => void;
  /** A file is being dragged over the page. */
  hovering: boolean;
  /** The last file was not a picture. */
  broken: boolean;
}

const carriesFile = (event: DragEvent): boolean => [...(event.dataTransfer?.types ?? [])].includes("Files");

export function usePhotoInput(draft: () => string): PhotoInput {
  const [hovering, setHovering] = useState(false);
  const [broken, setBroken] = useState(false);

  const take = useCallback(
    (file: Blob) => {
      preparePhoto(file)
        .then((photo) => {
          setBroken(false);
          const { recording } = currentPlace().memo;
          search({ query: draft(), like: "", weights: {} }, { photo: holdPhoto(photo), ...(recording ? { recording } : {}) });
        })
        .catch(() => setBroken(true));
    },
    [draft],
  );

  useEffect(() => {
    let depth = 0;
    const enter = (event: DragEvent) => {
      if (!carriesFile(event)) return;
      depth += 1;
      setHovering(true);
    };
    const leave = (event: DragEvent) => {
      if (!carriesFile(event)) return;
      depth = Math.max(0, depth - 1);
      if (!depth) setHovering(false);
    };
    const over = (event: DragEvent) => {
      if (carriesFile(event)) event.preventDefault();
    };
    const drop = (event: DragEvent) => {
      if (!carriesFile(event)) return;
      event.preventDefault();
      depth = 0;
      setHovering(false);
      const file = firstPicture(event.dataTransfer?.files);
      if (file) take(file);
      else setBroken(true);
    };
    const paste = (event: ClipboardEvent) => {
      const file = firstPicture(event.clipboardData?.files);
      if (!file) return;
      event.preventDefault();
      take(file);
    };
    window.addEventListener("dragenter", enter);
    window.addEventListener("dragleave", leave);
    window.addEventListener("dragover", over);
    window.addEventListener("drop", drop);
    window.addEventListener("paste", paste);
    return () => {
      window.removeEventListener("dragenter", enter);
      window.removeEventListener("dragleave", leave);
      window.removeEventListener("dragover", over);
      window.removeEventListener("drop", drop);
      window.removeEventListener("paste", paste);
    };
  }, [take]);

  return { take, hovering, broken };
}
