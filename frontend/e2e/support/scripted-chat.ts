// A chat server that says what a test wants it to say: for what a real one shows only after hours.

import type { Page, WebSocketRoute } from "@playwright/test";

interface Frame {
  t: string;
  id?: string;
  text?: string;
  [field: string]: unknown;
}

const STATE = {
  phase: "idle",
  position: null,
  wait_low_s: null,
  wait_high_s: null,
  keeps_place: false,
  agent: null,
  rated: false,
  can_rate: false,
  can_reopen: false,
};

/** Stands between the page and the server, for the widget's frames only. */
export class ScriptedChat {
  readonly heard: Frame[] = [];
  open = true;
  opensAt: number | null = null;
  private socket: WebSocketRoute | undefined;
  private seq = 0;

  static async on(page: Page, changes: object = {}): Promise<ScriptedChat> {
    const chat = new ScriptedChat();
    await page.routeWebSocket("**/api/chat/socket", (socket) => {
      chat.socket = socket;
      socket.onMessage((text) => chat.hear(JSON.parse(text.toString()) as Frame));
    });
    await page.route("**/api/chat/widgets/*", async (route) => {
      const answer = await route.fetch();
      await route.fulfill({
        response: answer,
        json: { ...((await answer.json()) as object), ...changes },
      });
    });
    return chat;
  }

  state(changes: Partial<typeof STATE> | object): void {
    this.tell({ t: "state", state: { ...STATE, ...changes } });
  }

  say(from: "agent" | "customer" | "system", text: string, more: object = {}): void {
    this.seq += 1;
    const message = { seq: this.seq, id: `m-${this.seq}`, at: Date.now(), from, name: null, text };
    const name = from === "agent" ? { name: "Mara" } : {};
    this.tell({ t: "message", ...message, files: [], code: null, params: {}, ...name, ...more });
  }

  tell(frame: Frame): void {
    this.socket?.send(JSON.stringify(frame));
  }

  private hear(frame: Frame): void {
    this.heard.push(frame);
    if (frame.t === "hello") {
      const at = { open: this.open, opens_at: this.opensAt, state: STATE, last: this.seq };
      this.tell({ t: "welcome", token: "scripted-token", conversation: null, ...at });
    }
    if (frame.id === undefined) return;
    if (frame.t === "say") this.say("customer", frame.text ?? "", { id: frame.id });
    if (frame.t === "start")
      this.state({ phase: "waiting", position: 3, wait_low_s: 120, wait_high_s: 240 });
    if (frame.t === "leave") this.state({ phase: "message_left" });
    if (frame.t === "end") this.state({ phase: "ended", can_rate: true });
    this.tell({ t: "ack", id: frame.id, seq: frame.t === "say" ? this.seq : null });
  }
}
