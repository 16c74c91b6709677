// SPDX-License-Identifier: Apache-2.0
import { texts } from "@/i18n/texts";

/** What to say when something is refused or fails, by the `kind` that the server gives, or that we give it. */
export const refusals = texts({
  en: {
    retry: "Try again",
    loading: "Loading …",
    kinds: {
      away: {
        message: "The lab can't be reached.",
        hint: "Look whether this computer is connected and the lab still runs; then try again. What you typed is kept.",
      },
      server: {
        message: "Something in the lab failed. It is not your fault.",
        hint: "Try again. If it stays so, tell your teacher what you did. What you typed is kept.",
      },
      log_in: { message: "You are not logged in, or no longer.", hint: "Log in; what you typed is kept." },
      csrf: { message: "This page is out of date.", hint: "Reload it; what you typed is kept." },
      not_allowed: { message: "You may not do that.", hint: "Ask your teacher." },
      not_found: { message: "This is not there, or not yours.", hint: "Go back, and choose one that is there." },
      no_team: { message: "You are in no team.", hint: "Join one with your class code." },
      too_many: { message: "That was too often in a short time.", hint: "Wait a minute, then try again." },
      too_large: { message: "That is too large.", hint: "Make it smaller: a program's text may have up to 200 kB." },
      wrong_key: { message: "No one has this key.", hint: "Look at it again: three words and digits. Or ask your teacher." },
      wrong_password: { message: "This name and password don't belong together.", hint: "Check both, and try again." },
      no_class: { message: "No open class has this code.", hint: "Look at it again, or ask your teacher." },
      nickname_taken: { message: "Someone in the class has this nickname.", hint: "Choose another one. If it is you, come back with your key." },
      used_link: { message: "This link was used already, or is not the newest.", hint: "Start the lab again: it prints a new one." },
      unknown: { message: "That did not work.", hint: "Try again." },
    },
  },
  de: {
    retry: "Noch einmal",
    loading: "Wird geladen …",
    kinds: {
      away: {
        message: "Das Labor ist nicht erreichbar.",
        hint: "Schau, ob dieser Computer verbunden ist und das Labor noch läuft; dann versuche es noch einmal. Was du getippt hast, bleibt.",
      },
      server: {
        message: "Im Labor ist etwas schiefgegangen. Du kannst nichts dafür.",
        hint: "Versuche es noch einmal. Wenn es so bleibt, sag deiner Lehrkraft, was du getan hast. Was du getippt hast, bleibt.",
      },
      log_in: { message: "Du bist nicht oder nicht mehr angemeldet.", hint: "Melde dich an; was du getippt hast, bleibt." },
      csrf: { message: "Diese Seite ist veraltet.", hint: "Lade sie neu; was du getippt hast, bleibt." },
      not_allowed: { message: "Das darfst du nicht.", hint: "Frag deine Lehrkraft." },
      not_found: { message: "Das gibt es nicht, oder es gehört dir nicht.", hint: "Geh zurück und wähle etwas, das es gibt." },
      no_team: { message: "Du bist in keinem Team.", hint: "Tritt mit deinem Klassencode einem bei." },
      too_many: { message: "Das war zu oft in kurzer Zeit.", hint: "Warte eine Minute und versuche es dann noch einmal." },
      too_large: { message: "Das ist zu groß.", hint: "Mach es kleiner: Der Text eines Programms darf bis zu 200 kB haben." },
      wrong_key: { message: "Diesen Schlüssel hat niemand.", hint: "Schau ihn noch einmal an: drei Wörter und Ziffern. Oder frag deine Lehrkraft." },
      wrong_password: { message: "Name und Passwort gehören nicht zusammen.", hint: "Prüfe beides und versuche es noch einmal." },
      no_class: { message: "Keine offene Klasse hat diesen Code.", hint: "Schau ihn noch einmal an oder frag deine Lehrkraft." },
      nickname_taken: { message: "Jemand in der Klasse heißt schon so.", hint: "Wähle einen anderen Spitznamen. Wenn du das bist, komm mit deinem Schlüssel zurück." },
      used_link: { message: "Dieser Link wurde schon benutzt, oder es gibt einen neueren.", hint: "Starte das Labor neu: Es zeigt dann einen neuen." },
      unknown: { message: "Das hat nicht geklappt.", hint: "Versuche es noch einmal." },
    },
  },
});
