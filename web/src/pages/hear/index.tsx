// Hear: music that is written while it plays: see its notes come, steer it, keep it.
import { useEffect } from "preact/hooks";
import { words } from "../../i18n";
import type { PageProps } from "../../router";
import { Button } from "../../ui/button";
import { Card } from "../../ui/card";
import { Notice, Problem } from "../../ui/notice";
import { Front } from "./stage-front";
import { Before, Kept } from "./kept";
import { showMini } from "./mini";
import { Order } from "./order";
import { begin, ending, phase, problem, resume, stream } from "./playing";
import { Players } from "./players";
import { Roll } from "./roll";
import { sound } from "./sound";
import { Steer } from "./steer";
import { Announcer, Strip } from "./strip";
import { Transport } from "./transport";
import "./hear.css";

export default function Hear(_: PageProps) {
  const { hear: said } = words.value;
  useEffect(() => {
    showMini();
    void resume();
  }, []);
  return (
    <div class="hear" data-phase={phase.value} data-sound={sound.value} data-stream={stream.value?.id}>
      <header class="page-head">
        <h1>{said.title}</h1>
        <p class="lead">{said.lead}</p>
      </header>
      <News />
      <section class={`stage ${phase.value}`}>
        <Strip />
        <div class="roll-box">
          <Roll />
          <Front />
        </div>
        <Transport />
        {phase.value === "ended" && ending.value?.work && <Kept work={ending.value.work} />}
      </section>
      <Steer />
      <Order />
      <Announcer />
      <div class="below">
        {stream.value !== null && <Card><Players /></Card>}
        <Before />
      </div>
    </div>
  );
}

/** What has to be said above the music. */
function News() {
  const { hear: said } = words.value;
  const over = ending.value;
  const again = <Button size="small" onClick={() => void begin()}>{said.goOn}</Button>;
  const why = over === null ? "" : (said.ended[over.reason as keyof typeof said.ended] ?? said.ended.stopped);
  return (
    <div class="news" aria-live="polite">
      <Problem of={problem.value} onClose={() => (problem.value = null)} />
      {phase.value === "lost" && <Notice>{said.lost}</Notice>}
      {phase.value === "ended" && over !== null && over.reason !== "stopped" && <Notice actions={again}>{why} {said.ended.next}</Notice>}
      {sound.value === "simple" && stream.value !== null && <Notice>{said.simple}</Notice>}
      {sound.value === "none" && <Notice kind="error">{said.noSound} {said.noSoundNext}</Notice>}
    </div>
  );
}
