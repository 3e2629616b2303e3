// How the page is built: into museaika/static/app, which the server hands out under /static/app.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { extname, join } from "node:path";
import { constants, gzipSync } from "node:zlib";
import { defineConfig, type Plugin } from "vite";

const SERVER = process.env["MUSEAIKA_URL"] ?? "http://127.0.0.1:8000";
const DOORS = ["/auth", "/user", "/mood", "/music", "/playlists", "/uploads", "/engines", "/generations", "/twins", "/verify", "/soundfont"];
const PRESSED = new Set([".js", ".css", ".svg", ".wasm", ".onnx", ".json"]);

/** Beside every file that shrinks lies its .gz, so that the server never has to compress. */
function pressed(): Plugin {
  return {
    name: "pressed",
    apply: "build",
    writeBundle({ dir }) {
      for (const name of readdirSync(dir ?? "", { recursive: true, encoding: "utf-8" })) {
        if (!PRESSED.has(extname(name))) continue;
        const path = join(dir ?? "", name);
        writeFileSync(`${path}.gz`, gzipSync(readFileSync(path), { level: constants.Z_BEST_COMPRESSION }));
      }
    },
  };
}

export default defineConfig(({ command }) => ({
  base: command === "build" ? "/static/app/" : "/",
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  build: {
    outDir: "../museaika/static/app",
    emptyOutDir: true,
    target: "es2022",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  plugins: [pressed()],
  server: {
    proxy: {
      ...Object.fromEntries(DOORS.map((door) => [door, SERVER])),
      "/live/": SERVER,
      "/static": SERVER,
      "/socket.io": { target: SERVER, ws: true },
    },
  },
}));
