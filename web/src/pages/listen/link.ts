// Link: the visitor's connection to Spotify, and the way to it and back.
import { call } from "../../api";
import { Refusal } from "../../refusal";

/** Leaves for Spotify, or throws what stands in the way, such as a server without an app there. */
export async function connect(access: "listen" | "write", back: string): Promise<void> {
  const address = `/auth/login?access=${access}&return_to=${encodeURIComponent(back)}`;
  const told = await fetch(address, { redirect: "manual", headers: { Accept: "application/json" }, cache: "no-store" }).catch(() => {
    throw new Refusal("network", "");
  });
  if (told.type !== "opaqueredirect") await call(address);
  location.assign(address);
}
