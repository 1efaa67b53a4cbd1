// A real Asterisk beside the server, and telephones that call: the part that no browser can play.

import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { expect } from "@playwright/test";
import { Server } from "./server";
import { ADMINISTRATOR, Staff } from "./staff";

const ROOT = resolve(import.meta.dirname, "../../..");
const NUMBER = "+49 30 1234";
const DIALLED = "49301234";
const QUEUE = "Calls";

export class Switchboard {
  /** Why there is none, if so. */
  readonly missing: string | null;
  private readonly settings: Record<string, string>;
  private readonly folder: string;
  private readonly process: ChildProcess;
  private readonly lines: AsyncIterator<string>;
  private server: Server | undefined;
  private turn: Promise<unknown> = Promise.resolve();

  private constructor(
    folder: string,
    process: ChildProcess,
    lines: AsyncIterator<string>,
    first: Record<string, string>,
  ) {
    this.folder = folder;
    this.process = process;
    this.lines = lines;
    this.settings = first;
    this.missing = first["skip"] ?? null;
  }

  static async start(): Promise<Switchboard> {
    const folder = mkdtempSync(join(tmpdir(), "onqueue-voice-"));
    const asked = ["-m", "tests.voice.switchboard", folder];
    const process = spawn(join(ROOT, ".venv/bin/python"), asked, {
      cwd: ROOT,
      stdio: ["pipe", "pipe", "inherit"],
    });
    const lines = createInterface({ input: process.stdout })[Symbol.asyncIterator]();
    const { value } = (await lines.next()) as { value: string };
    return new Switchboard(folder, process, lines, JSON.parse(value) as Record<string, string>);
  }

  /** A centre that answers a number: everybody who takes calls answers its callers. */
  async centre(): Promise<Server> {
    if (this.missing !== null) return (this.server = await Server.start());
    const server = (this.server = await Server.start({
      settings: this.settings,
      prepare: (data) => symlinkSync(this.folder, join(data, "voice")),
    }));
    const administrator = await Staff.signIn(server, ADMINISTRATOR);
    await administrator.openQueues();
    const queue = await administrator.call<{ id: string }>("POST", "/queues", {
      name: QUEUE,
      channel: "voice",
    });
    await administrator.call("POST", "/phone-numbers", {
      number: NUMBER,
      queue_id: queue.id,
      language: "en",
    });
    const { items: everybody } = await administrator.call<{ items: Agent[] }>(
      "GET",
      "/agents?size=200",
    );
    for (const agent of everybody) {
      if (!agent.capacity["voice"]) continue;
      await administrator.call("PUT", `/agents/${agent.account_id}`, {
        version: agent.version,
        skills: agent.skills,
        queues: [...agent.queues, queue.id],
        capacity: agent.capacity,
        exclusive: agent.exclusive,
      });
    }
    return server;
  }

  /** Somebody calls the number; `name` is the tone that they speak with. */
  async call(name: string, from: string): Promise<void> {
    await this.ask({ do: "call", name, from, number: DIALLED });
  }

  /** Wait until a caller hears exactly this. */
  async hears(name: string, tones: string[]): Promise<void> {
    const heard = (): Promise<unknown> => this.ask({ do: "hears", name });
    await expect.poll(heard).toEqual([...tones].sort());
  }

  async keys(name: string): Promise<string> {
    return String(await this.ask({ do: "keys", name }));
  }

  async hangUp(name: string): Promise<void> {
    await this.ask({ do: "hang_up", name });
  }

  async hasEnded(name: string): Promise<void> {
    await expect.poll(() => this.ask({ do: "ended", name })).toBe(true);
  }

  async stop(): Promise<void> {
    await this.server?.stop();
    const ended = new Promise((done) => this.process.once("exit", done));
    this.process.stdin?.end();
    await ended;
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** One question after the other: answers come in their order. */
  private ask(question: Record<string, string>): Promise<unknown> {
    const asked = this.turn.then(async () => {
      this.process.stdin?.write(`${JSON.stringify(question)}\n`);
      const { value } = (await this.lines.next()) as { value: string };
      const answer = JSON.parse(value) as { said?: unknown; error?: string };
      if (answer.error !== undefined) throw new Error(answer.error);
      return answer.said;
    });
    this.turn = asked.catch(() => undefined);
    return asked;
  }
}

interface Agent {
  account_id: string;
  version: number;
  skills: { skill: string; level: number }[];
  queues: string[];
  capacity: Record<string, number>;
  exclusive: string[];
}
