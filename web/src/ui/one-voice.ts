// One voice: whatever begins to sound on the page ends what sounded before, whichever page it belongs to.
const BEGAN = "museaika:sounds";

/** Say that something begins to sound, by a name of its own. */
export function sounding(who: string): void {
  dispatchEvent(new CustomEvent(BEGAN, { detail: who }));
}

/** Calls `hush` when anything else begins to sound, until the function that is given back is called. */
export function hushFor(who: string, hush: () => void): () => void {
  const listen = (event: Event): void => {
    if ((event as CustomEvent<string>).detail !== who) hush();
  };
  addEventListener(BEGAN, listen);
  return () => removeEventListener(BEGAN, listen);
}
