// Who sits at this page: a guest by itself, or somebody who signed in.
import { computed, signal } from "@preact/signals";
import { get, post, useSignIn } from "./api";
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
  useSignIn(signIn, first);
  return first.then(connect);
}

/** Read again who this is, after a login or a change of the profile. */
export async function refreshUser(): Promise<void> {
  user.value = await get<User>("/user/me");
}

/** After erasing oneself: forget everything here too, and begin as somebody new. */
export function startOver(): void {
  localStorage.clear();
  sessionStorage.clear();
  location.assign("/");
}

async function signIn(): Promise<void> {
  const found = await post<{ user: User }>("/auth/guest", { transport: "cookie" });
  user.value = found.user;
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
