/** For the shop's owner: which ways of answering are tried beside each other, and what came of each. */

import { useLanguage } from "../i18n/language";
import { Figures } from "../owner/Figures";
import { moment } from "../owner/numbers";
import { OwnedPage } from "../owner/OwnedPage";
import { addressOfId } from "../owner/places";
import type { Shelf } from "../owner/useOwned";
import { useTell } from "../owner/useTell";
import { goTo } from "../state/location";
import { Link } from "../ui/Link";
import { fetchExperiments, fetchFindings, putExperiment } from "./api";
import { type Experiment, emptyPlan, type Findings, type Plan } from "./experiment";
import { PlanForm } from "./PlanForm";
import { Result } from "./Result";

const EXPERIMENTS: Shelf<Experiment, Findings, Plan> = {
  place: "experiments",
  all: fetchExperiments,
  one: fetchFindings,
  put: putExperiment,
  saved: "experimentSaved",
};

export default function ExperimentsPage() {
  return (
    <OwnedPage
      shelf={EXPERIMENTS}
      words={{ text: "experimentsText", create: "experimentNew", none: "experimentsNone" }}
      empty={emptyPlan}
      note={({ experiment }) => experiment.note}
      table={(all) => <ExperimentTable all={all} />}
      form={(given) => <PlanForm {...given} />}
      result={(found, { edit, load, done }) => (
        <Result
          found={found}
          onEdit={() => edit({ id: found.experiment.id, plan: found.experiment, isNew: false })}
          onLook={load}
          onDone={done}
        />
      )}
    />
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
