// Why: questions about a piece, answered from its record; an answer may carry an order that makes the change.
import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { post } from "../../api";
import { words } from "../../i18n";
import { Refusal } from "../../refusal";
import { addressOf, navigate } from "../../router";
import type { Brief } from "../../types";
import { useAct } from "../../ui/act";
import { Button } from "../../ui/button";
import { Card } from "../../ui/card";
import { Icon } from "../../ui/icon";
import { Problem } from "../../ui/notice";
import { type Song, songsOf } from "./songs";
import { order } from "./works-state";

interface Answer {
  answer: string;
  facts: { path: string; value: unknown }[];
  suggestion: Brief | null;
  ask_next: string[];
}
interface Turn {
  question: string;
  answer: Answer | null;
}

/** The server understands English; these are what is shown for it first. */
const FIRST = {
  tempo: "Why this tempo?",
  key: "Why this key?",
  darker: "How do I make it darker?",
  chorus: "Where is the chorus?",
  rights: "Can I use it?",
} as const;

/** The talk so far, and how it goes on. */
function useTalk(song: Song) {
  const turns = useSignal<Turn[]>([]);
  const log = useRef<HTMLOListElement>(null);
  const { busy, problem, act } = useAct();
  const ask = async (question: string): Promise<boolean> => {
    if (busy.value) return false;
    const before = turns.value;
    const done = await act(async () => {
      if (question.trim() === "") throw new Refusal("page", words.value.make.why.nothing);
      turns.value = [...before, { question, answer: null }];
      const which = songsOf(song.job).length > 1 ? { song: song.number } : {};
      const answer = await post<Answer>(`/generations/${song.job.id}/questions`, { question, ...which });
      turns.value = [...before, { question, answer }];
    });
    if (!done) turns.value = before;
    queueMicrotask(() => log.current?.scrollTo({ top: log.current.scrollHeight }));
    return done;
  };
  return { turns, log, busy, problem, ask };
}

export function Why({ song }: { song: Song }) {
  const said = words.value.make.why;
  const text = useSignal("");
  const { turns, log, busy, problem, ask } = useTalk(song);
  const last = turns.value.at(-1)?.answer;
  const next = last ? last.ask_next.map((one) => [one, one] as const) : Object.entries(FIRST).map(([name, one]) => [one, said.first[name as keyof typeof FIRST]] as const);
  return (
    <Card title={said.title} class="why">
      <p class="soft small">{said.help}</p>
      <ol class="talk" ref={log} aria-live="polite">
        {turns.value.map((turn, index) => <Told key={index} turn={turn} />)}
      </ol>
      <div class="chips" role="group" aria-label={said.next}>
        {next.map(([question, shown]) => <button key={question} type="button" class="chip" disabled={busy.value} lang={last ? "en" : undefined} onClick={() => void ask(question)}>{shown}</button>)}
      </div>
      <form
        class="ask"
        onSubmit={(event) => {
          event.preventDefault();
          void ask(text.value).then((done) => done && (text.value = ""));
        }}
      >
        <label class="hidden" for="why-question">{said.label}</label>
        <input id="why-question" class="input" maxLength={2000} placeholder={said.placeholder} value={text.value} onInput={(event) => (text.value = event.currentTarget.value)} />
        <Button type="submit" busy={busy.value} icon={<Icon name="ask" />}>{said.ask}</Button>
      </form>
      {said.language !== "" && <p class="hint">{said.language}</p>}
      <Problem of={problem.value} onClose={() => (problem.value = null)} />
    </Card>
  );
}

function Told({ turn }: { turn: Turn }) {
  const said = words.value.make.why;
  const { busy, problem, act } = useAct();
  const { question, answer } = turn;
  const make = (brief: Brief): Promise<boolean> => act(async () => navigate(addressOf("make", (await order(brief)).id)));
  return (
    <li>
      <p class="asked">{question}</p>
      {answer === null ? <span class="bone" /> : (
        <div class="answered" lang="en">
          {readable(answer.answer).split("\n\n").map((line) => <p key={line}>{line}</p>)}
          {answer.facts.length > 0 && (
            <details class="small">
              <summary>{said.facts(answer.facts.length)}</summary>
              <dl class="facts">{answer.facts.map(({ path, value }) => <div key={path}><dt><code>{path}</code></dt><dd><code>{JSON.stringify(value)}</code></dd></div>)}</dl>
            </details>
          )}
          {answer.suggestion && <Button kind="primary" size="small" busy={busy.value} icon={<Icon name="make" />} onClick={() => void make(answer.suggestion as Brief)}>{said.suggestion}</Button>}
          <Problem of={problem.value} />
        </div>
      )}
    </li>
  );
}

/** Without what it says to programs: here the order is a button. */
export const readable = (answer: string): string => answer.replace(/ ?The order in `suggestion`[^.]*: send it to POST \/generations as it is\./g, "");
