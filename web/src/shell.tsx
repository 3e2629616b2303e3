// Shell: the frame around every page: where to go, whether the server is there, and the page itself.
import { useSignal } from "@preact/signals";
import type { ComponentType } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { LANGUAGES, type Language, language, speak, words } from "./i18n";
import { addressOf, PAGES, type PageName, type PageProps, place } from "./router";
import { signInProblem, user } from "./session";
import { connection } from "./socket";
import { Button } from "./ui/button";
import { Icon } from "./ui/icon";
import { Notice, Problem } from "./ui/notice";
import { NowPlaying } from "./ui/now-playing";
import { Waiting } from "./ui/waiting";

const NAMES = Object.keys(PAGES) as PageName[];

export function Shell() {
  const { page } = place.value;
  const { shell } = words.value;
  useEffect(() => {
    document.title = page === null ? shell.name : `${shell.pages[page]} · ${shell.name}`;
  }, [page, shell]);
  return (
    <>
      <a class="skip" href="#content">{shell.skip}</a>
      <div class="aura" aria-hidden="true" />
      <header class="top">
        <a class="brand" href="/"><img src="/static/icon.svg" alt="" width="28" height="28" />{shell.name}</a>
        <Navigation current={page} />
        <You />
      </header>
      <Lost />
      <main id="content" tabIndex={-1}>
        <Problem of={signInProblem.value} />
        {page === null ? <NoSuchPage /> : <Room key={page} page={page} />}
      </main>
      <NowPlaying />
      <footer class="bottom">
        <a href="/docs">{shell.you.interface}</a>
        <a href="/readyz">{shell.you.state}</a>
      </footer>
    </>
  );
}

function Navigation({ current }: { current: PageName | null }) {
  const { navigation, pages } = words.value.shell;
  return (
    <nav class="pages" aria-label={navigation}>
      {NAMES.map((name) => (
        <a key={name} href={addressOf(name)} aria-current={name === current ? "page" : undefined}>
          <Icon name={name} />
          <span>{pages[name]}</span>
        </a>
      ))}
    </nav>
  );
}

function You() {
  const { you, connection: said } = words.value.shell;
  const state = connection.value;
  const name = user.value === null || user.value.guest ? you.guest : user.value.display_name;
  return (
    <div class="you">
      <span class={`dot ${state}`} id="connection" data-state={state} title={said[state]} />
      <span class="name">{name}</span>
      <label class="language">
        <span class="hidden">{you.language}</span>
        <Icon name="globe" />
        <select value={language.value} onChange={(event) => void speak(event.currentTarget.value as Language)}>
          {Object.entries(LANGUAGES).map(([code, title]) => <option key={code} value={code}>{title}</option>)}
        </select>
      </label>
    </div>
  );
}

/** Said once it lasts longer than a blink. */
function Lost() {
  const shown = useSignal(false);
  const state = connection.value;
  useEffect(() => {
    const timer = setTimeout(() => (shown.value = state === "lost"), state === "lost" ? 800 : 0);
    return () => clearTimeout(timer);
  }, [state]);
  return (
    <div class="lost" aria-live="polite">
      {shown.value && <Notice kind="info">{words.value.shell.connection.lost}</Notice>}
    </div>
  );
}

/** Loads the page's own chunk when it is first visited. */
function Room({ page }: { page: PageName }) {
  const Page = useSignal<ComponentType<PageProps> | null>(null);
  const broken = useSignal(false);
  const first = useRef(true);
  useEffect(() => {
    PAGES[page]().then(
      (loaded) => (Page.value = loaded.default),
      () => (broken.value = true),
    );
  }, [page]);
  useEffect(() => {
    if (Page.value !== null && !first.current) document.getElementById("content")?.focus({ preventScroll: true });
    first.current = false;
  }, [Page.value]);
  const { brokenPage, reload } = words.value.shell;
  if (broken.value) {
    return <Notice kind="error" actions={<Button size="small" onClick={() => location.reload()}>{reload}</Button>}>{brokenPage}</Notice>;
  }
  return Page.value === null ? <Waiting lines={5} /> : <Page.value rest={place.value.rest} />;
}

function NoSuchPage() {
  const { lostPage } = words.value.shell;
  return (
    <div class="page-head">
      <h1>{lostPage.title}</h1>
      <Button kind="primary" href="/">{lostPage.next}</Button>
    </div>
  );
}
