/** What the call part says. It is loaded with it, so that a chat does not pay for it. */

const en = {
  "ask.title": "We need your microphone",
  "ask.text":
    "Your browser will ask whether we may use your microphone. It is on only during the call, and you can hang up at any time.",
  "ask.go": "Allow and call",
  "ask.again": "Try again",
  "ask.chat": "Chat instead",
  "problem.refused":
    "Your browser did not let us use the microphone. Allow it in the address bar, then try again.",
  "problem.missing": "No microphone was found. Plug one in, then try again.",
  "problem.busy": "Another program is using the microphone. Close it, then try again.",
  "problem.unsupported": "This browser cannot make calls.",
  "problem.failed": "The call could not be connected. You can try again, or write to us.",
  calling: "Calling…",
  waiting: "You are in line. Stay on this page; we will be right with you.",
  connecting: "Connecting…",
  talking: "In a call with {name}",
  somebody: "us",
  held: "You are on hold",
  apart: "The connection is poor. We are trying to get it back…",
  elsewhere: "Your call is in another tab.",
  mute: "Mute",
  unmute: "Unmute",
  muted: "Nobody hears you: you are muted.",
  hang_up: "Hang up",
  region: "Call",
};

type Texts = typeof en;
export type CallKey = keyof Texts;

const de: Texts = {
  "ask.title": "Wir brauchen Ihr Mikrofon",
  "ask.text":
    "Ihr Browser fragt gleich, ob wir Ihr Mikrofon benutzen dürfen. Es ist nur während des Gesprächs an, und Sie können jederzeit auflegen.",
  "ask.go": "Erlauben und anrufen",
  "ask.again": "Noch einmal",
  "ask.chat": "Lieber schreiben",
  "problem.refused":
    "Ihr Browser lässt uns das Mikrofon nicht benutzen. Erlauben Sie es in der Adresszeile und versuchen Sie es noch einmal.",
  "problem.missing":
    "Kein Mikrofon gefunden. Schließen Sie eines an und versuchen Sie es noch einmal.",
  "problem.busy":
    "Ein anderes Programm benutzt das Mikrofon. Schließen Sie es und versuchen Sie es noch einmal.",
  "problem.unsupported": "Dieser Browser kann nicht anrufen.",
  "problem.failed":
    "Der Anruf kam nicht zustande. Sie können es noch einmal versuchen oder uns schreiben.",
  calling: "Es wird angerufen …",
  waiting: "Sie sind in der Reihe. Bleiben Sie auf dieser Seite, wir sind gleich bei Ihnen.",
  connecting: "Es wird verbunden …",
  talking: "Im Gespräch mit {name}",
  somebody: "uns",
  held: "Sie werden gehalten",
  apart: "Die Verbindung ist schlecht. Wir versuchen, sie wiederherzustellen …",
  elsewhere: "Ihr Gespräch ist in einem anderen Tab.",
  mute: "Stumm",
  unmute: "Ton an",
  muted: "Niemand hört Sie: Sie sind stumm.",
  hang_up: "Auflegen",
  region: "Anruf",
};

const LANGUAGES: Record<string, Texts> = { en, de };

/** English for a language that is not there. */
export function say(lang: string, key: CallKey, name = ""): string {
  const texts = LANGUAGES[lang.split("-")[0] ?? ""] ?? en;
  return texts[key].replace("{name}", name);
}
