// Die Worte der Seite Verlauf.
import type { Words } from "..";
import type { history as english } from "../en/history";

export const history: Words<typeof english> = {
  title: "Wo du gewesen bist",
  lead: "Deine Stimmungen auf dem Kreis, Tag für Tag, und was dabei klang.",
  span: { label: "Wie weit zurück", week: "7 Tage", month: "30 Tage", year: "Ein Jahr" },
  path: {
    title: "Dein Weg",
    picture: (moods, days) => `${moods} ${moods === 1 ? "Stimmung" : "Stimmungen"} an ${days} ${days === 1 ? "Tag" : "Tagen"}, als Weg auf dem Kreis. Die Liste daneben sagt dasselbe in Worten.`,
    help: "Jeder Punkt ist eine Stimmung; die Linie geht von Tag zu Tag bis zum umringten, dem letzten.",
  },
  days: { label: "Tage", all: "Alle", count: (moods) => `${moods} ${moods === 1 ? "Stimmung" : "Stimmungen"}` },
  moods: { title: "Stimmungen", corrected: "von dir berichtigt", unsure: "nicht sicher", forget: (word, when) => `${word}, ${when}, vergessen`, more: "Frühere zeigen" },
  sources: { pointed: "gezeigt", named: "benannt", face: "Gesicht", text: "Worte", device: "im Browser gelesen", fused: "auf mehreren Wegen", blended: "auf mehreren Wegen" },
  works: { title: "Was damals entstand", none: "Damals ist nichts entstanden.", open: "Öffnen", states: { queued: "wartet", running: "entsteht", finished: "fertig", failed: "misslungen", cancelled: "abgesagt", expired: "abgelaufen" } },
  empty: "Noch keine Stimmungen. Die erste braucht eine Sekunde.",
  begin: "Sag, wie du dich fühlst",
  data: {
    title: "Deine Daten",
    lead: "Sie gehören alle dir: Nimm sie mit oder lösche sie, hier und jetzt.",
    export: "Alles mitnehmen",
    exportHint: "Ein Zip: Stimmungen, Musik, Hochgeladenes, Profil.",
    erase: "Alles löschen",
    eraseTitle: "Alles löschen?",
    eraseLead: "Deine Stimmungen, deine Musik, alles Hochgeladene, deine Playlists und du selbst werden sofort von diesem Server entfernt. Niemand kann sie zurückholen.",
    word: "löschen",
    typed: (word) => `Tippe „${word}“, wenn du es ernst meinst`,
    consent: "Dieser Server darf dein Gesicht in Bildern lesen, die du sendest.",
    noConsent: "Dieser Server darf keine Bilder von dir ansehen.",
    takeBack: "Zurücknehmen",
  },
};
