// Works: everything the visitor ordered, newest first: on its way, there to be played, or why not.
import { signal } from "@preact/signals";
import { duration, language, moment, words } from "../../i18n";
import { hue, strength } from "../../circle";
import { Refusal } from "../../refusal";
import { addressOf } from "../../router";
import type { Job } from "../../types";
import { Button } from "../../ui/button";
import { Dialog } from "../../ui/dialog";
import { Icon } from "../../ui/icon";
import { Problem } from "../../ui/notice";
import { PlayButton } from "../../ui/play-button";
import { Progress } from "../../ui/progress";
import { Empty, Waiting } from "../../ui/waiting";
import { noteSaid } from "./notes";
import { aboutJob, hrefOf, nameOf, pieceOf, previewOf, songsOf } from "./songs";
import { cancel, cursor, discard, jobs, keep, order, problem, readAll, readMore, settled } from "./works-state";

const doomed = signal<Job | null>(null);

export function Works() {
  const said = words.value.make.works;
  const { shell } = words.value;
  const found = jobs.value;
  return (
    <section class="works" aria-label={said.title}>
      <h2>{said.title}</h2>
      <Problem of={problem.value} onRetry={() => void readAll()} />
      {found === null && problem.value === null && <Waiting />}
      {found?.length === 0 && <Empty icon="make">{said.empty}</Empty>}
      <ul class="work-list">
        {(found ?? []).map((job) => <Row key={job.id} job={job} />)}
      </ul>
      {cursor.value !== null && <div class="actions"><Button onClick={() => void readMore()}>{shell.more}</Button></div>}
      <Doom />
    </section>
  );
}

function Row({ job }: { job: Job }) {
  const said = words.value.make.works;
  const name = nameOf(job);
  const songs = songsOf(job);
  const pieces = songs.flatMap((song) => pieceOf(song) ?? []);
  const first = pieces[0] ?? previewOf(job);
  const mood = job.brief.mood;
  const seconds = songs[0]?.seconds ?? job.brief.seconds;
  return (
    <li class={`work-row ${job.state}`} data-id={job.id} data-state={job.state}>
      <div class="work-line">
        <span class="work-dot" aria-hidden="true" style={mood ? { "--here": hue(mood).toFixed(1), "--far": strength(mood).toFixed(2) } : {}} />
        {(first !== null || !settled(job)) && <PlayButton piece={first} list={pieces.length > 0 ? pieces : undefined} soft />}
        <div class="work-what">
          <a class="work-name" href={addressOf("make", job.id)}>{name}</a>
          <span class="small soft">
            {aboutJob(job)}{seconds ? ` · ${duration(seconds)}` : ""} · <time dateTime={job.created_at}>{moment.value.format(new Date(job.created_at))}</time>
            {job.preview && <> · <span class="badge">{said.firstBars}</span></>}
          </span>
        </div>
        <div class="actions work-actions"><Actions job={job} name={name} /></div>
      </div>
      {!settled(job) && <OnItsWay job={job} name={name} />}
      {job.state === "failed" && job.error && <Problem of={Refusal.told(job.error)} onRetry={() => void again(job)} />}
      {songs.length > 1 && (
        <ol class="song-list">
          {songs.map((song) => {
            const piece = pieceOf(song);
            return (
              <li key={song.number}>
                {piece && <PlayButton piece={piece} list={pieces} soft />}
                <a href={hrefOf(song)}>{song.title}</a>
                <span class="small soft">{duration(song.seconds)}</span>
              </li>
            );
          })}
        </ol>
      )}
    </li>
  );
}

function Actions({ job, name }: { job: Job; name: string }) {
  const said = words.value.make.works;
  if (!settled(job)) {
    return <Button size="small" disabled={job.cancel_requested} onClick={() => void cancel(job)}>{job.cancel_requested ? said.cancelling : said.cancel}</Button>;
  }
  return (
    <>
      {job.state === "cancelled" && <span class="badge">{said.cancelled}</span>}
      {job.state === "expired" && <span class="badge">{said.expired}</span>}
      {job.state === "finished" && <Keep job={job} />}
      <Button kind="plain" size="small" aria-label={`${said.remove}: ${name}`} title={said.remove} icon={<Icon name="trash" />} onClick={() => (doomed.value = job)} />
    </>
  );
}

function Keep({ job }: { job: Job }) {
  const said = words.value.make.works;
  const until = job.expires_at === null ? undefined : said.keepHint(new Intl.DateTimeFormat(language.value, { dateStyle: "long" }).format(new Date(job.expires_at)));
  return (
    <Button kind="plain" size="small" class={job.kept ? "kept" : ""} aria-pressed={job.kept} title={job.kept ? undefined : until} icon={<Icon name="heart" />} onClick={() => void keep(job, !job.kept)}>
      {job.kept ? said.kept : said.keep}
    </Button>
  );
}

/** How far it is, for the whole order and song by song. */
export function OnItsWay({ job, name }: { job: Job; name: string }) {
  const said = words.value.make.works;
  const { fraction, note } = job.progress;
  const queued = job.state === "queued";
  const count = Number(job.brief.options["count"] ?? 1);
  const told = noteSaid(note);
  return (
    <div class="on-its-way">
      <Progress label={said.progress(name)} {...(queued ? {} : { value: fraction })} />
      <p class="small soft">
        <span>{queued && job.queue_position !== null ? said.queued(job.queue_position) : told.text}{told.song !== null && count > 1 && ` · ${said.song(told.song, count)}`}</span>
        <span>{!queued && `${Math.round(fraction * 100)} %`}{job.eta_seconds !== null && ` · ${said.eta(duration(job.eta_seconds))}`}</span>
      </p>
      {count > 1 && !queued && <Each count={count} song={told.song} making={told.making} />}
    </div>
  );
}

/** A mark for each song: written, being made, made. */
function Each({ count, song, making }: { count: number; song: number | null; making: boolean }) {
  if (song === null) return null;
  return (
    <span class="each" aria-hidden="true">
      {Array.from({ length: count }, (_, index) => {
        const number = index + 1;
        const state = making ? (number < song ? "made" : number === song ? "busy" : "written") : number < song ? "written" : number === song ? "busy" : "";
        return <i key={number} class={state} />;
      })}
    </span>
  );
}

async function again(job: Job): Promise<void> {
  const { engine, mood, seconds, seed, options } = job.brief;
  try {
    await order({ engine, options, seed, ...(mood ? { mood: [mood.valence, mood.arousal] as [number, number] } : {}), ...(seconds ? { seconds } : {}) });
  } catch (error) {
    problem.value = Refusal.of(error);
  }
}

function Doom() {
  const said = words.value.make.works;
  const job = doomed.value;
  const close = (): void => void (doomed.value = null);
  return (
    <Dialog
      open={job !== null}
      title={said.remove}
      onClose={close}
      actions={
        <>
          <Button onClick={close}>{words.value.shell.cancel}</Button>
          <Button kind="danger" onClick={() => { if (job) void discard(job); close(); }}>{said.remove}</Button>
        </>
      }
    >
      {job && <p>{said.removeSure(nameOf(job))} {said.removeWhat}</p>}
    </Dialog>
  );
}
