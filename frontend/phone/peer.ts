/**
 * One connection to one other page: what is sent there, what comes from there.
 *
 * Only one of the two makes offers, so they never meet half-way. What got lost on the way is made
 * up for by offering again: signals are not kept anywhere.
 */

import type { Hint, PeerPlan } from "./frames";

const FLUSH_MS = 60;
/** After that long without a connection it is tried anew. */
const AGAIN_MS = 5_000;

export interface PeerEvents {
  signal: (data: Hint) => void;
  changed: () => void;
}

export class Peer {
  readonly link: string;
  readonly connection: RTCPeerConnection;
  /** What is said at the other end, for passing on and for measuring. */
  source: MediaStreamAudioSourceNode | null = null;
  private readonly context: AudioContext;
  private readonly out: MediaStreamAudioDestinationNode;
  private readonly element = new Audio();
  private readonly events: PeerEvents;
  private readonly offers: boolean;
  private candidates: RTCIceCandidateInit[] = [];
  private early: RTCIceCandidateInit[] = [];
  private flushing: ReturnType<typeof setTimeout> | null = null;
  private connectedNodes: AudioNode[] = [];
  private triedAt = Date.now();
  private work: Promise<void> = Promise.resolve();

  constructor(context: AudioContext, plan: PeerPlan, ice: RTCIceServer[], events: PeerEvents) {
    this.context = context;
    this.link = plan.link;
    this.offers = plan.offers;
    this.events = events;
    this.out = context.createMediaStreamDestination();
    this.connection = new RTCPeerConnection({ iceServers: ice });
    this.element.muted = !plan.play;
    const { connection } = this;
    connection.ontrack = ({ track }) => this.hear(track);
    connection.onicecandidate = ({ candidate }) => {
      if (candidate) this.tell(candidate.toJSON());
    };
    connection.onconnectionstatechange = () => events.changed();
    for (const track of this.out.stream.getAudioTracks()) {
      connection.addTrack(track, this.out.stream);
    }
    if (this.offers) this.offer();
  }

  get isConnected(): boolean {
    return this.connection.connectionState === "connected";
  }

  /** Send the sound of these nodes, and no other, to the other end; play what comes, or not. */
  set(nodes: AudioNode[], play: boolean): void {
    const before = this.connectedNodes;
    for (const node of before) if (!nodes.includes(node)) part(node, this.out);
    for (const node of nodes) if (!before.includes(node)) node.connect(this.out);
    this.connectedNodes = nodes;
    this.element.muted = !play;
  }

  take(data: Hint): void {
    this.inOrder(async () => {
      if ("ice" in data) await this.addCandidates(data.ice);
      else await this.describe(data.sdp);
    });
  }

  /** Try again if it has been apart for a while; the one who offers does. */
  tend(now: number): void {
    if (this.isConnected) this.triedAt = now;
    else if (this.offers && now - this.triedAt >= AGAIN_MS) {
      this.triedAt = now;
      this.connection.restartIce();
      this.offer();
    }
  }

  async speakTo(sink: string): Promise<void> {
    if ("setSinkId" in this.element) await this.element.setSinkId(sink).catch(() => undefined);
  }

  close(): void {
    if (this.flushing !== null) clearTimeout(this.flushing);
    this.set([], false);
    this.source?.disconnect();
    this.element.pause();
    this.element.srcObject = null;
    this.connection.onconnectionstatechange = null;
    this.connection.close();
  }

  private hear(track: MediaStreamTrack): void {
    const stream = new MediaStream([track]);
    // Played by an element: browsers take what an element plays out of the microphone's sound.
    this.element.srcObject = stream;
    void this.element.play().catch(() => undefined);
    this.source = this.context.createMediaStreamSource(stream);
    this.events.changed();
  }

  private offer(): void {
    this.inOrder(async () => {
      await this.connection.setLocalDescription(await this.connection.createOffer());
      this.tellDescription();
    });
  }

  private async describe(sdp: RTCSessionDescriptionInit): Promise<void> {
    const { connection } = this;
    if (sdp.type === "answer" && connection.signalingState !== "have-local-offer") return;
    await connection.setRemoteDescription(sdp);
    if (sdp.type === "offer") {
      await connection.setLocalDescription(await connection.createAnswer());
      this.tellDescription();
    }
    const { early } = this;
    this.early = [];
    await this.addCandidates(early);
  }

  private async addCandidates(candidates: RTCIceCandidateInit[]): Promise<void> {
    if (this.connection.remoteDescription === null) {
      this.early.push(...candidates);
      return;
    }
    for (const candidate of candidates) {
      await this.connection.addIceCandidate(candidate).catch(() => undefined);
    }
  }

  private tellDescription(): void {
    const description = this.connection.localDescription;
    if (description) this.events.signal({ sdp: description.toJSON() });
  }

  private tell(candidate: RTCIceCandidateInit): void {
    this.candidates.push(candidate);
    this.flushing ??= setTimeout(() => {
      this.flushing = null;
      this.events.signal({ ice: this.candidates.splice(0) });
    }, FLUSH_MS);
  }

  /** Descriptions are set one after the other, or the browser refuses them. */
  private inOrder(step: () => Promise<void>): void {
    // What the browser refuses is out of date; who offers will offer again.
    this.work = this.work.then(step).catch(() => undefined);
  }
}

function part(node: AudioNode, from: AudioNode): void {
  try {
    node.disconnect(from);
  } catch {
    // The connection that it came from was closed first, which took it out everywhere.
  }
}
