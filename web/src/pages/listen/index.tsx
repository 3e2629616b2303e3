// Listen: songs for a mood with their reasons, playlists, one's own tracks, and Spotify.
import { words } from "../../i18n";
import { addressOf, type PageProps } from "../../router";
import { Icon, type IconName } from "../../ui/icon";
import { useJobs } from "../make/works-state";
import { useArrival } from "../../ui/arrival";
import { ListPage } from "./list-page";
import { list } from "./list-state";
import { Lists } from "./lists";
import { Shared } from "./shared";
import { Songs } from "./songs";
import { SpotifyRoom } from "./spotify";
import { Tracks } from "./tracks";
import "./listen.css";

type Room = "songs" | "playlists" | "tracks" | "spotify";
const ROOMS: [Room, IconName][] = [["songs", "spark"], ["playlists", "listen"], ["tracks", "heart"], ["spotify", "share"]];

export default function Listen({ rest }: PageProps) {
  const [name = "songs", id] = rest;
  useJobs();
  useArrival(rest.join("/"), name === "playlists" && list.value?.id === id ? list.value?.name : undefined);
  if (name === "shared" && id !== undefined) return <Shared token={id} />;
  const room: Room = ROOMS.some(([one]) => one === name) ? (name as Room) : "songs";
  return (
    <>
      <Head room={room} />
      {room === "songs" && <Songs />}
      {room === "playlists" && (id === undefined ? <Lists /> : <ListPage key={id} id={id} />)}
      {room === "tracks" && <Tracks />}
      {room === "spotify" && <SpotifyRoom />}
    </>
  );
}

function Head({ room }: { room: Room }) {
  const { listen } = words.value;
  return (
    <header class="page-head listen-head">
      <h1>{listen.title}</h1>
      {room === "songs" && <p class="lead">{listen.lead}</p>}
      <nav class="listen-rooms" aria-label={listen.rooms.label}>
        {ROOMS.map(([name, icon]) => (
          <a key={name} href={name === "songs" ? addressOf("listen") : addressOf("listen", name)} aria-current={name === room ? "page" : undefined}>
            <Icon name={icon} />
            <span>{listen.rooms[name]}</span>
          </a>
        ))}
      </nav>
    </header>
  );
}
