/** The frame of a plan's form: its name, which is new or stays, what went wrong, and the buttons. */

import { type FormEvent, type ReactNode, useEffect, useId, useRef, useState } from "react";
import { Fault, type FaultSaid } from "./Fault";
import { FormActions } from "./FormActions";
import { useFault } from "./faults";
import { useTell } from "./useTell";

interface Props {
  title: string;
  id: string;
  idLabel: string;
  isNew: boolean;
  /** Ids that others have. */
  taken: string[];
  onSave: (id: string) => Promise<void>;
  onClose: () => void;
  /** Fields in the row of the name. */
  beside: ReactNode;
  children: ReactNode;
}

export function OwnerForm({ title, id, idLabel, isNew, taken, onSave, onClose, beside, children }: Props) {
  const tell = useTell();
  const words = useFault();
  const [name, setName] = useState(id);
  const [fault, setFault] = useState<FaultSaid | null>(null);
  const first = useRef<HTMLInputElement>(null);
  const heading = useId();
  useEffect(() => first.current?.focus(), []);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (isNew && taken.includes(name.trim())) return setFault(tell("idTaken"));
    try {
      await onSave(name.trim());
    } catch (error) {
      setFault(words(error));
    }
  };
  return (
    <form className="owner-form" aria-labelledby={heading} onSubmit={(event) => void submit(event)}>
      <h2 id={heading}>{title}</h2>
      <div className="owner-row">
        <label>
          {idLabel}
          <input
            ref={first}
            required
            maxLength={128}
            pattern="[^\/?#]+"
            readOnly={!isNew}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        </label>
        {beside}
      </div>
      {children}
      <Fault said={fault} />
      <FormActions save={tell("save")} onClose={onClose} />
    </form>
  );
}
