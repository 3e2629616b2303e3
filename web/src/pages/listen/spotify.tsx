// SpotifyRoom: connect an account, see what was allowed, have it read, and let it go again.
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { get, post, remove } from "../../api";
import { language, moment, words } from "../../i18n";
import { Refusal } from "../../refusal";
import { refreshUser } from "../../session";
import { on } from "../../socket";
import { useTruth } from "../../truth";
import type { Errand } from "../../types";
import { Button } from "../../ui/button";
import { Card } from "../../ui/card";
import { Dialog } from "../../ui/dialog";
import { Icon } from "../../ui/icon";
import { Notice, Problem } from "../../ui/notice";
import { Progress } from "../../ui/progress";
import { Waiting } from "../../ui/waiting";
import { callOff, goesOn, noteSaid, useErrand } from "./errand";
import { connect } from "./link";
import type { Link, SourceRead, Sync } from "./types";

const HERE = "/listen/spotify";

export function SpotifyRoom() {
  const { spotify: said } = words.value.listen;
  const link = useTruth(() => get<Link>("/user/spotify"));
  const problem = useSignal<Refusal | null>(null);
  const busy = useSignal(false);
  const came = useSignal(new URLSearchParams(location.search).get("spotify"));
  useEffect(() => {
    if (came.value !== null) history.replaceState(null, "", HERE);
    if (came.value === "linked") void refreshUser().catch(() => undefined);
    return on("spotify:reauth_required", () => void link.reload());
  }, []);
  const go = async (): Promise<void> => {
    busy.value = true;
    problem.value = null;
    try {
      await connect("listen", HERE);
    } catch (error) {
      problem.value = Refusal.of(error);
      busy.value = false;
    }
  };
  const found = link.data.value;
  const linked = found !== null && found.state !== "unlinked";
  return (
    <div class="spotify-room">
      {came.value === "denied" && <Notice onClose={() => (came.value = null)}>{said.denied}</Notice>}
      {came.value === "linked" && <Notice kind="success" onClose={() => (came.value = null)}>{said.back}</Notice>}
      <Card title={said.title} class="spotify-card">
        <Problem of={link.problem.value} onRetry={() => void link.reload()} />
        {found === null && link.problem.value === null && <Waiting lines={2} />}
        {found?.state === "unlinked" && <p>{said.unlinked}</p>}
        {found && linked && <Linked of={found} />}
        <Problem of={problem.value} onClose={() => (problem.value = null)} />
        <div class="actions">
          {found && found.state !== "linked" && <Button kind="primary" busy={busy.value} icon={<Icon name="share" />} onClick={() => void go()}>{busy.value ? said.away : linked ? said.again : said.connect}</Button>}
          {linked && <Unlink onGone={() => void link.reload()} />}
        </div>
      </Card>
      {linked && found.state !== "reauth_required" && <Reading />}
    </div>
  );
}

function Linked({ of }: { of: Link }) {
  const { spotify: said } = words.value.listen;
  const day = (moment_: string): string => new Intl.DateTimeFormat(language.value, { dateStyle: "long" }).format(new Date(moment_));
  return (
    <>
      <p><strong>{of.display_name === null ? said.linkedNobody : said.linked(of.display_name)}</strong> {of.linked_at && <span class="soft">{said.since(day(of.linked_at))}</span>}</p>
      <p class="small soft">{of.can_write ? said.canWrite : said.cannotWrite}</p>
      {of.state === "reauth_soon" && of.reauth_by && <Notice>{said.reauth(day(of.reauth_by))}</Notice>}
      {of.state === "reauth_required" && <Notice kind="error">{said.reauthNow}</Notice>}
    </>
  );
}

function Unlink({ onGone }: { onGone: () => void }) {
  const { spotify: said } = words.value.listen;
  const asked = useSignal(false);
  const problem = useSignal<Refusal | null>(null);
  const unlink = async (): Promise<void> => {
    asked.value = false;
    try {
      await remove("/user/spotify");
      await refreshUser();
      onGone();
    } catch (error) {
      problem.value = Refusal.of(error);
    }
  };
  return (
    <>
      <Button size="small" kind="danger" onClick={() => (asked.value = true)}>{said.unlink}</Button>
      <Problem of={problem.value} />
      <Dialog
        open={asked.value}
        title={said.unlinkSure}
        onClose={() => (asked.value = false)}
        actions={<><Button onClick={() => (asked.value = false)}>{words.value.shell.cancel}</Button><Button kind="danger" onClick={() => void unlink()}>{said.unlink}</Button></>}
      >
        <p>{said.unlinkWhat}</p>
      </Dialog>
    </>
  );
}

/** What is read of the account, list by list. */
function Reading() {
  const { spotify: said } = words.value.listen;
  const sync = useTruth(() => get<Sync>("/music/sync"));
  const problem = useSignal<Refusal | null>(null);
  const errand = useErrand("library.sync", "", () => void sync.reload());
  const note = errand.value?.progress.note;
  useEffect(() => void sync.reload(), [note]);
  const guarded = async (act: () => Promise<Errand>): Promise<void> => {
    problem.value = null;
    try {
      errand.value = await act();
    } catch (error) {
      problem.value = Refusal.of(error);
    }
  };
  const running = goesOn(errand.value);
  const found = sync.data.value;
  const begin = (): Promise<void> => guarded(() => post<Errand>("/music/sync", undefined, { query: { force: found?.last != null } }));
  return (
    <Card
      title={said.sync}
      class="reading"
      actions={running && errand.value
        ? <Button size="small" disabled={errand.value.cancel_requested} onClick={() => void guarded(() => callOff(errand.value as Errand))}>{said.stop}</Button>
        : <Button size="small" icon={<Icon name="undo" />} onClick={() => void begin()}>{found?.last ? said.syncAgain : said.sync}</Button>}
    >
      {running && errand.value && (
        <div class="on-its-way">
          <Progress label={said.syncProgress} value={errand.value.progress.fraction} />
          <p class="small soft"><span lang="en">{noteSaid(errand.value.progress.note)}</span><span>{Math.round(errand.value.progress.fraction * 100)} %</span></p>
        </div>
      )}
      {errand.value?.state === "failed" && errand.value.error && <Problem of={Refusal.told(errand.value.error)} />}
      <Problem of={problem.value ?? sync.problem.value} />
      {found?.last && (
        <>
          {found.last.ended_at && <p class="small soft">{said.last(moment.value.format(new Date(found.last.ended_at)))}</p>}
          <ul class="source-rows">{found.last.sources.map((source) => <Source key={`${source.source}${source.span}`} of={source} />)}</ul>
          {!running && found.notes.map((told) => <p key={told} class="hint" lang="en">{told}</p>)}
        </>
      )}
    </Card>
  );
}

function Source({ of }: { of: SourceRead }) {
  const { spotify: said } = words.value.listen;
  const kind = of.source.replace("spotify:", "");
  const mark = of.span === null ? kind : `${kind}:${of.span}`;
  return (
    <li>
      <span>{said.sources[mark as keyof typeof said.sources] ?? mark}</span>
      <span class="small soft">{[of.read > 0 ? said.rows(of.read, of.of) : null, of.state === "done" ? said.keptOf(of.kept) : null].filter(Boolean).join(" · ")}</span>
      <span class={`badge ${of.state === "done" ? "good" : of.state === "away" ? "bad" : ""}`}>{said.states[of.state]}</span>
    </li>
  );
}
