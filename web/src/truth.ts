// useTruth: something of the server on the page, read again after each reconnection.
import { useSignal, type Signal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { Refusal } from "./refusal";
import { onRefresh } from "./socket";

export interface Truth<T> {
  /** null until it was read for the first time. */
  data: Signal<T | null>;
  problem: Signal<Refusal | null>;
  reload: () => Promise<void>;
}

/** Reads when the page opens, when `inputs` change, and after each reconnection; the last answer asked for wins. */
export function useTruth<T>(read: () => Promise<T>, inputs: readonly unknown[] = []): Truth<T> {
  const data = useSignal<T | null>(null);
  const problem = useSignal<Refusal | null>(null);
  const latest = useRef(read);
  const turn = useRef(0);
  latest.current = read;
  const reload = async (): Promise<void> => {
    const mine = ++turn.current;
    try {
      const found = await latest.current();
      if (mine !== turn.current) return;
      data.value = found;
      problem.value = null;
    } catch (error) {
      if (mine === turn.current) problem.value = Refusal.of(error);
    }
  };
  useEffect(() => {
    const stop = onRefresh(() => void reload());
    return () => {
      stop();
      turn.current += 1;
    };
  }, inputs);
  return { data, problem, reload };
}
