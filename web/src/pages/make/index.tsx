// Make: order music for a mood, watch it being made, and open what became of it.
import { words } from "../../i18n";
import type { PageProps } from "../../router";
import { useArrival } from "../../ui/arrival";
import { Order } from "./order";
import { nameOf } from "./songs";
import { WorkPage } from "./work";
import { Works } from "./works";
import { opened, useJobs } from "./works-state";
import "./make.css";

export default function Make({ rest }: PageProps) {
  const { make } = words.value;
  const [id, number] = rest;
  useJobs();
  const shown = id === undefined || opened.value?.id !== id ? undefined : nameOf(opened.value);
  useArrival(rest.join("/"), shown);
  if (id !== undefined) return <WorkPage key={id} id={id} number={Number(number ?? 1) || 1} />;
  return (
    <>
      <header class="page-head">
        <h1>{make.title}</h1>
        <p class="lead">{make.lead}</p>
      </header>
      <Order />
      <Works />
    </>
  );
}
