/** The buttons under a form: to save it, to leave it, and what else can be done. */

import type { ReactNode } from "react";
import { useLanguage } from "../i18n/language";

export function FormActions({ save, onClose, children }: { save: string; onClose: () => void; children?: ReactNode }) {
  const { say } = useLanguage();
  return (
    <div className="owner-actions">
      <button type="submit" className="button strong">
        {save}
      </button>
      <button type="button" className="button" onClick={onClose}>
        {say("cancel")}
      </button>
      {children}
    </div>
  );
}
