// Memory: what this browser remembers for us; one that forbids it forgets, and nothing else breaks.

export function recall(name: string, where: () => Storage = () => localStorage): string | null {
  try {
    return where().getItem(name);
  } catch {
    return null;
  }
}

export function remember(name: string, value: string, where: () => Storage = () => localStorage): void {
  try {
    where().setItem(name, value);
  } catch {
    // A browser without room or permission: it is only a convenience.
  }
}

/** For this tab only, until it is closed. */
export const tab = (): Storage => sessionStorage;

export function forgetEverything(): void {
  for (const where of [() => localStorage, () => sessionStorage]) {
    try {
      where().clear();
    } catch {
      // There was nothing to forget.
    }
  }
}
