// Studio: every engine as a card, with what it lacks; and the room of one engine, its own or a form.
import { useSignal } from "@preact/signals";
import type { ComponentType } from "preact";
import { useEffect } from "preact/hooks";
import { get } from "../../api";
import { words } from "../../i18n";
import { addressOf, type PageProps } from "../../router";
import { useTruth } from "../../truth";
import type { Engine, Job } from "../../types";
import { Button } from "../../ui/button";
import { Card } from "../../ui/card";
import { Notice, Problem } from "../../ui/notice";
import { Waiting } from "../../ui/waiting";
import { Missing } from "./missing";
import { Order } from "./order";
import { Outcome } from "./outcome";
import { ELSEWHERE, type RoomProps, ROOMS } from "./own-pages";
import "./studio.css";

export default function Studio({ rest }: PageProps) {
  const [name] = rest;
  const engines = useTruth(async () => (await get<{ items: Engine[] }>("/engines")).items);
  const found = engines.data.value;
  const problem = <Problem of={engines.problem.value} onRetry={() => void engines.reload()} />;
  if (found === null) return <>{problem}{engines.problem.value === null && <Waiting lines={4} />}</>;
  if (name === undefined) return <>{problem}<All engines={found} /></>;
  const engine = found.find((one) => one.name === name);
  return <>{problem}{engine === undefined ? <Unknown name={name} /> : <Room key={name} engine={engine} />}</>;
}

function All({ engines }: { engines: readonly Engine[] }) {
  const { studio } = words.value;
  return (
    <>
      <header class="page-head">
        <h1>{studio.title}</h1>
        <p class="lead">{studio.lead}</p>
      </header>
      <div class="grid">{engines.map((engine) => <EngineCard key={engine.name} of={engine} />)}</div>
    </>
  );
}

/** An engine in the words of the page; one that it does not know in those of the server. */
function told(of: Engine): { title: string; about: string; lang?: "en" } {
  const { engines } = words.value.studio;
  return of.name in engines ? engines[of.name as keyof typeof engines] : { title: of.title, about: of.description, lang: "en" };
}

function EngineCard({ of }: { of: Engine }) {
  const { studio } = words.value;
  const { title, about, ...language } = told(of);
  const own = of.name in ELSEWHERE || of.name in ROOMS;
  const href = ELSEWHERE[of.name] ?? addressOf("studio", of.name);
  return (
    <Card title={title} actions={<span class={`badge ${of.ready ? "good" : ""}`}>{of.ready ? studio.ready : studio.notReady}</span>}>
      <p class="soft engine-about" {...language}>{about}</p>
      {!of.ready && <Missing of={of.missing} />}
      <div class="actions card-foot">
        <Button kind={of.ready ? "primary" : "quiet"} href={href}>{own ? studio.open : studio.order}<span class="hidden"> {title}</span></Button>
      </div>
    </Card>
  );
}

function Room({ engine }: { engine: Engine }) {
  const { studio } = words.value;
  const Own = useSignal<ComponentType<RoomProps> | null>(null);
  const jobs = useSignal<Job[]>([]);
  const load = ROOMS[engine.name];
  const { title, about, ...language } = told(engine);
  useEffect(() => void load?.().then((loaded) => (Own.value = loaded.default)), [engine.name]);
  return (
    <>
      <header class="page-head">
        <a href={addressOf("studio")}>{studio.back}</a>
        <h1>{title}</h1>
        <p class="lead" {...language}>{about}</p>
      </header>
      {!engine.ready && <Notice><Missing of={engine.missing} /></Notice>}
      {Own.value !== null && <Own.value engine={engine} />}
      {load === undefined && (
        <div class="order-room">
          <Card><Order engine={engine} onOrdered={(job) => (jobs.value = [job, ...jobs.value])} /></Card>
          {jobs.value.map((job) => <Outcome key={job.id} first={job} />)}
        </div>
      )}
      {engine.limits.length > 0 && <Notice><Missing of={engine.limits} /></Notice>}
    </>
  );
}

function Unknown({ name }: { name: string }) {
  const { studio } = words.value;
  return (
    <div class="page-head">
      <h1>{studio.unknown(name)}</h1>
      <Button kind="primary" href={addressOf("studio")}>{studio.back}</Button>
    </div>
  );
}
