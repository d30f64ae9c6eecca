/** Asks once more before something that cannot be taken back, and says what went wrong if it does. */

import { useState } from "react";
import { useLanguage } from "../i18n/language";
import { problemWords } from "../results/problem";
import { Dialog } from "../ui/Dialog";

interface Props {
  title: string;
  text: string;
  /** What is going to happen, on the button that does it. */
  action: string;
  onConfirm: () => Promise<void>;
  onClose: () => void;
}

export function Confirm({ title, text, action, onConfirm, onClose }: Props) {
  const { say } = useLanguage();
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState("");
  const confirm = async () => {
    setBusy(true);
    try {
      await onConfirm();
    } catch (error) {
      const { what, detail } = problemWords(error, say);
      setFault(`${what} ${detail}`.trim());
      setBusy(false);
    }
  };
  return (
    <Dialog title={title} onClose={onClose}>
      <p>{text}</p>
      {fault && (
        <p className="fault" role="alert">
          {fault}
        </p>
      )}
      <div className="dialog-foot">
        <button type="button" className="button" onClick={onClose}>
          {say("cancel")}
        </button>
        <button type="button" className="button strong" disabled={busy} onClick={() => void confirm()}>
          {action}
        </button>
      </div>
    </Dialog>
  );
}
