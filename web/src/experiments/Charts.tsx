/** The deciding difference with its interval, now and over time. Every figure in them is in a table or a sentence, too. */

import { useLanguage } from "../i18n/language";
import { IntervalChart } from "../owner/IntervalChart";
import { count } from "../owner/numbers";
import { useTell } from "../owner/useTell";
import { useShop } from "../shop/shop";
import { Course } from "./Course";
import { decided, type Findings } from "./experiment";
import { measureOf } from "./measured";
import { useVerdicts } from "./useVerdicts";

export function Charts({ found }: { found: Findings }) {
  const tell = useTell();
  const { language } = useLanguage();
  const { facts } = useShop();
  const verdicts = useVerdicts(found);
  const { experiment, course } = found;
  const { change } = measureOf(experiment.metric, language, facts.currency, tell);
  const rows = decided(found).map((effect) => ({ ...effect, name: effect.arm, tone: effect.verdict }));
  if (!rows.some(({ low }) => low !== null)) return null;
  const metric = tell(`metric_${experiment.metric}`);
  const last = rows.at(-1)?.name ?? "";
  const first = experiment.arms[0]?.name ?? "";
  return (
    <>
      <figure>
        <figcaption>{tell("chartNow", { metric, first })}</figcaption>
        <IntervalChart rows={rows} format={change} label={verdicts.map(({ words }) => words).join(" ")} />
      </figure>
      {course.length > 1 && (
        <figure>
          <figcaption>{tell("chartCourse", { metric, arm: last, first })}</figcaption>
          <Course
            course={course}
            format={change}
            count={(n) => tell(experiment.unit === "session" ? "nVisits" : "nShoppers", { n: count(n, language) })}
            label={tell("chartCourseLabel", { n: course.length })}
          />
        </figure>
      )}
    </>
  );
}
