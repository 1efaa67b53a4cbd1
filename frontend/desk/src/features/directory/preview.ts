/**
 * Runs the real widget in an empty frame, with a server that is made up here.
 *
 * The frame is a page of our own without an address, so that nothing needs to be saved or allowed
 * to be seen. What the widget fetches, dials and stores is answered in this file.
 */

export interface PreviewOptions {
  config: object;
  language: string;
  open: boolean;
  dark: boolean;
  /** Words of the made-up agent. */
  agent: string;
  reply: string;
}

interface Frame {
  t: string;
  id?: string;
  text?: string | null;
}

type PreviewWindow = Window &
  typeof globalThis & { OnqueueChat?: { open: () => void; close: () => void } };

const LOADER = "/widget/loader.js";
const ANSWER_MS = 900;

/** The other end of the widget's socket. */
class PretendSocket {
  readyState = 1;
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: string }) => void) | null = null;
  onclose: (() => void) | null = null;
  onerror: (() => void) | null = null;
  private seq = 0;
  private readonly options: PreviewOptions;

  constructor(options: PreviewOptions) {
    this.options = options;
    setTimeout(() => this.onopen?.(), 0);
  }

  close(): void {
    this.readyState = 3;
  }

  send(data: string): void {
    const frame = JSON.parse(data) as Frame;
    const at = Date.now();
    if (frame.t === "hello") this.say(this.welcome(null, "idle"));
    if (frame.t === "start" && frame.id !== undefined) {
      this.say(this.welcome("preview", "waiting"));
      this.say({ t: "ack", id: frame.id, seq: null });
      if (frame.text) this.message(`${frame.id}-text`, "customer", frame.text, at);
      setTimeout(() => this.answer(), ANSWER_MS);
    }
    if (frame.t === "say" && frame.id !== undefined) {
      this.message(frame.id, "customer", frame.text ?? "", at);
      this.say({ t: "ack", id: frame.id, seq: this.seq });
    }
    if (frame.t === "leave" && frame.id !== undefined) {
      this.say({ t: "ack", id: frame.id, seq: null });
      this.say({ t: "state", state: this.state("message_left") });
    }
    if (frame.t === "end" && frame.id !== undefined) {
      this.say({ t: "ack", id: frame.id, seq: null });
      this.say({ t: "state", state: { ...this.state("ended"), can_rate: true } });
    }
    if (frame.t === "rate" && frame.id !== undefined) {
      this.say({ t: "ack", id: frame.id, seq: null });
      this.say({ t: "state", state: { ...this.state("ended"), rated: true } });
    }
  }

  private answer(): void {
    this.say({ t: "state", state: { ...this.state("active"), agent: this.options.agent } });
    this.message("preview-reply", "agent", this.options.reply, Date.now());
  }

  private message(id: string, from: string, text: string, at: number): void {
    this.seq += 1;
    const name = from === "agent" ? this.options.agent : null;
    const empty = { files: [], code: null, params: {} };
    this.say({ t: "message", seq: this.seq, id, at, from, name, text, ...empty });
  }

  private welcome(conversation: string | null, phase: string): object {
    const state = this.state(phase);
    const { open } = this.options;
    return { t: "welcome", token: "preview", conversation, state, open, opens_at: null };
  }

  private state(phase: string): object {
    const waits = phase === "waiting";
    return {
      phase: phase === "idle" && !this.options.open ? "closed" : phase,
      position: waits ? 1 : null,
      wait_low_s: waits ? 60 : null,
      wait_high_s: waits ? 120 : null,
      keeps_place: false,
      agent: null,
      rated: false,
      can_rate: false,
      can_reopen: false,
    };
  }

  private say(frame: object): void {
    if (this.readyState === 1) this.onmessage?.({ data: JSON.stringify(frame) });
  }
}

function memoryStorage(): Storage {
  const items = new Map<string, string>();
  return {
    get length() {
      return items.size;
    },
    key: (index) => [...items.keys()][index] ?? null,
    getItem: (key) => items.get(key) ?? null,
    setItem: (key, value) => void items.set(key, value),
    removeItem: (key) => void items.delete(key),
    clear: () => items.clear(),
  };
}

/** Starts the widget in the frame; `failed` is called when its files are not there. */
export function startPreview(
  frame: HTMLIFrameElement,
  options: PreviewOptions,
  failed: () => void,
): void {
  const page = frame.contentWindow as PreviewWindow | null;
  const document = frame.contentDocument;
  // Some browsers put a new empty page into the frame after its first one.
  if (page === null || document === null) return;
  if (document.querySelector("script") !== null) return;
  const answer = JSON.stringify(options.config);
  page.fetch = (address) =>
    Promise.resolve(
      (address as string).includes("/api/chat/widgets/")
        ? new Response(answer, { headers: { "Content-Type": "application/json" } })
        : new Response("{}", { status: 404 }),
    );
  page.WebSocket = function () {
    return new PretendSocket(options);
  } as unknown as typeof WebSocket;
  Object.defineProperty(page, "localStorage", { configurable: true, value: memoryStorage() });
  document.documentElement.lang = options.language;
  document.documentElement.style.colorScheme = options.dark ? "dark" : "light";
  // The widget takes the focus when it opens; here that would be in the middle of typing.
  const elements = page.HTMLElement.prototype;
  const focus = Object.getOwnPropertyDescriptor(elements, "focus");
  elements.focus = () => undefined;
  const release = (): void => {
    if (focus !== undefined) Object.defineProperty(elements, "focus", focus);
  };
  document.addEventListener("pointerdown", release, { once: true, capture: true });
  const script = document.createElement("script");
  script.src = LOADER;
  script.dataset["widget"] = "preview";
  script.dataset["lang"] = options.language;
  script.onload = () => page.OnqueueChat?.open();
  script.onerror = failed;
  document.body.append(script);
}
