// Work: one order by itself: its songs to hear, see, take apart, ask about and take along.
import { useComputed, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { duration, moment, words } from "../../i18n";
import { Refusal } from "../../refusal";
import { addressOf } from "../../router";
import { onRefresh } from "../../socket";
import type { Job } from "../../types";
import { Button } from "../../ui/button";
import { Card } from "../../ui/card";
import { Icon } from "../../ui/icon";
import { Notice, Problem } from "../../ui/notice";
import { PlayButton } from "../../ui/play-button";
import { at, length, type Piece, piece, play, seek, silent } from "../../ui/playing";
import { Waiting } from "../../ui/waiting";
import { Waveform } from "../../ui/waveform";
import { readSheet, type Sheet } from "./chords";
import { Origin } from "./origin";
import { Parts } from "./parts";
import { Roll } from "./roll";
import { Score } from "./score";
import { aboutJob, fileOf, hrefOf, keySaid, nameOf, partOf, pieceOf, playedBy, previewOf, type Song, songsOf, stemsOf } from "./songs";
import { Stems } from "./stems";
import { Why } from "./why";
import { OnItsWay } from "./works";
import { cancel, open, opened, settled } from "./works-state";

export function WorkPage({ id, number }: { id: string; number: number }) {
  const said = words.value.make.song;
  const problem = useSignal<Refusal | null>(null);
  useEffect(() => {
    const stop = onRefresh(() => {
      open(id).then(() => (problem.value = null), (error: unknown) => (problem.value = Refusal.of(error)));
    });
    return () => {
      stop();
      opened.value = null;
    };
  }, [id]);
  const job = opened.value?.id === id ? opened.value : null;
  const gone = problem.value !== null && [404, 410].includes(problem.value.status);
  return (
    <div class="work">
      <a class="back" href={addressOf("make")}><Icon name="arrow" />{said.back}</a>
      {gone ? <Notice kind="error"><strong>{said.gone}</strong> {said.goneNext}</Notice> : <Problem of={problem.value} />}
      {job === null && problem.value === null && <Waiting lines={4} />}
      {job && <Shown job={job} number={number} />}
    </div>
  );
}

function Shown({ job, number }: { job: Job; number: number }) {
  const songs = songsOf(job);
  const song = songs[number - 1] ?? songs[0];
  return (
    <>
      {song === undefined ? <Unfinished job={job} /> : (
        <>
          <Head song={song} />
          {songs.length > 1 && <Chooser songs={songs} chosen={song.number} />}
          {job.work?.notes.map((note) => <Notice key={note}><span lang="en">{note}</span></Notice>)}
          <SongShown key={song.number} song={song} songs={songs} />
        </>
      )}
    </>
  );
}

function Head({ song }: { song: Song }) {
  const { song: said } = words.value.make;
  const { bpm, key, bars } = song.facts;
  const facts = [
    playedBy(song.job),
    duration(song.seconds),
    typeof key === "string" ? keySaid(key) : null,
    typeof bpm === "number" ? said.tempo(Math.round(bpm)) : null,
    typeof bars === "number" ? said.bars(bars) : null,
    said.made(moment.value.format(new Date(song.job.created_at))),
  ];
  return (
    <header class="page-head">
      <h1>{song.title}</h1>
      <p class="work-facts">{facts.filter(Boolean).map((fact) => <span key={fact}>{fact}</span>)}</p>
    </header>
  );
}

function Chooser({ songs, chosen }: { songs: Song[]; chosen: number }) {
  return (
    <nav class="song-chooser" aria-label={words.value.make.song.which}>
      {songs.map((song) => <a key={song.number} href={hrefOf(song)} aria-current={song.number === chosen ? "page" : undefined} title={song.title}>{song.number}</a>)}
    </nav>
  );
}

function SongShown({ song, songs }: { song: Song; songs: Song[] }) {
  const sheet = useSignal<Sheet | null>(null);
  const quiet = useSignal<ReadonlySet<string>>(new Set());
  const chords = song.parts.find(({ name }) => name.endsWith("chords.json"));
  const own = pieceOf(song);
  const pieces = songs.flatMap((one) => pieceOf(one) ?? []);
  const go = (to: number): void => {
    if (own === null) return;
    if (piece.value?.key === own.key) seek(to);
    else void play(own, pieces).then(() => seek(to));
  };
  useEffect(() => {
    if (chords) readSheet(fileOf(song.job, chords.name)).then((found) => (sheet.value = found), () => undefined);
  }, [chords?.name]);
  return (
    <div class="work-grid">
      <div class="work-main">
        <Heard song={song} sheet={sheet.value} quiet={() => quiet.value} go={go} pieces={pieces} />
        {sheet.value && <Score song={song} sheet={sheet.value} onGo={go} />}
        <Parts song={song} />
      </div>
      <div class="work-side">
        {stemsOf(song).length > 1 && <Stems song={song} quiet={quiet} />}
        <Why song={song} />
        <Origin song={song} />
      </div>
    </div>
  );
}

interface HeardProps {
  song: Song;
  sheet: Sheet | null;
  quiet: () => ReadonlySet<string>;
  go: (to: number) => void;
  pieces: Piece[];
}

function Heard({ song, sheet, quiet, go, pieces }: HeardProps) {
  const { player } = words.value.make;
  const own = pieceOf(song);
  const current = piece.value?.key === own?.key;
  const now = (): number => (piece.value?.key === own?.key ? at.value : 0);
  const all = current && length.value > 0 ? length.value : song.seconds;
  const midi = partOf(song, "midi");
  return (
    <Card class="heard">
      {own && (
        <div class="heard-top">
          <PlayButton piece={own} list={pieces} large />
          <div class="heard-wave">
            <Waveform sound={own.sound} label={player.waveform(song.title)} at={now} length={all} onSeek={go} />
            <Times at={now} length={all} />
          </div>
        </div>
      )}
      {current && silent.value && <Problem of={new Refusal("sound", player.silent, { nextStep: player.silentNext })} />}
      {midi && <Roll midi={fileOf(song.job, midi.name)} chords={sheet?.chords ?? []} at={now} onSeek={go} quiet={quiet} />}
    </Card>
  );
}

function Times({ at: now, length: all }: { at: () => number; length: number }) {
  const second = useComputed(() => Math.floor(now())).value;
  return <p class="times" aria-hidden="true"><span>{duration(second)}</span><span>{duration(all)}</span></p>;
}

function Unfinished({ job }: { job: Job }) {
  const { works: said, player } = words.value.make;
  const name = nameOf(job);
  const early = previewOf(job);
  return (
    <>
      <header class="page-head">
        <h1>{name}</h1>
        <p class="work-facts"><span>{aboutJob(job)}</span></p>
      </header>
      <Card>
        {!settled(job) && <OnItsWay job={job} name={name} />}
        {early && <div class="heard-top"><PlayButton piece={early} large /><p class="soft">{player.early}</p></div>}
        {job.error && <Problem of={Refusal.told(job.error)} />}
        {job.state === "cancelled" && <p>{said.cancelled}</p>}
        {job.state === "expired" && <p>{said.expired}</p>}
        {!settled(job) && <div class="actions"><Button disabled={job.cancel_requested} onClick={() => void cancel(job)}>{job.cancel_requested ? said.cancelling : said.cancel}</Button></div>}
      </Card>
    </>
  );
}
