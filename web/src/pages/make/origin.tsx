// Origin: who made a piece and with what, and whether its file still is what was signed.
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { post } from "../../api";
import { words } from "../../i18n";
import { useAct } from "../../ui/act";
import { Button } from "../../ui/button";
import { Card } from "../../ui/card";
import { Icon } from "../../ui/icon";
import { Notice, Problem } from "../../ui/notice";
import { fileOf, partOf, type Song } from "./songs";

interface Signed {
  digital_source_type: string;
  made_by_ai: boolean;
  seed: number | null;
  software: string;
  device: string;
  weights: { name: string }[];
  inputs: { name: string }[];
}
interface Verdict {
  valid: boolean;
  code: string;
  reason: string;
}

export function Origin({ song }: { song: Song }) {
  const { origin: said } = words.value.make;
  const signed = useSignal<Signed | null>(null);
  const verdict = useSignal<Verdict | null>(null);
  const { busy, problem, act } = useAct();
  const record = song.parts.find(({ kind, name }) => kind === "record" && name.startsWith(song.folder));
  const mix = partOf(song, "mix") ?? partOf(song, "midi");
  useEffect(() => {
    if (record) signedOf(fileOf(song.job, record.name)).then((found) => (signed.value = found), () => undefined);
  }, [record?.name]);
  const verify = (): Promise<boolean> => act(async () => {
    if (mix === undefined) return;
    const form = new FormData();
    form.append("file", await (await fetch(fileOf(song.job, mix.name))).blob(), mix.name);
    verdict.value = await post<Verdict>("/verify", form);
  });
  const found = signed.value;
  const by = found === null ? null : found.made_by_ai ? said.byAi : found.digital_source_type.endsWith("algorithmicMedia") ? said.byRules : said.byYou;
  return (
    <Card title={said.title} class="origin">
      {found && (
        <>
          <p>{by} {said.signed}</p>
          {found.seed !== null && <p class="small soft">{said.seed(found.seed)}</p>}
          <dl class="origin-facts">
            {found.weights.length > 0 && <><dt>{said.weights}</dt><dd>{found.weights.map(({ name }) => name).join(", ")}</dd></>}
            {found.inputs.length > 0 && <><dt>{said.inputs}</dt><dd>{found.inputs.map(({ name }) => name).join(", ")}</dd></>}
            <dt>{said.software}</dt><dd>{found.software}</dd>
            <dt>{said.device}</dt><dd>{found.device}</dd>
          </dl>
        </>
      )}
      <div class="actions"><Button size="small" busy={busy.value} icon={<Icon name="check" />} onClick={() => void verify()}>{busy.value ? said.checking : said.verify}</Button></div>
      {verdict.value && <Notice kind={verdict.value.valid ? "success" : "error"}>{verdict.value.valid ? said.valid : <>{said.invalid} <span lang="en">{verdict.value.reason}</span></>}</Notice>}
      <Problem of={problem.value} />
    </Card>
  );
}

async function signedOf(address: string): Promise<Signed | null> {
  const response = await fetch(address);
  const told = (await response.json()) as { museaika_provenance?: { record: Signed } };
  return told.museaika_provenance?.record ?? null;
}
