// Song: a backing track in, words and a voice; out comes a song whose melody is drawn and whose syllables light up.
import { useRef } from "preact/hooks";
import { type Signal, useSignal } from "@preact/signals";
import { post, steadyKey } from "../../api";
import { duration, words } from "../../i18n";
import { Refusal } from "../../refusal";
import type { Brief, Engine, Job, Upload } from "../../types";
import { useAct } from "../../ui/act";
import { Button } from "../../ui/button";
import { Card } from "../../ui/card";
import { DropFiles } from "../../ui/drop-files";
import { Field } from "../../ui/field";
import { Icon } from "../../ui/icon";
import { Problem } from "../../ui/notice";
import { MIDI, uploaded } from "../make/likes";
import { Outcome } from "../studio/outcome";
import type { RoomProps } from "../studio/own-pages";
import { Candidates } from "./candidates";
import { Sheet } from "./sheet";
import { Stages } from "./stages";
import "./song.css";

const ACCEPTED = `.mp3,.m4a,.wav,.flac,.ogg,audio/*,${MIDI}`;
const FILLERS = ["la", "na", "ooh"];
const COUNTS = ["1", "2", "3", "4"];

export default function Song({ engine }: RoomProps) {
  const said = words.value.song;
  const backing = useSignal<Upload | null>(null);
  const melody = useSignal<Upload | null>(null);
  const lyrics = useSignal("");
  const filler = useSignal("la");
  const voice = useSignal("alto");
  const harmony = useSignal(true);
  const candidates = useSignal("3");
  const jobs = useSignal<Job[]>([]);
  const key = useRef(steadyKey()).current;
  const { busy, problem, act } = useAct();
  const voices = voicesOf(engine);
  const submit = (event: Event): Promise<boolean> => act(async () => {
    event.preventDefault();
    if (backing.value === null) throw new Refusal("page", said.needsBacking);
    const given = melody.value === null ? {} : { melody: melody.value.id };
    const options = { backing: backing.value.id, lyrics: lyrics.value, filler: filler.value, voice: voice.value, harmony: harmony.value, candidates: melody.value === null ? Number(candidates.value) : 1, ...given };
    await order({ engine: engine.name, options });
  });
  const order = async (brief: Brief): Promise<void> => {
    jobs.value = [await post<Job>("/generations", brief, { key: key.of(brief) }), ...jobs.value];
    key.taken();
  };
  const another = ({ brief }: Job, rank: number): Promise<void> =>
    order({ engine: brief.engine, seed: brief.seed, ...(brief.mood && { mood: brief.mood }), options: { ...brief.options, melody_choice: rank } });
  return (
    <div class="song">
      <Card>
        <form class="song-order" onSubmit={(event) => void submit(event)}>
          <Track id="song-backing" title={said.backing} choose={said.choose} accept={ACCEPTED} of={backing} />
          <Field label={said.words} for="song-words" hint={said.wordsHint}>
            <textarea id="song-words" class="input" rows={6} value={lyrics.value} aria-describedby="song-words-hint" onInput={(event) => (lyrics.value = event.currentTarget.value)} />
          </Field>
          <div class="song-two">
            <Choice id="song-voice" label={said.voice} of={voice} choices={Object.keys(voices)} name={(one) => said.voices[one] ?? voices[one] ?? one} />
            <Choice id="song-filler" label={said.filler} of={filler} choices={FILLERS} name={(one) => one} />
            {melody.value === null && <Choice id="song-candidates" label={said.candidates} of={candidates} choices={COUNTS} name={(one) => one} />}
          </div>
          {engine.limits.map((one) => <p key={one} class="hint" lang="en">{one}</p>)}
          <label class="check"><input type="checkbox" checked={harmony.value} onChange={(event) => (harmony.value = event.currentTarget.checked)} /> {said.harmony}</label>
          <Track id="song-melody" title={said.melody} choose={said.chooseMelody} accept={MIDI} of={melody} />
          <Problem of={problem.value} onClose={() => (problem.value = null)} />
          <div class="actions"><Button kind="primary" type="submit" busy={busy.value} icon={<Icon name="spark" />}>{said.submit}</Button></div>
        </form>
      </Card>
      {jobs.value.map((job) => <Outcome key={job.id} first={job} inside={(now, note) => (now.state === "finished" ? <><Sheet of={now} /><Candidates of={now} onSing={(rank) => another(now, rank)} /></> : <Stages of={now} note={note} />)} />)}
    </div>
  );
}

/** Names and titles as the engine's own schema lists them: the house's voices, then banks that somebody brought. */
function voicesOf(engine: Engine): Record<string, string> {
  const listed = engine.options.properties?.voice?.oneOf ?? [];
  return Object.fromEntries(listed.map((one) => [String(one.const), one.title ?? String(one.const)]));
}

interface ChoiceProps {
  id: string;
  label: string;
  of: Signal<string>;
  choices: string[];
  name: (one: string) => string;
}

function Choice({ id, label, of, choices, name }: ChoiceProps) {
  return (
    <Field label={label} for={id}>
      <select id={id} class="input" value={of.value} onChange={(event) => (of.value = event.currentTarget.value)}>
        {choices.map((one) => <option key={one} value={one}>{name(one)}</option>)}
      </select>
    </Field>
  );
}

interface TrackProps {
  id: string;
  title: string;
  choose: string;
  accept: string;
  of: Signal<Upload | null>;
}

function Track({ id, title, choose, accept, of }: TrackProps) {
  const { busy, problem, act } = useAct();
  const take = ([file]: File[]): Promise<boolean> => act(async () => {
    if (file !== undefined) of.value = await uploaded(file);
  });
  const upload = of.value;
  return (
    <div class="song-track">
      <DropFiles id={id} icon="file" say={title} choose={choose} accept={accept} busy={busy.value} onFiles={(files) => void take(files)}>
        {upload && <p class="song-name"><Icon name="check" />{upload.name} · {duration(upload.seconds)}</p>}
        {upload?.notes.map((note) => <p key={note} class="hint" lang="en">{note}</p>)}
      </DropFiles>
      <Problem of={problem.value} onClose={() => (problem.value = null)} />
    </div>
  );
}
