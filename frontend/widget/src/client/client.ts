/**
 * The customer's side of a conversation, without any picture of it.
 *
 * What the customer sends goes into the outbox first and leaves it when the server has
 * acknowledged it, so a reload, a closed tab, a lost network or a restarted server loses nothing;
 * the server ignores an id that it knows, so repeating doubles nothing. What comes in is asked
 * for from the last number that we have. All tabs of a site show the same conversation.
 */

import type {
  ErrorFrame,
  FileRef,
  Form,
  KeptFrame,
  Message,
  ServerFrame,
  State,
  Welcome,
} from "./frames";
import type { PhoneFrame, SaidFrame } from "../../../phone/frames";
import { History } from "./history";
import { Link } from "./link";
import type { Failure, Item } from "./outbox";
import { Sender } from "./sender";
import { Memory, NO_SESSION, type Session } from "./session";
import { Timers } from "./timers";
import { expectedAfter, isUnderWay, NEW_VIEW, type ClientView } from "./view";
import type { Answer, Cancel, World } from "./world";

export const TYPING_SENT_EVERY_MS = 3_000;
export const TYPING_SHOWN_MS = 6_000;
/** Two writers may overtake each other by a moment; only then is a message missing. */
export const REORDER_MS = 1_000;
const FATAL = /^(widget|origin)\./;

export interface ClientOptions {
  widget: string;
  lang: string;
  pageUrl?: string;
  /** Whom the page's link names. */
  person?: string;
}

export class Client {
  view: ClientView = NEW_VIEW;
  /** Hears what concerns a call, and when the connection is up again. */
  onCall: (frame: PhoneFrame | "up") => void = () => undefined;
  private readonly world: World;
  private readonly options: ClientOptions;
  private readonly link: Link;
  private readonly sender: Sender;
  private readonly memory: Memory;
  private readonly timers: Timers;
  private readonly history = new History();
  private readonly listeners = new Set<() => void>();
  private session: Session;
  /** What the hello that has not been answered yet asked for. */
  private helloAfter: number | null = null;
  private gapAskedAt = -1;
  private typedAt = Number.NEGATIVE_INFINITY;

  constructor(world: World, options: ClientOptions) {
    this.world = world;
    this.options = options;
    this.timers = new Timers(world);
    this.memory = new Memory(world.store, options.widget);
    this.session = this.memory.session();
    this.sender = new Sender(world, this.memory.prefix, {
      transmit: (frame) => this.link.send(frame),
      onSent: (items) => this.sent(items),
      onNotice: (notice) => this.show({ notice }),
      onChange: () => this.show({}),
      onStuck: () => this.reconnect(),
    });
    const { widget, lang } = options;
    const cursor = () => ({ widget, lang, ...this.session, after: this.history.last });
    this.link = new Link(
      world,
      {
        onOpen: () => this.hello(),
        onFrame: (frame) => this.receive(frame),
        onDown: () => this.down(),
        onRefused: (answer) => this.refused(answer),
      },
      cursor,
    );
  }

  get token(): string | null {
    return this.session.token;
  }

  subscribe(listener: () => void): Cancel {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  start(): void {
    this.show({});
    this.timers.set(
      "store",
      this.world.onStore((key) => this.otherTabWrote(key)),
    );
    this.sender.start();
    this.link.start();
  }

  stop(): void {
    this.link.stop();
    this.sender.stop();
    this.timers.clear();
  }

  /** False when nothing more can be kept; the caller keeps what was typed. */
  begin(form: Form, text: string | null, attachment?: string): boolean {
    const { person } = this.options;
    const asked = person ? { person } : {};
    const call = attachment ? { channel: "voice" as const, attachment } : {};
    return this.put({ t: "start", id: this.sender.newId(), form, text, ...asked, ...call });
  }

  /** For a call, where what is late is worth nothing: it is sent now or never. */
  transmit(frame: SaidFrame): void {
    if (this.view.link === "up") this.link.send(frame);
  }

  leaveMessage(form: Form, text: string): boolean {
    return this.put({ t: "leave", id: this.sender.newId(), form, text });
  }

  /** `answers` is the number of the flow's question that was answered by a button. */
  say(text: string, files: FileRef[] = [], answers?: number): boolean {
    const ids = files.map((file) => file.id);
    return this.put({ t: "say", id: this.sender.newId(), text, files: ids, answers }, files);
  }

  /** Go for now, and be served when it is one's turn. */
  keepPlace(): boolean {
    return this.put({ t: "keep", id: this.sender.newId() });
  }

  end(): boolean {
    return this.put({ t: "end", id: this.sender.newId() });
  }

  rate(score: number, comment: string): boolean {
    return this.put({ t: "rate", id: this.sender.newId(), score, comment });
  }

  retry(id: string): void {
    this.sender.retry(id);
  }

  discard(id: string): void {
    this.sender.discard(id);
  }

  typing(): void {
    if (this.view.link !== "up" || !isUnderWay(this.view.state)) return;
    if (this.world.now() - this.typedAt < TYPING_SENT_EVERY_MS) return;
    this.typedAt = this.world.now();
    this.link.send({ t: "typing" });
  }

  /** Everything so far was in front of the customer's eyes. */
  markRead(): void {
    if (this.history.last <= this.memory.readTo()) return;
    this.memory.keepReadTo(this.history.last);
    if (this.view.link === "up") this.link.send({ t: "seen", seq: this.history.last });
    this.show({});
  }

  clearNotice(): void {
    this.show({ notice: null });
  }

  private put(frame: KeptFrame, files: FileRef[] = []): boolean {
    // From now on there is something to come back to.
    this.memory.keep(this.session);
    return this.sender.put(frame, files);
  }

  private otherTabWrote(key: string): void {
    if (key.startsWith(this.sender.outbox.prefix)) this.sender.reload();
    if (key === this.memory.sessionKey) {
      if (this.isOlderThan(this.memory.session())) this.reconnect();
    }
    this.show({});
  }

  private reconnect(): void {
    this.show({ link: "connecting" });
    this.sender.setUp(false);
    this.link.again();
  }

  private hello(): void {
    this.show({ link: "connecting" });
    this.sender.setUp(false);
    const stored = this.memory.session();
    if (this.isOlderThan(stored)) this.become(stored);
    this.history.forgetEarly();
    this.helloAfter = this.history.last;
    const { widget, lang, pageUrl } = this.options;
    const page = pageUrl ? { origin_url: pageUrl } : {};
    this.link.send({ t: "hello", widget, ...this.session, after: this.helloAfter, lang, ...page });
  }

  private down(): void {
    this.sender.setUp(false);
    this.show({ link: "down", typing: null });
  }

  private refused({ status, body }: Answer): void {
    if (status === 401) {
      this.forget();
      this.reconnect();
      return;
    }
    const { code = "chat.refused", title = "" } = (body ?? {}) as Partial<ErrorFrame>;
    this.die({ code, title, field: null, fields: {} });
  }

  private die(fatal: Failure): void {
    this.link.stop();
    this.sender.setUp(false);
    this.show({ fatal, link: "down" });
  }

  private receive(frame: ServerFrame): void {
    if (frame.t === "welcome") this.welcome(frame);
    else if (frame.t === "ack") this.sender.acknowledge(frame.id);
    else if (frame.t === "message") this.message(frame);
    else if (frame.t === "state") this.state(frame.state);
    else if (frame.t === "typing") this.typed(frame.name);
    else if (frame.t === "seen") this.agentRead(frame.seq);
    else if (frame.t === "error") this.error(frame);
    else if (frame.t === "resync") this.reconnect();
    else if (frame.t === "phone" || frame.t === "signal") this.onCall(frame);
    // A newer server may say more than this widget knows.
  }

  private typed(name: string): void {
    this.timers.wait("typing", TYPING_SHOWN_MS, () => this.show({ typing: null }));
    this.show({ typing: name });
  }

  private agentRead(seq: number): void {
    this.show({ agentReadTo: Math.max(seq, this.view.agentReadTo) });
  }

  private welcome(frame: Welcome): void {
    const answered = this.helloAfter;
    this.helloAfter = null;
    const token = frame.token ?? this.session.token;
    const stored = this.memory.session().token;
    if (stored && !this.session.token && stored !== token) {
      // Another tab has become somebody since we asked: be the same visitor.
      this.reconnect();
      return;
    }
    const known = this.session.conversation;
    const other = known !== null && known !== frame.conversation;
    const rewound = frame.last !== undefined && frame.last < this.history.last;
    this.session = { token, conversation: frame.conversation };
    if (frame.conversation !== null || this.sender.outbox.next()) this.memory.keep(this.session);
    if (other || rewound) {
      this.clear();
      if (answered) {
        this.reconnect();
        return;
      }
    }
    const { open, opens_at: opensAt, state } = frame;
    this.show({ link: "up", known: true, open, opensAt, state, fatal: null });
    // Others come in the middle, when a conversation begins, and with every answer to a poll.
    if (answered === null) return;
    const readTo = Math.min(this.memory.readTo(), this.history.last);
    if (readTo > 0) this.link.send({ t: "seen", seq: readTo });
    this.sender.setUp(true);
    this.onCall("up");
  }

  private message(frame: Message): void {
    const taken = this.history.take(frame);
    if (taken === "gap") this.gap();
    this.sender.acknowledge(frame.id);
    if (taken !== "new") return;
    const acked = this.view.acked.filter((item) => !this.history.has(item.frame.id));
    const typing = frame.from === "agent" ? null : this.view.typing;
    this.show({ acked, typing });
  }

  private gap(): void {
    if (this.gapAskedAt === this.history.last) {
      this.history.acceptGaps();
      this.show({});
      return;
    }
    this.timers.wait("gap", REORDER_MS, () => {
      if (!this.history.hasGap) return;
      this.gapAskedAt = this.history.last;
      this.reconnect();
    });
  }

  private sent(items: readonly Item[]): void {
    // A message stays on the screen until it comes back with its number.
    const says = items.filter(({ frame }) => frame.t === "say" && !this.history.has(frame.id));
    let { state } = this.view;
    for (const { frame } of items) state = expectedAfter(frame, state);
    this.show({ acked: [...this.view.acked, ...says], state });
  }

  private state(state: State): void {
    this.show({ state });
    const done = this.sender.outbox.all().filter(({ frame }) => {
      return (frame.t === "end" && state.phase === "ended") || (frame.t === "rate" && state.rated);
    });
    for (const item of done) this.sender.acknowledge(item.frame.id);
  }

  private error(frame: ErrorFrame): void {
    const { code, title, field, fields = {} } = frame;
    const failure = { code, title, field, fields };
    if (code.startsWith("token.")) {
      this.forget();
      this.reconnect();
    } else if (FATAL.test(code)) this.die(failure);
    else if (frame.id) this.sender.refuse(frame.id, frame);
    else this.show({ notice: failure });
  }

  /** Another tab has become somebody, or has begun a conversation. */
  private isOlderThan({ token, conversation }: Session): boolean {
    const { session } = this;
    return (
      token !== null &&
      (token !== session.token || (conversation !== null && conversation !== session.conversation))
    );
  }

  private become(session: Session): void {
    if (session.conversation !== this.session.conversation) this.clear();
    this.session = session;
  }

  private forget(): void {
    this.memory.forget();
    this.session = NO_SESSION;
    this.clear();
  }

  private clear(): void {
    this.history.clear();
    this.gapAskedAt = -1;
    this.memory.keepReadTo(0);
    this.show({ acked: [], agentReadTo: 0, typing: null });
  }

  private show(changed: Partial<ClientView>): void {
    const { messages } = this.history;
    const { outbox } = this.sender;
    const readTo = this.memory.readTo();
    const unread = messages.filter(({ from, seq }) => from === "agent" && seq > readTo).length;
    this.view = { ...this.view, ...changed, messages, pending: outbox.all(), unread };
    if (this.view.known) {
      this.memory.keepLive(isUnderWay(this.view.state) || outbox.next() !== undefined);
    }
    this.listeners.forEach((listener) => {
      listener();
    });
  }
}
