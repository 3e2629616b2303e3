// Song: one recommendation: what it is, why it is there, and what can be said or done about it.
import { useSignal } from "@preact/signals";
import { nearestLabel } from "../../circle";
import { words } from "../../i18n";
import { post, remove } from "../../api";
import type { Mood } from "../../types";
import { useAct } from "../../ui/act";
import { Button } from "../../ui/button";
import { Icon } from "../../ui/icon";
import { Problem } from "../../ui/notice";
import { order } from "../make/works-state";
import { AtSpotify } from "./at-spotify";
import { heardSaid } from "./said";
import type { Feedback, Recommendation, Says } from "./types";

interface Props {
  item: Recommendation;
  number: number;
  /** What all of them shall be; null where each place of the list has its own. */
  mood: Mood | null;
}

/** What can be said to a song and done with it. */
function useSaying(item: Recommendation, wanted: string) {
  const told = useSignal<Feedback | null>(null);
  const ordered = useSignal(false);
  const { problem, act } = useAct();
  const say = (says: Says): Promise<boolean> => act(async () => {
    told.value = await post<Feedback>("/music/feedback", { item: item.id, says, ...(says === "not" ? { mood: wanted } : {}) });
    heardSaid.value += 1;
  });
  const undo = (): Promise<boolean> => act(async () => {
    if (told.value) await remove(`/music/feedback/${told.value.id}`);
    told.value = null;
    heardSaid.value += 1;
  });
  const compose = (): Promise<boolean> => act(async () => {
    const { valence, energy } = item.planned;
    await order({ engine: "composer", mood: [valence, energy], seconds: 30, options: { like: [item.file] } });
    ordered.value = true;
  });
  return { told, ordered, problem, say, undo, compose };
}

export function Song({ item, number, mood }: Props) {
  const { found: said } = words.value.listen;
  const { moods } = words.value.shell;
  const wanted = mood?.label ?? nearestLabel({ valence: item.planned.valence, arousal: item.planned.energy });
  const word = moods[wanted as keyof typeof moods] ?? wanted;
  const { told, ordered, problem, say, undo, compose } = useSaying(item, wanted);
  return (
    <li class="song-row" data-item={item.id} data-said={told.value?.says}>
      <span class="song-number" aria-hidden="true">{number}</span>
      <div class="song-what">
        <p><strong>{item.name}</strong> <span class="soft">{item.artist}</span></p>
        <p class="song-sentence" lang="en">{item.sentence}</p>
        <Why item={item} />
        {ordered.value && <p class="small" role="status">{said.makingLike}</p>}
        <Problem of={problem.value} onClose={() => (problem.value = null)} />
      </div>
      <div class="song-says">
        {told.value === null ? (
          <>
            <Button kind="plain" size="small" title={said.like} aria-label={said.likeSaid(item.name)} icon={<Icon name="heart" />} onClick={() => void say("like")} />
            <Button kind="plain" size="small" title={said.skip} aria-label={said.skipSaid(item.name)} icon={<Icon name="skip" />} onClick={() => void say("skip")} />
            <Button kind="plain" size="small" aria-label={said.notSaid(item.name, word)} onClick={() => void say("not")}>{said.not(word)}</Button>
          </>
        ) : (
          <p class="small" role="status">{said.said[told.value.says]} <button type="button" class="undo" onClick={() => void undo()}>{said.undo}</button></p>
        )}
        {item.file !== null && <Button kind="plain" size="small" title={said.makeLike} aria-label={`${said.makeLike}: ${item.name}`} icon={<Icon name="make" />} disabled={ordered.value} onClick={() => void compose()} />}
        {item.spotify_id !== null && <AtSpotify id={item.spotify_id} name={item.name} />}
      </div>
    </li>
  );
}

/** Bars to the right speak for it, to the left against it. */
function Why({ item }: { item: Recommendation }) {
  const { found: said } = words.value.listen;
  const largest = Math.max(...item.contributions.map(({ amount }) => Math.abs(amount)), 0.01);
  const named = (what: string): string => said.contributions[what as keyof typeof said.contributions] ?? what;
  return (
    <details class="reasons">
      <summary>{said.why}</summary>
      <ul>
        {item.contributions.map(({ what, amount, why }) => (
          <li key={what}>
            <span>{named(what)}</span>
            <span class="balance" aria-hidden="true"><i class={amount < 0 ? "against" : "for"} style={{ width: `${((Math.abs(amount) / largest) * 50).toFixed(1)}%` }} /></span>
            <span class="amount">{signed(amount)}</span>
            <span class="hint" lang="en">{why}</span>
          </li>
        ))}
        <li class="sum"><span>{said.score}</span><span /><span class="amount">{signed(item.score)}</span><span class="hint" lang="en">{item.source}</span></li>
      </ul>
    </details>
  );
}

const signed = (amount: number): string => `${amount < 0 ? "−" : "+"}${Math.abs(amount).toFixed(2)}`;
