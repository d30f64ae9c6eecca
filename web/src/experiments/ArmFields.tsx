/** One way of answering: what it changes of how the shop orders. An empty field leaves the shop's own setting. */

import { NumberField } from "../owner/NumberField";
import { useTell } from "../owner/useTell";
import { Icon } from "../ui/Icon";
import { type Arm, SIGNALS } from "./experiment";

interface Props {
  arm: Arm;
  /** From 1; the first is what the others are compared with. */
  number: number;
  onChange: (arm: Arm) => void;
  /** Missing where there must be this many. */
  onRemove?: () => void;
}

/** Without what is undefined: a field that was emptied is not sent. */
const filled = <T extends object>(given: T): T =>
  Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as T;

export function ArmFields({ arm, number, onChange, onRemove }: Props) {
  const tell = useTell();
  const set = (change: { [K in keyof Arm]?: Arm[K] | undefined }) => onChange(filled({ ...arm, ...change }) as Arm);
  const asShop = tell("wayShop");
  return (
    <fieldset>
      <legend>{tell(number === 1 ? "armFirst" : "armN", { n: number })}</legend>
      <div className="owner-row">
        <label>
          {tell("armName")}
          <input required maxLength={100} value={arm.name} onChange={(event) => set({ name: event.target.value })} />
        </label>
        <NumberField
          label={tell("armShare")}
          value={arm.share}
          min={0.001}
          max={1000}
          required
          onChange={(value) => set({ share: value ?? 1 })}
        />
        {(["personal", "variety"] as const).map((name) => (
          <NumberField
            key={name}
            label={tell(`way_${name}`)}
            value={arm[name]}
            min={0}
            max={1}
            placeholder={asShop}
            onChange={(value) => set({ [name]: value })}
          />
        ))}
        <NumberField
          label={tell("way_ranker")}
          value={arm.ranker}
          min={0}
          step={1}
          placeholder={asShop}
          onChange={(value) => set({ ranker: value })}
        />
      </div>
      <p className="hint">{tell("wayHint")}</p>
      <div className="owner-row">
        {SIGNALS.map((name) => (
          <NumberField
            key={name}
            label={tell(`way_${name}`)}
            value={arm.weights?.[name]}
            min={0}
            max={10}
            placeholder="1"
            onChange={(value) => set({ weights: filled({ ...arm.weights, [name]: value }) })}
          />
        ))}
        {onRemove && (
          <button
            type="button"
            className="icon-button quiet"
            aria-label={tell("armRemove", { n: number })}
            title={tell("armRemove", { n: number })}
            onClick={onRemove}
          >
            <Icon name="close" />
          </button>
        )}
      </div>
    </fieldset>
  );
}
