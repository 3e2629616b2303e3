// TwinCard: one twin: how its training stands, and the receipt of what it did, with the pair to listen to.
import { useEffect } from "preact/hooks";
import { remove } from "../../api";
import { words } from "../../i18n";
import { Refusal } from "../../refusal";
import type { Receipt, Twin } from "../../types";
import { useAct } from "../../ui/act";
import { Button } from "../../ui/button";
import { Card } from "../../ui/card";
import { Problem } from "../../ui/notice";
import { Progress } from "../../ui/progress";
import { callOff, goesOn, useErrand } from "../listen/errand";

const STEP = /^step (\d+) of (\d+), loss ([\d.]+)(?:, (.+) left)?$/;

export function TwinCard({ of, onChange }: { of: Twin; onChange: () => void }) {
  const said = words.value.twin;
  const errand = useErrand("twin.train", of.id, onChange);
  const { busy, problem, act } = useAct();
  const training = errand.value ?? of.training;
  const going = goesOn(training);
  useEffect(() => void (goesOn(of.training) && (errand.value = of.training)), [of.training?.id]);
  const failed = of.error === null || going ? null : Refusal.told(of.error);
  const state = going ? "training" : of.state;
  return (
    <Card title={of.title || of.name} class="twin-card" actions={<span class={`badge ${state === "ready" ? "good" : ""}`}>{said.states[state]}</span>}>
      {going && training && (
        <>
          <p role="status">{noteSaid(training.progress.note)}</p>
          <Progress value={training.progress.fraction} label={of.name} />
          <div class="actions"><Button size="small" disabled={training.cancel_requested} onClick={() => void act(() => callOff(training))}>{said.stop}</Button></div>
        </>
      )}
      <Problem of={problem.value ?? failed} />
      {of.skipped.map((one) => <p key={one.name} class="hint">{said.skipped(one.name)} <span lang="en">{one.why}</span></p>)}
      {of.notes.map((note) => <p key={note} lang="en" class="hint">{note}</p>)}
      {of.receipt && <Told of={of} receipt={of.receipt} />}
      <div class="actions">
        <Button size="small" busy={busy.value} onClick={() => void act(() => remove(`/twins/${of.id}`)).then(onChange)}>{said.forget}<span class="hidden"> {of.name}</span></Button>
      </div>
    </Card>
  );
}

function Told({ of, receipt }: { of: Twin; receipt: Receipt }) {
  const said = words.value.twin;
  const version = of.versions.at(-1)?.number;
  const { distance, copying, listening } = receipt;
  const rows = [
    [said.gain(receipt.unit), `${receipt.held_before.toFixed(2)} → ${receipt.held_after.toFixed(2)}`],
    [said.distance, `${distance.before.toFixed(2)} → ${distance.after.toFixed(2)}`],
    [said.copying(copying.unit), `${copying.longest} (${said.usual(copying.usual)})`],
  ] as const;
  return (
    <section class="twin-receipt" aria-label={said.receipt}>
      <h3>{said.receipt}: {said.verdicts[receipt.verdict]}</h3>
      <p lang="en">{receipt.words}</p>
      {receipt.divided && <p lang="en" class="hint">{receipt.divided}</p>}
      <dl>{rows.map(([what, value]) => <div key={what}><dt>{what}</dt><dd>{value}</dd></div>)}</dl>
      {listening && (
        <div class="twin-two">
          {([["without", listening.before], ["with", listening.after]] as const).map(([which, name]) => (
            <figure key={which}>
              <figcaption>{said[which]}</figcaption>
              <audio controls preload="metadata" src={`/twins/${of.id}/files/${name}?version=${version}`} aria-label={said[which]} />
            </figure>
          ))}
        </div>
      )}
    </section>
  );
}

/** What a training says of itself, in the language of the page. */
function noteSaid(note: string): string {
  const said = words.value.twin;
  const [, step, steps, loss, left] = STEP.exec(note) ?? [];
  if (step === undefined || steps === undefined || loss === undefined) return note;
  return [said.step(step, steps, loss), left && said.left(left)].filter(Boolean).join(", ");
}
