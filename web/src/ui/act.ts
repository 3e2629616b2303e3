// useAct: doing something that may be refused: whether it goes on, and why it did not work.
import { type Signal, useSignal } from "@preact/signals";
import { Refusal } from "../refusal";

export interface Act {
  busy: Signal<boolean>;
  problem: Signal<Refusal | null>;
  /** True when it was done; what it throws becomes the problem. */
  act: (doing: () => Promise<unknown>) => Promise<boolean>;
}

export function useAct(): Act {
  const busy = useSignal(false);
  const problem = useSignal<Refusal | null>(null);
  const act = async (doing: () => Promise<unknown>): Promise<boolean> => {
    busy.value = true;
    problem.value = null;
    try {
      await doing();
      return true;
    } catch (error) {
      problem.value = Refusal.of(error);
      return false;
    } finally {
      busy.value = false;
    }
  };
  return { busy, problem, act };
}
