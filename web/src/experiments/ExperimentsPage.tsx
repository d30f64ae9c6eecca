/** For the shop's owner: which ways of answering are tried beside each other, and what came of each. */

import { useCallback, useEffect, useRef, useState } from "react";
import { useLanguage } from "../i18n/language";
import { Figures } from "../owner/Figures";
import { moment } from "../owner/numbers";
import { OwnerPage } from "../owner/OwnerPage";
import { addressOfId, idIn } from "../owner/places";
import { useTell } from "../owner/useTell";
import { goTo, usePlace } from "../state/location";
import { useAnnounce } from "../ui/Announcer";
import { Link } from "../ui/Link";
import { fetchExperiments, fetchFindings, putExperiment } from "./api";
import { type Experiment, emptyPlan, type Findings, type Plan } from "./experiment";
import { PlanForm } from "./PlanForm";
import { Result } from "./Result";

type Drafted = { id: string; plan: Plan; isNew: boolean };

export default function ExperimentsPage() {
  const tell = useTell();
  const announce = useAnnounce();
  const id = idIn(usePlace().path);
  const [all, setAll] = useState<Experiment[] | null>(null);
  const [found, setFound] = useState<Findings | null>(null);
  const [problem, setProblem] = useState<unknown>(null);
  const [edited, setEdited] = useState<Drafted | null>(null);
  const heading = useRef<HTMLHeadingElement>(null);

  const load = useCallback(async () => {
    setProblem(null);
    try {
      if (id === null) setAll(await fetchExperiments());
      else setFound(await fetchFindings(id));
    } catch (error) {
      setProblem(error);
    }
  }, [id]);
  const retry = useCallback(() => void load(), [load]);
  useEffect(() => {
    setFound(null);
    setEdited(null);
    retry();
  }, [retry]);

  const done = async (message: string) => {
    setEdited(null);
    await load();
    announce(message);
    heading.current?.focus();
  };
  const save = async (name: string, plan: Plan) => {
    await putExperiment(name, plan);
    if (id === name) await done(tell("experimentSaved", { id: name }));
    else {
      announce(tell("experimentSaved", { id: name }));
      goTo(addressOfId("experiments", name));
    }
  };
  const shown = found?.experiment.id === id ? found : null;
  return (
    <OwnerPage
      place="experiments"
      title={id ?? tell("page_experiments")}
      text={id === null ? tell("experimentsText") : (shown?.experiment.note ?? "")}
      heading={heading}
      problem={problem}
      onLoad={retry}
    >
      {edited ? (
        <PlanForm {...edited} taken={(all ?? []).map((one) => one.id)} onSave={save} onClose={() => setEdited(null)} />
      ) : id === null ? (
        all && (
          <>
            <button type="button" className="button strong" onClick={() => setEdited({ id: "", plan: emptyPlan(), isNew: true })}>
              {tell("experimentNew")}
            </button>
            {all.length ? <ExperimentTable all={all} /> : <p>{tell("experimentsNone")}</p>}
          </>
        )
      ) : (
        shown && (
          <Result
            found={shown}
            onEdit={() => setEdited({ id, plan: shown.experiment, isNew: false })}
            onLook={load}
            onDone={done}
          />
        )
      )}
    </OwnerPage>
  );
}

function ExperimentTable({ all }: { all: Experiment[] }) {
  const tell = useTell();
  const { language } = useLanguage();
  return (
    <Figures label={tell("page_experiments")}>
      <thead>
        <tr>
          <th scope="col">{tell("experiment")}</th>
          <th scope="col">{tell("state")}</th>
          <th scope="col">{tell("arms")}</th>
          <th scope="col">{tell("decides")}</th>
          <th scope="col">{tell("since")}</th>
        </tr>
      </thead>
      <tbody>
        {all.map((one) => (
          <tr key={one.id}>
            <th scope="row">
              <Link to={addressOfId("experiments", one.id)} onGo={() => goTo(addressOfId("experiments", one.id))}>
                {one.id}
              </Link>
              {one.note && <p className="hint">{one.note}</p>}
            </th>
            <td>
              <span className={`state state-${one.state}`}>{tell(`state_${one.state}`)}</span>
            </td>
            <td>{one.arms.map((arm) => arm.name).join(tell("versus"))}</td>
            <td>{tell(`metric_${one.metric}`)}</td>
            <td>{one.started ? moment(one.started, language) : ""}</td>
          </tr>
        ))}
      </tbody>
    </Figures>
  );
}
