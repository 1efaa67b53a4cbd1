/**
 * This page as a telephone at Asterisk: one line, by SIP over a socket of our own server.
 *
 * It registers, and answers when it is called: the agent has said yes to the offer already. It calls
 * nobody, and ends a call only when it is told so: what becomes of the call is the server's to say.
 */

import { UA, WebSocketInterface } from "jssip";
import type { IncomingRTCSessionEvent, OutgoingRTCSessionEvent } from "jssip/lib/UA";
import type { RTCSession } from "jssip/lib/RTCSession";
import { SILENT, type Heard } from "./heard";
import { measure } from "./measure";
import { Mic } from "./mic";

type RTCSessionEvent = IncomingRTCSessionEvent | OutgoingRTCSessionEvent;

/** What the server gives a page, so that it can register. */
export interface LineFrame {
  t: "line";
  name: string;
  password: string;
  ice: RTCIceServer[];
}

export interface LineOptions {
  changed: (heard: Heard) => void;
  registered: (up: boolean) => void;
  /** The call could not be taken here. */
  failed: (error: unknown) => void;
  devices: () => { mic: string; speaker: string };
}

/** For which leg this page is called. */
const LEG = "X-Onqueue-Leg";
/** Only the first part of an address means something to Asterisk. */
const HOST = "onqueue.invalid";
const REGISTER_EVERY_S = 120;
const AGAIN_MS = 3_000;
const RECOVER_S_MAX = 5;
const TEND_MS = 1_000;
/** Addresses that are found later than that are not waited for. */
const GATHER_MS = 500;
const BUSY = 486;
const REFUSED = 603;

export class Line {
  heard: Heard = SILENT;
  private readonly options: LineOptions;
  private ua: UA | null = null;
  private given: LineFrame | null = null;
  private session: RTCSession | null = null;
  private mic: Mic | null = null;
  private readonly element = new Audio();
  private tending: ReturnType<typeof setInterval> | null = null;

  constructor(options: LineOptions) {
    this.options = options;
  }

  /** Register; told the same name again, a call that goes on stays. */
  connect(given: LineFrame, address: string): void {
    const same = this.given?.name === given.name;
    this.given = given;
    if (this.ua && same) {
      this.ua.set("password", given.password);
      this.ua.register();
      return;
    }
    this.stop();
    const ua = (this.ua = new UA({
      sockets: [new WebSocketInterface(address)],
      uri: `sip:${given.name}@${HOST}`,
      password: given.password,
      register_expires: REGISTER_EVERY_S,
      session_timers: false,
      connection_recovery_min_interval: 1,
      connection_recovery_max_interval: RECOVER_S_MAX,
      user_agent: "Onqueue",
    }));
    ua.on("registered", () => this.options.registered(true));
    ua.on("unregistered", () => this.options.registered(false));
    ua.on("registrationFailed", () => {
      // The server may not know this page yet, or may have just come back.
      setTimeout(() => {
        if (this.ua === ua && ua.isConnected()) ua.register();
      }, AGAIN_MS);
    });
    ua.on("newRTCSession", ({ originator, session, request }: RTCSessionEvent) => {
      const leg = (originator as string) === "remote" ? request.getHeader(LEG) : null;
      if (leg) this.called(session, leg);
      else session.terminate();
    });
    ua.start();
  }

  /** Be no telephone any more. */
  disconnect(): void {
    this.given = null;
    this.stop();
  }

  mute(on: boolean): void {
    this.mic?.mute(on);
    this.show({ muted: on });
  }

  level(): number {
    return this.mic?.level() ?? 0;
  }

  /** Press a key of the telephone: the far end hears it. */
  press(key: string): void {
    if (this.session?.isEstablished() === true) {
      this.session.sendDTMF(key, { transportType: "RFC2833" as never });
    }
  }

  /** The call is over: the server says so, or it was a test. */
  release(leg: string): void {
    if (leg === this.heard.leg) this.session?.terminate();
  }

  private stop(): void {
    const { ua } = this;
    this.ua = null;
    ua?.stop();
    if (this.session) this.over(this.session);
  }

  private called(session: RTCSession, leg: string): void {
    if (this.session) {
      session.terminate({ status_code: BUSY });
      return;
    }
    this.session = session;
    session.on("ended", () => this.over(session));
    session.on("failed", () => this.over(session));
    session.on("confirmed", () => this.show({ state: "up" }));
    session.on("peerconnection", ({ peerconnection }) => {
      peerconnection.addEventListener("track", ({ track }) => this.hear(track));
    });
    let gathering: ReturnType<typeof setTimeout> | null = null;
    session.on("icecandidate", ({ ready }) => {
      gathering ??= setTimeout(ready, GATHER_MS);
    });
    this.show({ ...SILENT, leg, state: "ringing" });
    void this.answer(session);
  }

  private async answer(session: RTCSession): Promise<void> {
    const { mic: device, speaker } = this.options.devices();
    try {
      const mic = await Mic.open(device);
      if (this.session !== session) {
        mic.close();
        return;
      }
      this.mic = mic;
      if ("setSinkId" in this.element) {
        await this.element.setSinkId(speaker).catch(() => undefined);
      }
      session.answer({
        mediaStream: mic.outlet(),
        pcConfig: { iceServers: this.given?.ice ?? [] },
      });
      this.tending = setInterval(() => void this.tend(session), TEND_MS);
    } catch (error) {
      if (!session.isEnded()) session.terminate({ status_code: REFUSED });
      this.over(session);
      this.options.failed(error);
    }
  }

  private hear(track: MediaStreamTrack): void {
    // Played by an element: browsers take what an element plays out of the microphone's sound.
    this.element.srcObject = new MediaStream([track]);
    void this.element.play().catch(() => undefined);
  }

  private async tend(session: RTCSession): Promise<void> {
    const connection = session.connection as RTCPeerConnection | null;
    if (!connection) return;
    const apart = ["disconnected", "failed"].includes(connection.connectionState);
    const quality = await measure(connection);
    if (this.session === session) this.show({ apart, ...(quality && { quality }) });
  }

  private over(session: RTCSession): void {
    if (this.session !== session) return;
    this.session = null;
    if (this.tending !== null) clearInterval(this.tending);
    this.tending = null;
    this.mic?.close();
    this.mic = null;
    this.element.pause();
    this.element.srcObject = null;
    this.show({ ...SILENT });
  }

  private show(changed: Partial<Heard>): void {
    this.heard = { ...this.heard, ...changed };
    this.options.changed(this.heard);
  }
}
