/** One experiment: what may be said now, how each arm did, and the buttons that start and stop it. */

import { useLanguage } from "../i18n/language";
import { count, moment } from "../owner/numbers";
import { useSteps } from "../owner/useSteps";
import { useTell } from "../owner/useTell";
import { goTo } from "../state/location";
import { useAnnounce } from "../ui/Announcer";
import { deleteExperiment, startExperiment, stopExperiment } from "./api";
import { Charts } from "./Charts";
import type { Findings } from "./experiment";
import { ArmTable, MetricTable } from "./Tables";
import { useVerdicts } from "./useVerdicts";

interface Props {
  found: Findings;
  onEdit: () => void;
  /** Looks at the figures again. */
  onLook: () => Promise<void>;
  onDone: (message: string) => Promise<void>;
}

type Step = "start" | "stop" | "delete";

export function Result({ found, onEdit, onLook, onDone }: Props) {
  const tell = useTell();
  const { language } = useLanguage();
  const announce = useAnnounce();
  const verdicts = useVerdicts(found);
  const { experiment, waiting } = found;
  const { id, state } = experiment;

  const take: Record<Step, () => Promise<void>> = {
    start: async () => {
      await startExperiment(id);
      await onDone(tell("experimentStarted", { id }));
    },
    stop: async () => {
      await stopExperiment(id);
      await onDone(tell("experimentStopped", { id }));
    },
    delete: async () => {
      await deleteExperiment(id);
      announce(tell("experimentDeleted", { id }));
      goTo("/experiments");
    },
  };
  const [ask, question] = useSteps(take, (step) => ({
    title: tell(`${step}Title`, { id }),
    text: tell(`experiment_${step}Text`),
    action: tell(step),
  }));
  const look = async () => {
    await onLook();
    announce(tell("looked"));
  };
  return (
    <>
      <p>
        <span className={`state state-${state}`}>{tell(`state_${state}`)}</span>{" "}
        {experiment.started && tell("startedAt", { moment: moment(experiment.started, language) })}{" "}
        {experiment.stopped && tell("stoppedAt", { moment: moment(experiment.stopped, language) })}
      </p>
      <div className="owner-actions">
        {state === "draft" && (
          <>
            <button type="button" className="button strong" onClick={() => ask("start")}>
              {tell("start")}
            </button>
            <button type="button" className="button" onClick={onEdit}>
              {tell("edit")}
            </button>
          </>
        )}
        {state === "running" && (
          <>
            <button type="button" className="button strong" onClick={() => ask("stop")}>
              {tell("stop")}
            </button>
            <button type="button" className="button" onClick={() => void look()}>
              {tell("lookAgain")}
            </button>
          </>
        )}
        <button type="button" className="button" onClick={() => ask("delete")}>
          {tell("delete")}
        </button>
      </div>
      <section className="verdicts" aria-labelledby="verdicts">
        <h2 id="verdicts">{tell("verdict")}</h2>
        {verdicts.map(({ arm, tone, words }) => (
          <p key={arm} className={`verdict verdict-${tone}`}>
            {words}
          </p>
        ))}
        {experiment.arms.length > 2 && <p className="hint">{tell("shareAlpha", { n: experiment.arms.length - 1 })}</p>}
        {waiting > 0 && (
          <p className="hint">
            {tell(experiment.unit === "session" ? "waitingVisits" : "waitingShoppers", {
              n: count(waiting, language),
              hours: experiment.hours,
            })}
          </p>
        )}
      </section>
      {state !== "draft" && <Charts found={found} />}
      <ArmTable found={found} />
      {state !== "draft" && <MetricTable found={found} />}
      {question}
    </>
  );
}
