/** Asks once more before something that cannot be taken back, and says what went wrong if it does. */

import { useState } from "react";
import { useLanguage } from "../i18n/language";
import { Dialog } from "../ui/Dialog";
import { Fault, type FaultSaid } from "./Fault";
import { useFault } from "./faults";

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
  const words = useFault();
  const [fault, setFault] = useState<FaultSaid | null>(null);
  const confirm = async () => {
    setBusy(true);
    try {
      await onConfirm();
    } catch (error) {
      setFault(words(error));
      setBusy(false);
    }
  };
  return (
    <Dialog title={title} onClose={onClose}>
      <p>{text}</p>
      <Fault said={fault} />
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
