// Who sits at this page: a guest by itself, or somebody who signed in.
import { computed, signal } from "@preact/signals";
import { call, csrf, post, useSignIn } from "./api";
import { forgetEverything } from "./memory";
import { Refusal } from "./refusal";
import { connect } from "./socket";
import type { User } from "./types";

export const user = signal<User | null>(null);
/** Why nobody is here: shown by the shell. */
export const signInProblem = signal<Refusal | null>(null);
export const signedIn = computed(() => user.value !== null && !user.value.guest);

const FIRST_PATIENCE = 1000;
const LONGEST_PATIENCE = 15_000;

/** Become the one this browser was before, or a new guest; goes on trying until the server answers. */
export function beginSession(): Promise<void> {
  const first = untilItWorks();
  useSignIn(becomeGuest, first);
  return first.then(connect);
}

/** Read again who this is, after a login or a change of the profile. */
export async function refreshUser(): Promise<void> {
  user.value = await call<User>("/user/me");
}

/** After erasing oneself: forget everything here too, and begin as somebody new. */
export function startOver(): void {
  forgetEverything();
  location.assign("/");
}

async function signIn(): Promise<void> {
  user.value = await whoWasHere();
  if (user.value === null) await becomeGuest();
}

/** The same one again where the session still holds; its cookies are given anew. */
async function becomeGuest(): Promise<void> {
  user.value = (await post<{ user: User }>("/auth/guest", { transport: "cookie" })).user;
}

/** A browser that comes back only asks who it is; becoming a guest is rationed. */
async function whoWasHere(): Promise<User | null> {
  if (csrf() === "") return null;
  try {
    return await call<User>("/user/me", { alone: true });
  } catch (error) {
    if (Refusal.of(error).status === 401) return null;
    throw error;
  }
}

async function untilItWorks(): Promise<void> {
  for (let patience = FIRST_PATIENCE; ; patience = Math.min(patience * 2, LONGEST_PATIENCE)) {
    try {
      await signIn();
      signInProblem.value = null;
      return;
    } catch (error) {
      const problem = Refusal.of(error);
      signInProblem.value = problem;
      const wait = problem.retryAfter === null ? patience : problem.retryAfter * 1000;
      await new Promise((done) => setTimeout(done, wait));
    }
  }
}
